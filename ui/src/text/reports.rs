//! Reports of shows.

use wire::live::Condition;
use wire::report::Drifted;

use super::words;
use crate::format;
use crate::model::face::Face;

words! {
    reports = "Reports" | "Berichte";
    line_up = "Line-up" | "Line-up";
    line_up_now = "Line up" | "Line-up";
    /// A signed line-up by its number.
    line_up_report(id: u32) = "Line-up report {id}" | "Line-up-Bericht {id}";
    /// An event report by its number.
    event_report(id: u32) = "Event report {id}" | "Ereignisbericht {id}";
    /// Who signed a line-up.
    signed_by(who: &str) = "signed by {who}" | "unterschrieben von {who}";
    no_reports = "No reports yet." | "Noch keine Berichte.";
    no_reports_advice = "Before the show, look through the line-up and sign it: it keeps every channel, hop and probe with its values and how far they are from their limits. After the show, make an event report: what happened, for how long each channel was well, and who took care of what. Both can be handed on as HTML or PDF."
        | "Vor der Sendung sehen Sie das Line-up durch und unterschreiben es: Es hält jeden Kanal, jede Station und jede Probe mit ihren Werten und deren Abstand zu den Grenzen fest. Nach der Sendung erstellen Sie einen Ereignisbericht: was geschah, wie lange jeder Kanal in Ordnung war und wer sich worum gekümmert hat. Beide lassen sich als HTML oder PDF weitergeben.";
    make_event = "Event report" | "Ereignisbericht";
    make_event_help = "What happened in this time, kept as it is now." | "Was in dieser Zeit geschah, festgehalten, wie es jetzt ist.";
    since_line_up = "Since the line-up" | "Seit dem Line-up";
    /// The last hours or days.
    last_hours(hours: i64) = {
        if hours > 24 { format!("Last {} days", hours / 24) } else { format!("Last {hours} h") }
    } | {
        if hours > 24 { format!("Letzte {} Tage", hours / 24) } else { format!("Letzte {hours} h") }
    };
    make_it = "Make report" | "Bericht erstellen";
    cannot_save = "This browser takes no files from pages." | "Dieser Browser nimmt keine Dateien von Seiten an.";
    is_being_made = "Is being made …" | "Wird erstellt …";
    report_itself = "The report" | "Der Bericht";
    look_again = "Look again" | "Neu ansehen";
    to_the_reports = "To the reports" | "Zu den Berichten";
    /// What a line-up comes to.
    line_up_sum(probes: usize, ill: usize, unknown: usize) = {
        match (probes, ill, unknown) {
            (0, ..) => "No probe looks at anything yet.".to_owned(),
            (probes, 0, 0) => format!("All {probes} probes are well."),
            (probes, ill, 0) => format!("{ill} of {probes} probes are not well."),
            (probes, ill, unknown) => format!("{ill} of {probes} probes are not well, {unknown} say nothing."),
        }
    } | {
        match (probes, ill, unknown) {
            (0, ..) => "Noch beobachtet keine Probe etwas.".to_owned(),
            (probes, 0, 0) => format!("Alle {probes} Proben sind in Ordnung."),
            (probes, ill, 0) => format!("{ill} von {probes} Proben sind nicht in Ordnung."),
            (probes, ill, unknown) => format!("{ill} von {probes} Proben sind nicht in Ordnung, {unknown} sagen nichts."),
        }
    };
    sign_line_up = "Sign" | "Unterschreiben";
    sign_help = "What is below is kept under your name as it is when you sign, and never changes." | "Was unten steht, wird unter Ihrem Namen festgehalten, wie es beim Unterschreiben ist, und ändert sich nie mehr.";
    signer = "Your name" | "Ihr Name";
    show_name = "Show" | "Sendung";
    remark = "Remark" | "Bemerkung";
    sign_it = "Sign line-up" | "Line-up unterschreiben";
    /// A line-up was signed.
    line_up_signed(id: u32) = "Line-up report {id} is signed." | "Line-up-Bericht {id} ist unterschrieben.";
    download_pdf = "Download PDF" | "PDF herunterladen";
    download_html = "Download HTML" | "HTML herunterladen";
    delete_report = "Delete report" | "Bericht löschen";
    delete_report_help = "It cannot be made again as it is: the past ages, and nobody signs the same moment twice." | "So lässt er sich nicht noch einmal erstellen: Die Vergangenheit altert, und niemand unterschreibt denselben Moment zweimal.";
    /// A report was deleted.
    report_deleted(id: u32) = "Report {id} was deleted." | "Bericht {id} wurde gelöscht.";
    since_signed = "Since it was signed" | "Seit der Unterschrift";
    nothing_drifted = "Everything is as it was signed." | "Alles ist, wie es unterschrieben wurde.";
    /// Whether the show is held against this line-up.
    drift_watched(is_so: bool) = {
        if is_so { "The show is held against this line-up: what stays otherwise for half a minute is a minor alert." }
        else { "The show is not held against this line-up now: that is done with the newest one, in rehearsal and on air." }.to_owned()
    } | {
        if is_so { "Die Sendung wird an diesem Line-up gemessen: Was eine halbe Minute lang anders bleibt, ist ein kleiner Alarm." }
        else { "Die Sendung wird jetzt nicht an diesem Line-up gemessen: Das geschieht mit dem neuesten, in der Probe und auf Sendung." }.to_owned()
    };
    /// When something was looked at.
    as_of(clock: &str) = "as of {clock}" | "Stand {clock}";
    probe_gone = "is not watched any more" | "wird nicht mehr beobachtet";
    probe_new = "was not watched then" | "wurde damals nicht beobachtet";
    /// A condition, before and now.
    got_worse(was: &str, is: &str) = "is {is}, was {was}" | "ist {is}, war {was}";
    /// A value that has come nearer to its limit.
    came_nearer(what: &str, was: &str, is: &str, limit: &str) = "{what}: {is}, was {was}; the limit is {limit}" | "{what}: {is}, war {was}; die Grenze ist {limit}";
    /// A value, or a word, before and now.
    has_moved(what: &str, was: &str, is: &str) = "{what}: {is}, was {was}" | "{what}: {is}, war {was}";
    said_nothing = "nothing" | "nichts";
    no_such_report = "This report is not there any more." | "Diesen Bericht gibt es nicht mehr.";
}

/// What is otherwise than when a line-up was signed.
pub(crate) fn drifted(what: &Drifted) -> String {
    let said = |text: &str| {
        if text.is_empty() {
            said_nothing().to_owned()
        } else {
            text.to_owned()
        }
    };
    match what {
        Drifted::Gone => probe_gone().to_owned(),
        Drifted::New => probe_new().to_owned(),
        Drifted::Worse { was, is } => got_worse(&condition(*was), &condition(*is)),
        Drifted::Nearer {
            title,
            unit,
            was,
            is,
            limit,
            ..
        } => {
            let [was, is, limit] = [was, is, limit].map(|value| format::value(*unit, *value).to_string());
            came_nearer(title, &was, &is, &limit)
        }
        Drifted::Moved {
            title, unit, was, is, ..
        } => {
            let [was, is] = [was, is].map(|value| format::value(*unit, *value).to_string());
            has_moved(title, &was, &is)
        }
        Drifted::Says { title, was, is } => has_moved(title, &said(was), &said(is)),
    }
}

fn condition(condition: Condition) -> String {
    let stale = false;
    Face { condition, stale }.spoken()
}
