//! Every English word on the screen that does not come from the station. Another language is another file like this.

use crate::format;

pub(crate) const CRIT: &str = "CRIT";
pub(crate) const CRIT_UNSURE: &str = "CRIT?";
pub(crate) const WARN: &str = "WARN";
pub(crate) const WARN_UNSURE: &str = "WARN?";
pub(crate) const MINOR: &str = "MINOR";
pub(crate) const STALE: &str = "STALE";
pub(crate) const NO_DATA: &str = "NO DATA";
pub(crate) const OFF: &str = "OFF";
pub(crate) const OK: &str = "OK";

pub(crate) const SPOKEN_CRIT: &str = "critical";
pub(crate) const SPOKEN_WARN: &str = "warning";
pub(crate) const SPOKEN_MINOR: &str = "minor fault";
pub(crate) const SPOKEN_OK: &str = "OK";

pub(crate) const TIMEOUT: &str = "no answer";
pub(crate) const UNREACHABLE: &str = "not reachable";
pub(crate) const REFUSED: &str = "refused";
pub(crate) const DENIED: &str = "not allowed";
pub(crate) const GARBLED: &str = "unreadable answer";
pub(crate) const SILENT: &str = "source went silent";
pub(crate) const OVERRUN: &str = "slower than its pace";
pub(crate) const BUG: &str = "fault in Flywatch";

pub(crate) const SWITCHED_OFF: &str = "Switched off.";
pub(crate) const SWITCHED_OFF_ADVICE: &str = "Nobody is told when it fails. Switch it on to watch it again.";
pub(crate) const NOT_LOOKED_YET: &str = "No look has ended yet.";
pub(crate) const NOT_LOOKED_YET_ADVICE: &str = "The first one is on its way.";
pub(crate) const ALL_WELL: &str = "Everything it measures is within its limits.";

/// Names a failed look: "It could not look: no answer."
pub(crate) fn could_not_look(cause: &str) -> String {
    format!("It could not look: {cause}.")
}

/// What passed its limit, as short as a tile needs it.
pub(crate) fn past_limit(what: &str, value: &str) -> String {
    format!("{what} {value}")
}

/// What passed its limit, as a sentence.
pub(crate) fn past_limit_of(what: &str, value: &str, limit: &str) -> String {
    format!("{what} is {value}; the limit is {limit}.")
}

pub(crate) const WALL: &str = "Wall";
pub(crate) const EVENTS: &str = "Events";
pub(crate) const ADD: &str = "Add";
pub(crate) const SETTINGS: &str = "Settings";
pub(crate) const MAIN_PAGES: &str = "Main";
pub(crate) const LIVE: &str = "LIVE";
pub(crate) const NO_LINK: &str = "NO LINK";
pub(crate) const NO_NEWS: &str = "NO NEWS";
pub(crate) const CONNECTING: &str = "CONNECTING";
pub(crate) const CHANGE_THEME: &str = "Change theme";
pub(crate) const NOTHING_WATCHED: &str = "Nothing is watched yet";
pub(crate) const NOT_FOUND: &str = "There is no such page.";
pub(crate) const TO_THE_WALL: &str = "To the wall";

/// The ribbon when nothing asks for a look.
pub(crate) fn all_quiet(probes: usize) -> String {
    match probes {
        0 => NOTHING_WATCHED.to_owned(),
        1 => "The probe is quiet".to_owned(),
        probes => format!("All {probes} probes are quiet"),
    }
}

pub(crate) const SHOW_ONLY: &str = "show only these";

/// What lies over everything when the station is silent.
pub(crate) const OLD_PICTURE: &str = "OLD PICTURE";
pub(crate) const OLD_PICTURE_ADVICE: &str =
    "No news from the station. What you see may have changed. It comes back by itself.";

/// How long ago the last news came.
pub(crate) fn last_news(millis: i64) -> String {
    format!("Last news {} ago", format::duration(millis))
}

pub(crate) const SIGNED_OUT: &str = "This screen is not let in";
pub(crate) const SIGNED_OUT_ADVICE: &str = "Open Flywatch again from its window on the flypack, or run this command \
    there and open the address that it prints:";
pub(crate) const SIGNED_OUT_COMMAND: &str = "flywatch link";
pub(crate) const TRY_AGAIN: &str = "Try again";

pub(crate) const WELCOME: &str = "Nothing is watched yet.";
pub(crate) const WELCOME_ADVICE: &str = "Start with the machine that Flywatch runs on, or with a device or a stream \
    that matters to the show. One tap adds it; you can change everything later.";
pub(crate) const WATCH_THIS_MACHINE: &str = "Watch this machine";
pub(crate) const WATCH_THIS_MACHINE_HINT: &str = "load, memory, disks, network, clock";
pub(crate) const WATCH_LOOPBACK: &str = "Ping this machine";
pub(crate) const WATCH_LOOPBACK_HINT: &str = "proves the way from a probe to this screen";
pub(crate) const ADD_PROBE: &str = "Add a probe";
pub(crate) const ADD_PROBE_HINT: &str = "a device, a server, a stream";
pub(crate) const THIS_MACHINE: &str = "This machine";
pub(crate) const LOOPBACK: &str = "Loopback";
pub(crate) const OTHERS: &str = "Others";
pub(crate) const SHOW_ALL: &str = "Show all";
pub(crate) const NONE_SUCH: &str = "None at the moment.";

/// The wall when a counter filters it.
pub(crate) fn showing_only(word: &str) -> String {
    format!("Showing {word} only")
}

/// How many probes stand under a heading.
pub(crate) fn probes(count: usize) -> String {
    if count == 1 {
        "1 probe".to_owned()
    } else {
        format!("{count} probes")
    }
}

pub(crate) const NO_ANSWER: &str = "The station did not answer. Try again when LIVE is back at the top.";
pub(crate) const SIGNED_OUT_SHORT: &str =
    "This screen is not let in any more. Open Flywatch again from its window.";

/// An answer without a reason.
pub(crate) fn status(status: u16) -> String {
    format!("status {status}")
}

/// An answer that cannot be read.
pub(crate) fn odd_answer(detail: &str) -> String {
    format!(
        "The station gave an answer that this screen cannot read ({detail}). Reload the page, then try again."
    )
}

pub(crate) const UNDO: &str = "Undo";
pub(crate) const CLOSE: &str = "Close";

/// A probe is gone from the screen, and soon from the station.
pub(crate) fn deleted(name: &str) -> String {
    format!("{name} is being deleted.")
}

/// Why a probe is still there.
pub(crate) fn not_deleted(name: &str, why: &str) -> String {
    format!("{name} was not deleted. {why}")
}

pub(crate) const LOOK_NOW: &str = "Look now";
pub(crate) const EDIT: &str = "Edit";
pub(crate) const SWITCH_OFF: &str = "Switch off";
pub(crate) const SWITCH_ON: &str = "Switch on";
pub(crate) const DELETE: &str = "Delete";
pub(crate) const MEASURED: &str = "Measured";
pub(crate) const LIMITS: &str = "Limits";
pub(crate) const LAST_EVENTS: &str = "Latest events";
pub(crate) const NO_EVENTS: &str = "Nothing has happened yet.";
pub(crate) const ALSO: &str = "Also seen";
pub(crate) const PAUSE: &str = "Pause";
pub(crate) const GO_LIVE: &str = "Live";
pub(crate) const RANGE: &str = "Range";
pub(crate) const RANGE_5_MIN: &str = "5 min";
pub(crate) const RANGE_1_H: &str = "1 h";
pub(crate) const RANGE_6_H: &str = "6 h";
pub(crate) const RANGE_24_H: &str = "24 h";
pub(crate) const RANGE_7_D: &str = "7 d";
pub(crate) const NOTHING_TO_DRAW: &str = "Nothing was measured in this time.";
pub(crate) const NOTHING_YET: &str = "Nothing has been measured yet.";
pub(crate) const NO_SUCH_PROBE: &str = "This probe is not there any more.";

/// A chart as a screen reader says it.
pub(crate) fn spoken_chart(metric: &str) -> String {
    format!("{metric} over time. The same figures are in the table.")
}

/// Since when a state holds.
pub(crate) fn since(moment: &str, length: &str) -> String {
    format!("since {moment}, for {length}")
}

/// How the latest look went.
pub(crate) fn last_look(age: &str, took_ms: u32) -> String {
    format!("last look {age} ago, took {took_ms}\u{a0}ms")
}

/// How often it looks.
pub(crate) fn pace(every: &str) -> String {
    format!("every {every}")
}

pub(crate) const ALL_THE_TIME: &str = "all the time";

/// One limit and the state that it leads to.
pub(crate) fn limit(value: &str, word: &str) -> String {
    format!("{value} {word}")
}

/// All limits of a figure.
pub(crate) fn limits(is_above: bool, limits: &str) -> String {
    if is_above {
        format!("over {limits}")
    } else {
        format!("under {limits}")
    }
}

/// The cause on a tile whose large number is the one past its limit.
pub(crate) fn over_limit(is_above: bool, limit: &str) -> String {
    if is_above {
        format!("over {limit}")
    } else {
        format!("under {limit}")
    }
}

pub(crate) const CHANGED: &str = "changed";
pub(crate) const NOTE: &str = "note";
pub(crate) const LAST: &str = "last";

pub(crate) const ENTER_NUMBER: &str = "enter a number";
pub(crate) const ENTER_SECONDS: &str = "enter seconds, from 0.001 up";
pub(crate) const CROSSED_LIMITS: &str = "WARN must come before CRIT";

/// What to enter as a target.
pub(crate) fn enter_target(example: &str) -> String {
    format!("enter where to look, like {example}")
}

pub(crate) const ADD_TITLE: &str = "Add a probe";
pub(crate) const KIND: &str = "What to watch with";
pub(crate) const TARGET: &str = "Target";
pub(crate) const NAME: &str = "Name on the wall";
pub(crate) const NAME_HELP: &str = "Left empty, it is named after where it looks.";
pub(crate) const GROUP: &str = "Group";
pub(crate) const GROUP_HELP: &str = "The heading it stands under on the wall.";
pub(crate) const EVERY: &str = "Look every, s";
pub(crate) const TIMEOUT_ENTRY: &str = "Give up after, s";
pub(crate) const SILENCE_ENTRY: &str = "Gone after silence of, s";
pub(crate) const SETTINGS_OF_KIND: &str = "How";
pub(crate) const LIMITS_HELP: &str = "Past these it becomes WARN or CRIT. Leave one empty for none.";
pub(crate) const OVER: &str = "over";
pub(crate) const UNDER: &str = "under";
pub(crate) const TRY: &str = "Try it";
pub(crate) const TRYING: &str = "Trying …";
pub(crate) const TRY_HINT: &str = "Looks once from the station. Nothing is saved.";
pub(crate) const SAVE_NEW: &str = "Add probe";
pub(crate) const SAVE_CHANGE: &str = "Save";
pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const IT_ANSWERS: &str = "It answers";
pub(crate) const NOTHING_MEASURED: &str =
    "It answered, but there was nothing to measure yet. Some figures need two looks.";
pub(crate) const FIX_ENTRIES: &str = "Mend the marked entries first.";
pub(crate) const KEPT: &str = "kept; type to replace it";
pub(crate) const YES: &str = "Yes";
pub(crate) const NO: &str = "No";

/// The page that changes a probe.
pub(crate) fn edit_title(name: &str) -> String {
    format!("Edit {name}")
}

/// An example under an entry.
pub(crate) fn example(example: &str) -> String {
    format!("for example {example}")
}

/// What an entry is when it is left empty.
pub(crate) fn usual(value: &str) -> String {
    format!("usually {value}")
}

/// The entry of a limit as a screen reader says it.
pub(crate) fn spoken_limit(metric: &str, word: &str, unit: &str) -> String {
    [metric, word, unit]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

pub(crate) const OLDER: &str = "Show older";
pub(crate) const THEME: &str = "Theme";
pub(crate) const THEME_HELP: &str = "The button at the top right goes from one to the next. Night is red only: it keeps \
    eyes used to the dark, and shows states by shape, word and brightness.";
pub(crate) const SIZES: &str = "Sizes";
pub(crate) const SIZES_HELP: &str = "Rack is for gloves and a panel at arm's length. Automatic takes Rack on a touch \
    screen, Phone on a small one, Desk with a mouse.";
pub(crate) const STATION: &str = "Station";

/// The name of a theme.
pub(crate) fn theme(theme: &str) -> &'static str {
    match theme {
        "day" => "Day",
        "contrast" => "High contrast",
        "night" => "Night",
        _ => "Truck",
    }
}

/// The name of a set of sizes.
pub(crate) fn profile(profile: &str) -> &'static str {
    match profile {
        "rack" => "Rack",
        "desk" => "Desk",
        "phone" => "Phone",
        _ => "Automatic",
    }
}

/// Which station this is.
pub(crate) fn station(name: &str, version: &str) -> String {
    format!("{name}, Flywatch {version}")
}

/// The title of the page, as a tab or a window shows it.
pub(crate) fn page_title(critical: usize, station: Option<&str>) -> String {
    let station = station.map_or_else(
        || "Flywatch".to_owned(),
        |station| format!("{station} - Flywatch"),
    );
    if critical == 0 {
        station
    } else {
        format!("{critical} {CRIT} - {station}")
    }
}

/// The counters of the ribbon as a screen reader says them.
pub(crate) fn spoken_summary(critical: usize, major: usize, stale: usize) -> String {
    if critical + major + stale == 0 {
        return "No trouble".to_owned();
    }
    format!("{critical} critical, {major} warning, {stale} stale")
}

/// The least and the greatest value of one step.
pub(crate) fn band(least: &str, greatest: &str) -> String {
    format!("{least} to {greatest}")
}

pub(crate) const GALLERY: &str = "Every state";
pub(crate) const GALLERY_METRIC: &str = "Round trip";
pub(crate) const GALLERY_KIND: &str = "Sample";
pub(crate) const GALLERY_NAME: &str = "CAM 1";
pub(crate) const GALLERY_LONG: &str = "Stadium camera 1 left, behind the goal, as long as a name may be";
pub(crate) const GALLERY_FINDING: &str = "2 of the last 10 answers came twice";
