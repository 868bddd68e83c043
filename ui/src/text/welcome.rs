//! The first start, and what the station sees on its networks.

use wire::discovery::Role;

use super::words;

words! {
    welcome = "Nothing is watched yet." | "Noch wird nichts beobachtet.";
    welcome_to = "Welcome to Flywatch" | "Willkommen bei Flywatch";
    welcome_advice = "How this station is called and how this screen looks. All of it can be changed later in the settings."
        | "Wie diese Station heißt und wie dieser Bildschirm aussieht. Alles lässt sich später in den Einstellungen ändern.";
    /// Which step of the first start this is.
    step(now: usize, all: usize) = "Step {now} of {all}" | "Schritt {now} von {all}";
    next_step = "Next" | "Weiter";
    skip_step = "Skip" | "Überspringen";
    previous_step = "Back" | "Zurück";
    here_advice = "This is what the station sees without asking anybody. What is ticked is watched from now on; all of it can be changed later."
        | "Das sieht die Station, ohne jemanden zu fragen. Was angehakt ist, wird ab jetzt beobachtet; alles lässt sich später ändern.";

    on_this_network = "On this network" | "In diesem Netz";
    looking_round = "Looking round …" | "Sieht sich um …";
    this_machine = "This machine" | "Dieser Rechner";
    gateway = "gateway" | "Gateway";
    resolver = "name server (DNS)" | "Namensserver (DNS)";
    time_server = "time server" | "Zeitserver";
    neighbour = "seen on the network" | "im Netz gesehen";
    answered_scan = "answered the scan" | "hat auf die Suche geantwortet";
    watched_already = "watched" | "beobachtet";
    nothing_to_watch = "nothing to watch it with" | "nichts, womit es zu beobachten wäre";
    tick_all = "Tick all" | "Alle anhaken";
    tick_none = "Tick none" | "Keine anhaken";
    /// What the large button does.
    watch_these(count: usize) = {
        match count {
            0 => "Tick what to watch".to_owned(),
            1 => "Watch this one".to_owned(),
            count => format!("Watch these {count}"),
        }
    } | {
        match count {
            0 => "Anhaken, was beobachtet werden soll".to_owned(),
            1 => "Dieses beobachten".to_owned(),
            count => format!("Diese {count} beobachten"),
        }
    };
    by_hand = "Add by hand" | "Von Hand anlegen";
    nobody_here = "The station sees nobody on its networks." | "Die Station sieht niemanden in ihren Netzen.";
    nobody_here_advice = "Plug in a network cable or switch the devices on, then look for more below; or add one by hand, by its address."
        | "Netzkabel einstecken oder die Geräte einschalten, dann unten weitersuchen; oder eines von Hand über seine Adresse anlegen.";
    nobody_else = "Nobody else has talked to this machine yet. Look for more below, or add a device by hand."
        | "Sonst hat noch niemand mit diesem Rechner gesprochen. Unten weitersuchen oder ein Gerät von Hand anlegen.";
    no_network = "This machine is on no network: no interface has an address. Check the cable and the network settings."
        | "Dieser Rechner ist in keinem Netz: Keine Schnittstelle hat eine Adresse. Kabel und Netzeinstellungen prüfen.";
    look_for_more = "Look for more" | "Weitersuchen";
    scan_advice = "Pings every address once, at a gentle pace. Devices that do not answer a ping are not found."
        | "Pingt jede Adresse einmal an, in ruhigem Takt. Geräte, die keinen Ping beantworten, werden nicht gefunden.";
    /// Starts a scan.
    scan_network(network: &str, hosts: u64) = "Look in {network} ({hosts} addresses)" | "In {network} suchen ({hosts} Adressen)";
    /// A network that cannot be scanned.
    on_interface(network: &str, interface: &str) = "{network} on {interface}" | "{network} an {interface}";
    too_wide = "an IPv6 network has more addresses than can be asked; its devices show up here once they have talked to this machine."
        | "Ein IPv6-Netz hat mehr Adressen, als sich fragen lassen; seine Geräte erscheinen hier, sobald sie mit diesem Rechner gesprochen haben.";
    no_room = "there is room for nobody else on it; add devices by their addresses."
        | "Darin ist für niemand anderen Platz; Geräte über ihre Adresse anlegen.";
    /// A network with more addresses than a scan asks.
    too_many(hosts: u64, most: u32) = "it has {hosts} addresses, and a scan asks {most} at most; add devices by their addresses."
        | "Es hat {hosts} Adressen, eine Suche fragt höchstens {most}; Geräte über ihre Adresse anlegen.";
    cancel_scan = "Stop looking" | "Suche beenden";
    /// How far a scan is.
    scanning(network: &str, done: u32, total: u32, answered: u32) = "{network}: {done} of {total} asked, {answered} answered"
        | "{network}: {done} von {total} gefragt, {answered} haben geantwortet";
    /// When a scan will be done.
    scan_left(seconds: i64) = "about {seconds}\u{a0}s left" | "noch etwa {seconds}\u{a0}s";
    /// What a scan came to.
    scanned(network: &str, total: u32, answered: u32) = {
        match answered {
            0 => format!("None of the {total} addresses in {network} answered. Check cables and power, then look again; or add a device by hand."),
            answered => format!("{network}: all {total} asked, {answered} answered."),
        }
    } | {
        match answered {
            0 => format!("Keine der {total} Adressen in {network} hat geantwortet. Kabel und Strom prüfen, dann noch einmal suchen; oder ein Gerät von Hand anlegen."),
            answered => format!("{network}: alle {total} gefragt, {answered} haben geantwortet."),
        }
    };
    /// What a scan came to that was called off.
    scan_stopped(network: &str, done: u32, total: u32, answered: u32) = "{network}: stopped after {done} of {total}, {answered} answered."
        | "{network}: nach {done} von {total} beendet, {answered} haben geantwortet.";
    /// What was chosen is watched now.
    now_watched(count: usize) = { if count == 1 { "1 probe is watching now.".to_owned() } else { format!("{count} probes are watching now.") } }
        | { if count == 1 { "1 Probe beobachtet jetzt.".to_owned() } else { format!("{count} Proben beobachten jetzt.") } };
    /// Why one row could not be watched.
    not_watched(what: &str, why: &str) = "{what}: {why}" | "{what}: {why}";
}

/// What somebody is to this machine.
pub(crate) fn role_here(role: Role) -> &'static str {
    match role {
        Role::ThisMachine => this_machine(),
        Role::Gateway => gateway(),
        Role::Resolver => resolver(),
        Role::TimeServer => time_server(),
        Role::Neighbour => neighbour(),
        Role::Answered => answered_scan(),
    }
}
