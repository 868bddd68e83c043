//! What is round every page: the ribbon, the rail, notices, and what goes wrong on the way to the station.

use super::words;
use crate::format;

words! {
    wall = "Wall" | "Wand";
    events = "Events" | "Ereignisse";
    /// The same, short enough for the rail.
    rail_events = "Events" | "Verlauf";
    add = "Add" | "Neu";
    settings = "Settings" | "Einstellungen";
    main_pages = "Main" | "Hauptseiten";
    live = "LIVE" | "LIVE";
    no_link = "NO LINK" | "GETRENNT";
    no_news = "NO NEWS" | "STUMM";
    connecting = "CONNECTING" | "VERBINDET";
    change_theme = "Change theme" | "Farben wechseln";
    nothing_watched = "Nothing is watched yet" | "Noch wird nichts beobachtet";
    not_found = "There is no such page." | "Diese Seite gibt es nicht.";
    to_the_wall = "To the wall" | "Zur Wand";
    show_only = "show only these" | "nur diese zeigen";

    /// The ribbon when nothing asks for a look.
    all_quiet(probes: usize) = {
        match probes {
            0 => nothing_watched().to_owned(),
            1 => "The probe is quiet".to_owned(),
            probes => format!("All {probes} probes are quiet"),
        }
    } | {
        match probes {
            0 => nothing_watched().to_owned(),
            1 => "Die Probe ist ruhig".to_owned(),
            probes => format!("Alle {probes} Proben sind ruhig"),
        }
    };

    /// What lies over everything when the station is silent.
    old_picture = "OLD PICTURE" | "ALTES BILD";
    old_picture_advice = "No news from the station. What you see may have changed. It comes back by itself."
        | "Keine Nachricht von der Station. Was hier steht, kann überholt sein. Sie meldet sich von selbst wieder.";
    /// How long ago the last news came.
    last_news(millis: i64) = { format!("Last news {} ago", format::duration(millis)) }
        | { format!("Letzte Nachricht vor {}", format::duration(millis)) };

    signed_out = "This screen is not let in" | "Dieser Bildschirm hat keinen Zutritt";
    signed_out_advice = "Open Flywatch again from its window on the flypack, or run this command there and open the address that it prints:"
        | "Flywatch am Flypack aus seinem Fenster neu öffnen, oder dort diesen Befehl ausführen und die ausgegebene Adresse öffnen:";
    signed_out_command = "flywatch link" | "flywatch link";
    try_again = "Try again" | "Noch einmal";

    no_answer = "The station did not answer. Try again when LIVE is back at the top."
        | "Die Station hat nicht geantwortet. Noch einmal versuchen, wenn oben wieder LIVE steht.";
    signed_out_short = "This screen is not let in any more. Open Flywatch again from its window."
        | "Dieser Bildschirm hat keinen Zutritt mehr. Flywatch aus seinem Fenster neu öffnen.";
    /// An answer without a reason.
    status(status: u16) = "status {status}" | "Status {status}";
    /// An answer that cannot be read.
    odd_answer(detail: &str) = "The station gave an answer that this screen cannot read ({detail}). Reload the page, then try again."
        | "Die Antwort der Station ist hier nicht lesbar ({detail}). Die Seite neu laden, dann noch einmal versuchen.";

    other_language = "The station says things that this screen does not understand: both are of different versions. Reload this screen."
        | "Die Station sagt Dinge, die dieser Bildschirm nicht versteht: Beide haben verschiedene Versionen. Den Bildschirm neu laden.";
    reload = "Reload" | "Neu laden";
    /// Flywatch itself failed.
    crashed(when: &str) = "Flywatch failed on {when}. It watches again; its report is in the settings."
        | "Flywatch ist am {when} ausgefallen. Es beobachtet wieder; der Bericht steht in den Einstellungen.";
    report_waits = "a report of a failure waits" | "ein Bericht über einen Ausfall wartet";

    undo = "Undo" | "Rückgängig";
    close = "Close" | "Schließen";
    cancel = "Cancel" | "Abbrechen";
    /// A probe is gone from the screen, and soon from the station.
    deleted(name: &str) = "{name} is being deleted." | "{name} wird gelöscht.";
    several_deleted(count: usize) = "{count} probes are being deleted." | "{count} Proben werden gelöscht.";
    none_deleted(why: &str) = "Nothing was deleted. {why}" | "Nichts wurde gelöscht. {why}";
    /// Why a probe is still there.
    not_deleted(name: &str, why: &str) = "{name} was not deleted. {why}" | "{name} wurde nicht gelöscht. {why}";

    /// The title of the page, as a tab or a window shows it.
    page_title(critical: usize, station: Option<&str>) = { title(critical, station) } | { title(critical, station) };

    /// The counters of the ribbon as a screen reader says them.
    spoken_summary(critical: usize, major: usize, stale: usize) = {
        if critical + major + stale == 0 {
            "No trouble".to_owned()
        } else {
            format!("{critical} critical, {major} warning, {stale} stale")
        }
    } | {
        if critical + major + stale == 0 {
            "Keine Störung".to_owned()
        } else {
            format!("{critical} kritisch, {major} Warnung, {stale} alt")
        }
    };
}

fn title(critical: usize, station: Option<&str>) -> String {
    let station = station.map_or_else(
        || "Flywatch".to_owned(),
        |station| format!("{station} - Flywatch"),
    );
    if critical == 0 {
        station
    } else {
        format!("{critical} {} - {station}", super::crit())
    }
}
