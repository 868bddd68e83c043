//! The phases of the show.

use wire::phase::{Phase, Work};

use super::words;

words! {
    phases = "Show" | "Sendung";
    phases_help = "Tell Flywatch what the show is doing. It says which routes tell, how bad an alert can be, and what nobody should touch meanwhile."
        | "Hier erfährt Flywatch, was die Sendung gerade macht. Davon hängt ab, welche Routen benachrichtigen, wie schlimm ein Alarm sein kann und was solange niemand anfassen soll.";
    phase_down = "off air" | "außer Betrieb";
    phase_line_up = "line-up" | "Line-up";
    phase_rehearsal = "rehearsal" | "Probe der Sendung";
    phase_on_air = "on air" | "auf Sendung";
    no_phase = "Nobody has said what the show is doing" | "Niemand hat gesagt, was die Sendung gerade macht";
    no_phase_help = "Until then everything is told as it is, and nothing is locked." | "Bis dahin wird alles gemeldet, wie es ist, und nichts ist gesperrt.";
    /// Since when a phase holds, and who said so.
    phase_since(since: &str, by: &str) = "since {since}, {by}" | "seit {since}, {by}";
    name_of_show = "Name of the show" | "Name der Sendung";
    name_of_show_help = "It stands on reports. It stays until another one is entered." | "Er steht auf Berichten. Er bleibt, bis ein anderer eingetragen wird.";
    save_show = "Save the name" | "Namen speichern";
    /// Declares a phase.
    declare_down = "Go off air" | "Außer Betrieb gehen";
    declare_line_up = "Begin line-up" | "Line-up beginnen";
    declare_rehearsal = "Begin rehearsal" | "Probe beginnen";
    declare_on_air = "Go on air" | "Auf Sendung gehen";
    does_declare = "Declares this phase for everybody; it holds until another one is declared."
        | "Erklärt diese Phase für alle; sie gilt, bis eine andere erklärt wird.";
    is_this_phase = "now" | "jetzt";
    declared(phase: &str) = "Now: {phase}" | "Jetzt: {phase}";
    shows_before = "Before" | "Bisher";
    change_phases = "What each phase changes" | "Was jede Phase ändert";
    phases_settings_help = "How bad alerts are at most, whether anybody is told, and what is locked."
        | "Wie schlimm Alarme höchstens sind, ob jemand benachrichtigt wird und was gesperrt ist.";
    nothing_otherwise = "Everything is told as it is, nothing is locked." | "Alles wird gemeldet, wie es ist, nichts ist gesperrt.";
    phase_is_quiet = "Alerts are shown, nobody is told." | "Alarme werden gezeigt, niemand wird benachrichtigt.";
    phase_at_most(severity: &str) = "No alert is worse than {severity}." | "Kein Alarm ist schlimmer als {severity}.";
    phase_locks(work: &str) = "Locked: {work}." | "Gesperrt: {work}.";
    at_most = "An alert is at most" | "Ein Alarm ist höchstens";
    at_most_help = "What would be worse is shown and told as this." | "Was schlimmer wäre, wird so gezeigt und gemeldet.";
    is_quiet = "Tell nobody" | "Niemanden benachrichtigen";
    is_quiet_help = "Alerts stay on the screens, without sound and without messages." | "Alarme bleiben auf den Bildschirmen, ohne Ton und ohne Nachrichten.";
    locked_work = "Locked meanwhile" | "Solange gesperrt";
    locked_work_help = "What is locked is refused until another phase is declared. Acknowledging and silencing always work."
        | "Gesperrtes wird abgelehnt, bis eine andere Phase erklärt wird. Quittieren und Stillschalten gehen immer.";
    work_delete = "deleting" | "Löschen";
    work_apply = "applying configurations" | "Konfigurationen anwenden";
    work_scan = "scanning networks" | "Netze absuchen";
    work_change = "changing probes and settings" | "Proben und Einstellungen ändern";
    work_tell = "changing rules and routes" | "Regeln und Routen ändern";
    phases_saved = "The phases are saved" | "Die Phasen sind gespeichert";
}

/// A phase of the show.
pub(crate) fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Down => phase_down(),
        Phase::LineUp => phase_line_up(),
        Phase::Rehearsal => phase_rehearsal(),
        Phase::OnAir => phase_on_air(),
    }
}

/// What declares a phase.
pub(crate) fn declare(phase: Phase) -> &'static str {
    match phase {
        Phase::Down => declare_down(),
        Phase::LineUp => declare_line_up(),
        Phase::Rehearsal => declare_rehearsal(),
        Phase::OnAir => declare_on_air(),
    }
}

/// Work that can be locked.
pub(crate) fn work(work: Work) -> &'static str {
    match work {
        Work::Delete => work_delete(),
        Work::Apply => work_apply(),
        Work::Scan => work_scan(),
        Work::Change => work_change(),
        Work::Tell => work_tell(),
    }
}
