//! Channels and their hops.

use super::words;

words! {
    channels = "Channels" | "Kanäle";
    add_channel = "Add channel" | "Kanal anlegen";
    /// A channel whose settings are changed.
    edit_channel(name: &str) = "Edit {name}" | "{name} ändern";
    no_channels = "No channels yet." | "Noch keine Kanäle.";
    no_channels_advice = "A channel is one programme from camera encoder to viewer edge: its hops in order, each with the probes that look at it. When something breaks, the first broken hop is named."
        | "Ein Kanal ist ein Programm vom Kamera-Encoder bis zum Zuschauer: seine Stationen in ihrer Folge, jede mit den Proben, die sie beobachten. Bricht etwas, wird die erste gestörte Station genannt.";
    no_such_channel = "This channel is not there any more." | "Diesen Kanal gibt es nicht mehr.";
    to_the_channels = "To the channels" | "Zu den Kanälen";
    channel_name = "Name" | "Name";
    channel_name_help = "As the crew calls it: PGM A, World feed." | "Wie das Team ihn nennt: PGM A, World Feed.";
    hops = "Hops, from source to edge" | "Stationen, von der Quelle zum Zuschauer";
    /// One hop of a form.
    hop_numbered(number: usize) = "Hop {number}" | "Station {number}";
    hop_name_help = "Short, as on a multiviewer: CAM 1, SRT, HUB." | "Kurz, wie auf einem Multiviewer: CAM 1, SRT, HUB.";
    hop_way = "Way" | "Weg";
    hop_way_help = "Main and backup stand beside each other: one of them is enough." | "Haupt- und Ersatzweg stehen nebeneinander: Einer genügt.";
    way_both = "The only one" | "Der einzige";
    way_main = "Main" | "Hauptweg";
    way_backup = "Backup" | "Ersatzweg";
    hop_probes = "Probes that look at it" | "Proben, die sie beobachten";
    no_probes_to_choose = "There are no probes yet." | "Noch gibt es keine Proben.";
    add_hop = "Add hop" | "Station anfügen";
    hop_earlier = "Earlier" | "Früher";
    hop_later = "Later" | "Später";
    remove_hop = "Remove" | "Entfernen";
    save_channel = "Save channel" | "Kanal sichern";
    give_hop_name = "Give the hop a name." | "Geben Sie der Station einen Namen.";
    /// A deleted channel.
    channel_deleted(name: &str) = "{name} was deleted." | "{name} wurde gelöscht.";
    delete_channel_help = "its probes stay" | "ihre Proben bleiben";
    edit_channel_help = "name, hops, probes" | "Name, Stationen, Proben";
    begins_here = "begins here" | "beginnt hier";
    /// The hop from which another one's trouble follows.
    follows_from(hop: &str) = "follows from {hop}" | "folgt aus {hop}";
    nobody_looks = "No probe looks at this channel yet." | "Noch beobachtet keine Probe diesen Kanal.";
    carried = "Every hop that is looked at is well." | "Jede beobachtete Station ist in Ordnung.";
    /// One of two ways is broken.
    one_way_left(hop: &str) = "One way is broken at {hop}. The other one carries the channel: nothing protects it now."
        | "Ein Weg ist bei {hop} gestört. Der andere trägt den Kanal: Nichts schützt ihn jetzt.";
    impaired_from(hop: &str) = "Impaired from {hop} on." | "Beeinträchtigt ab {hop}.";
    broken_at(hop: &str) = "Broken at {hop}." | "Gestört bei {hop}.";
    /// How many hops behind the broken one are in trouble too.
    hops_follow(count: usize) = {
        if count == 1 { "What is wrong at 1 hop behind it follows from that.".to_owned() } else { format!("What is wrong at {count} hops behind it follows from that.") }
    } | {
        if count == 1 { "Was an 1 Station dahinter gestört ist, folgt daraus.".to_owned() } else { format!("Was an {count} Stationen dahinter gestört ist, folgt daraus.") }
    };
    no_channel_events = "Nothing happened to this channel yet." | "Diesem Kanal ist noch nichts geschehen.";
    no_probe_at_hop = "No probe looks at this hop." | "Keine Probe beobachtet diese Station.";
}
