//! Alerts: what they say of themselves, what people do with them, and what is heard of them.

use wire::alert::What;
use wire::score::FLOOD;

use super::words;
use crate::model::alerts::Handled;
use crate::model::face::Face;

words! {
    alerts = "Alerts" | "Alarme";
    /// An alert that measured something past its limit.
    alert_measured(what: &str, value: &str, limit: &str) = "{what} {value}, limit {limit}" | "{what} {value}, Grenze {limit}";
    /// The name of the alert at the source outside that told of it, and where that source is.
    told_outside(name: &str, source: &str) = "{name}, told by {source}" | "{name}, gemeldet von {source}";
    outside_source = "a source outside" | "einer Quelle außerhalb";
    /// Nothing is wrong any more, but that has not lasted.
    well_for(length: &str) = "well for {length}" | "seit {length} gut";

    shelved = "SHELVED" | "BEISEITE";
    maint = "MAINT" | "WARTUNG";
    silenced = "SILENCED" | "STILL";
    is_over = "OVER" | "VORBEI";
    spoken_acknowledged(by: &str) = "{by} takes care of it" | "{by} kümmert sich";
    spoken_shelved = "put aside" | "beiseitegelegt";
    spoken_maint = "under maintenance" | "in Wartung";
    spoken_silenced = "silenced" | "stillgelegt";
    spoken_follows = "only follows from another alert" | "folgt nur aus einem anderen Alarm";
    /// How long a shelf or a window still lasts.
    time_left(length: &str) = "{length} left" | "noch {length}";
    until_resolved = "until resolved" | "bis behoben";
    /// Somebody has had it for so long that it may be forgotten.
    stale_acknowledged(length: &str) = "ACK {length}" | "QUITT {length}";
    /// The cause that an alert follows from.
    follows_from_alert(cause: &str) = "follows from {cause}" | "folgt aus {cause}";

    /// The ribbon when nothing waits, but somebody has something.
    taken_care_of(count: usize) = {
        if count == 1 { "Nothing waits; 1 taken care of".to_owned() } else { format!("Nothing waits; {count} taken care of") }
    } | {
        if count == 1 { "Nichts wartet; 1 in Arbeit".to_owned() } else { format!("Nichts wartet; {count} in Arbeit") }
    };
    /// After how many more wait than the ribbon names: "+12 more".
    more_wait = "more" | "weitere";
    show_waiting = "show what waits" | "zeigen, was wartet";
    /// The badge of the rail, as a screen reader says it.
    spoken_waiting(count: usize) = "{count} wait for somebody" | "{count} warten auf jemanden";

    show_active = "Active" | "Aktiv";
    show_mine = "Mine" | "Meine";
    show_shelved = "Shelved" | "Beiseite";
    show_past = "Past" | "Früher";
    search_alerts = "Search alerts" | "Alarme suchen";
    no_alert_found = "No alert here says that." | "Kein Alarm hier sagt das.";
    all_clear = "Nothing is wrong that anybody must look after." | "Nichts ist gestört, um das sich jemand kümmern muss.";
    all_clear_advice = "What begins to fail stands here with its cause first, and rings at the top of every page."
        | "Was zu stören beginnt, steht hier mit seiner Ursache zuerst, und oben auf jeder Seite.";
    none_waits = "None of these waits for anybody." | "Davon wartet keiner auf jemanden.";
    none_mine = "You have nothing in hand." | "Sie haben nichts in Arbeit.";
    none_mine_advice = "What you acknowledge or put aside on this screen stands here until it is resolved."
        | "Was Sie an diesem Bildschirm quittieren oder beiseitelegen, steht hier, bis es behoben ist.";
    none_shelved = "Nothing lies on the shelf." | "Nichts liegt beiseite.";
    none_shelved_advice = "Put an alert aside when it is known and must not disturb; it comes back by itself when its time is over."
        | "Einen Alarm beiseitelegen, wenn er bekannt ist und nicht stören soll; er kommt von selbst zurück, wenn seine Zeit um ist.";
    none_past = "No alert is over yet." | "Noch ist kein Alarm vorbei.";
    /// Rows that came while a hand is on the list.
    new_above(count: usize) = "{count} new ↑" | "{count} neu ↑";
    /// How many alerts came lately, as long as these are not too many.
    came_lately(count: usize) = {
        if count == 1 { format!("1 alert in 10 min; more than {FLOOD} are a flood.") }
        else { format!("{count} alerts in 10 min; more than {FLOOD} are a flood.") }
    } | {
        if count == 1 { format!("1 Alarm in 10 min; mehr als {FLOOD} sind eine Flut.") }
        else { format!("{count} Alarme in 10 min; mehr als {FLOOD} sind eine Flut.") }
    };
    /// More alerts than one person can follow.
    flood_now(count: usize) = "Flood: {count} alarms in 10 minutes; messages are gathered."
        | "Flut: {count} Alarme in 10 Minuten; Nachrichten werden gesammelt.";
    about_to_fire(count: usize) = "{count} about to fire" | "{count} kurz vor Alarm";
    /// When something fires if it lasts.
    fires_in(length: &str) = "fires in {length}" | "Alarm in {length}";
    select_alerts = "Select" | "Auswählen";
    selected_alerts(count: usize) = "{count} selected" | "{count} gewählt";
    end_selecting = "Done" | "Fertig";

    /// How many follow from a cause.
    follow_from_it(count: usize) = {
        if count == 1 { "1 follows from it".to_owned() } else { format!("{count} follow from it") }
    } | {
        if count == 1 { "1 folgt daraus".to_owned() } else { format!("{count} folgen daraus") }
    };
    comes_and_goes(times: u32) = {
        if times == 1 { "comes and goes, once so far".to_owned() } else { format!("comes and goes, {times} times") }
    } | {
        if times == 1 { "kommt und geht, bisher einmal".to_owned() } else { format!("kommt und geht, {times}-mal") }
    };

    not_acknowledged = "not acknowledged" | "nicht quittiert";
    /// Who takes care of it, and for how long.
    has_it_for(by: &str, length: &str) = "{by} has had it for {length}" | "{by} hat es seit {length}";
    put_aside_by(by: &str) = "put aside by {by}" | "beiseitegelegt von {by}";
    silenced_because(why: &str) = "kept quiet: {why}" | "stillgelegt: {why}";
    quiet_by_phase = "quiet in this phase of the show" | "still in dieser Phase der Sendung";
    over_since(when: &str, length: &str) = "over since {when}; it lasted {length}" | "vorbei seit {when}; Dauer {length}";
    /// An incident of several alerts.
    one_cause(count: usize) = "One cause, {count} alerts" | "Eine Ursache, {count} Alarme";
    /// What is wrong where, since when.
    since_when(what: &str, when: &str) = "{what}, since {when}." | "{what}, seit {when}.";
    likely_cause = "Likely cause" | "Wahrscheinliche Ursache";
    no_such_alert = "This alert is not there any more." | "Diesen Alarm gibt es nicht mehr.";
    to_the_alerts = "To the alerts" | "Zu den Alarmen";
    none_open = "Touch an alert to see its cause and what to do." | "Einen Alarm berühren, um Ursache und Rat zu sehen.";
    on_it = "Channels through it" | "Kanäle darüber";
    try_this = "Try:" | "Versuchen:";
    to_the_probe = "Probe" | "Probe";
    to_the_device = "Device" | "Gerät";
    to_the_chart = "Chart of that time" | "Kurve dieser Zeit";
    evidence_then = "Evidence of that time" | "Belege dieser Zeit";
    what_became = "What became of it" | "Was daraus wurde";
    was_before = "The same before" | "Dasselbe früher";
    lasted(length: &str) = "lasted {length}" | "dauerte {length}";
    never_before = "It has not been like that before, as far as the station remembers."
        | "Soweit die Station zurückdenkt, war das noch nie so.";
    of_probe_firing = "Alerts" | "Alarme";
    of_probe_none = "It has never alerted, as far as the station remembers." | "Soweit die Station zurückdenkt, gab es hier noch keinen Alarm.";

    /// What is done with so many alerts.
    acknowledge(count: usize) = "Acknowledge {count}" | "{count} quittieren";
    acknowledge_key = "Acknowledge" | "Quittieren";
    acknowledge_help = "Says that you take care of it. It stays in sight until it is resolved."
        | "Sagt, dass Sie sich kümmern. Es bleibt in Sicht, bis es behoben ist.";
    shelve = "Shelve" | "Beiseite";
    shelve_many(count: usize) = "Shelve {count}" | "{count} beiseite";
    note_alert = "Note" | "Notiz";
    give_back = "Give back" | "Zurückgeben";
    give_back_help = "it waits for somebody again" | "wartet wieder auf jemanden";
    from_shelf = "Take from shelf" | "Zurückholen";

    acknowledged_alerts(count: usize) = "Acknowledged {count}." | "{count} quittiert.";
    given_back(count: usize) = {
        if count == 1 { "1 waits for somebody again.".to_owned() } else { format!("{count} wait for somebody again.") }
    } | {
        if count == 1 { "1 wartet wieder auf jemanden.".to_owned() } else { format!("{count} warten wieder auf jemanden.") }
    };
    shelved_alerts(count: usize) = "Put {count} aside." | "{count} beiseitegelegt.";
    unshelved_alerts(count: usize) = "Took {count} from the shelf." | "{count} zurückgeholt.";
    noted_alert = "Noted." | "Notiert.";
    nothing_to_do = "Nothing was done: it is over by now." | "Nichts getan: Es ist inzwischen vorbei.";

    shelve_title = "Put aside for" | "Beiseitelegen für";
    shelve_reason = "Why (others read it)" | "Warum (andere lesen es)";
    minutes_15 = "15 min" | "15 min";
    hours_1 = "1 h" | "1 h";
    hours_4 = "4 h" | "4 h";
    note_words = "What the others should know" | "Was die anderen wissen sollen";
    /// A note that is too long.
    note_too_long(most: usize) = "Write at most {most} characters." | "Höchstens {most} Zeichen schreiben.";
    save_note = "Save the note" | "Notiz sichern";

    who_are_you = "Who are you?" | "Wer sind Sie?";
    who_help = "The others see who takes care of what. This screen asks once; change it in the settings."
        | "Die anderen sehen, wer sich um was kümmert. Dieser Bildschirm fragt einmal; ändern in den Einstellungen.";
    your_name = "Name or place" | "Name oder Platz";
    your_name_help = "Short, as the crew says it: Op 2, Anna." | "Kurz, wie das Team es sagt: Op 2, Anna.";
    without_name = "Without a name" | "Ohne Namen";
    save_who = "That is me" | "Das bin ich";
    who_heading = "Who is at this screen" | "Wer an diesem Bildschirm ist";
    who_saved = "Saved for this screen." | "Für diesen Bildschirm gesichert.";

    sound_heading = "Sound of alerts" | "Ton bei Alarmen";
    sound_help = "A new critical alert is heard three times, and again every 30 s as long as it waits; a warning once. What somebody has is never heard."
        | "Ein neuer kritischer Alarm ertönt dreimal, und alle 30 s wieder, solange er wartet; eine Warnung einmal. Was jemand hat, ertönt nie.";
    sound_on = "Sound on" | "Ton an";
    sound_off = "Sound off" | "Ton aus";
    silence_now = "Silence" | "Ton still";
    silence_now_help = "Stops the sound of what rings now, without acknowledging it" | "Stoppt den Ton dessen, was jetzt läutet, ohne zu quittieren";
    silenced_now(count: usize) = {
        if count == 1 { "Silent. 1 critical incident still waits for somebody.".to_owned() } else { format!("Silent. {count} critical incidents still wait for somebody.") }
    } | {
        if count == 1 { "Still. 1 kritische Störung wartet weiter auf jemanden.".to_owned() } else { format!("Still. {count} kritische Störungen warten weiter auf jemanden.") }
    };
    touch_to_hear = "Touch here to hear alerts" | "Hier berühren, um Alarme zu hören";
    touch_to_hear_short = "Sound?" | "Ton?";
    gallery_handled = "What was done with it" | "Was damit getan wurde";
}

/// The word of a mark.
pub(crate) fn mark_word(face: Face, handled: &Handled) -> &'static str {
    match handled {
        _ if face.stale => face.word(),
        Handled::Not | Handled::Acknowledged { .. } | Handled::Follows { .. } => face.word(),
        Handled::Shelved { .. } => shelved(),
        Handled::Silenced {
            is_maintenance: true, ..
        } => maint(),
        Handled::Silenced { .. } | Handled::Phase => silenced(),
    }
}

/// What was done with something, as a screen reader says it; empty where nothing was.
pub(crate) fn spoken_handled(handled: &Handled) -> String {
    match handled {
        Handled::Not => String::new(),
        Handled::Acknowledged { by, .. } => spoken_acknowledged(by),
        Handled::Shelved { .. } => spoken_shelved().to_owned(),
        Handled::Silenced {
            is_maintenance: true, ..
        } => spoken_maint().to_owned(),
        Handled::Silenced { .. } | Handled::Phase => spoken_silenced().to_owned(),
        Handled::Follows { .. } => spoken_follows().to_owned(),
    }
}

/// A step in the life of an alert, in words; `by` is empty where no person did it.
pub(crate) fn turn(what: What, by: &str) -> String {
    let word = match what {
        What::Raised => turn_raised(),
        What::Returned => turn_returned(),
        What::Worse => turn_worse(),
        What::Better => turn_better(),
        What::Flapping => turn_flapping(),
        What::Steady => turn_steady(),
        What::Caused => turn_caused(),
        What::Acknowledged => turn_acknowledged(),
        What::Unacknowledged => turn_unacknowledged(),
        What::Shelved => turn_shelved(),
        What::Unshelved => turn_unshelved(),
        What::Suppressed => turn_suppressed(),
        What::Unsuppressed => turn_unsuppressed(),
        What::Commented => turn_commented(),
        What::Resolved => turn_resolved(),
    };
    if by.is_empty() {
        word.to_owned()
    } else {
        format!("{by}: {word}")
    }
}

words! {
    turn_raised = "fires" | "Alarm";
    turn_returned = "came back" | "kam zurück";
    turn_worse = "became worse" | "wurde schlimmer";
    turn_better = "became less bad" | "wurde besser";
    turn_flapping = "comes and goes" | "kommt und geht";
    turn_steady = "is steady again" | "ist wieder beständig";
    turn_caused = "has another cause" | "andere Ursache";
    turn_acknowledged = "takes care of it" | "kümmert sich";
    turn_unacknowledged = "is taken care of no more" | "niemand kümmert sich mehr";
    turn_shelved = "put aside" | "beiseitegelegt";
    turn_unshelved = "back from the shelf" | "nicht mehr beiseite";
    turn_suppressed = "kept quiet" | "stillgehalten";
    turn_unsuppressed = "no longer kept quiet" | "nicht mehr stillgehalten";
    turn_commented = "note" | "Notiz";
    turn_resolved = "over" | "vorbei";
}
