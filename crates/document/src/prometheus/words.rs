//! What a rule says: its name, its advice, its severity, how long it waits.

use std::collections::BTreeSet;

use promql_parser::util::parse_duration;
use wire::Severity;

use super::Notes;
use super::condition::is_too_large;
use super::file::Raw;
use crate::cut;

/// A summary that is longer than this is no name, in letters.
const LONGEST_NAME: usize = 80;
/// The longest advice of a rule, in letters.
const LONGEST_ADVICE: usize = 1_000;

/// Words for how bad it is, as they are in use.
const SEVERITIES: &[(&[&str], Severity)] = &[
    (
        &[
            "critical",
            "crit",
            "page",
            "emergency",
            "fatal",
            "disaster",
            "p1",
            "sev1",
        ],
        Severity::Critical,
    ),
    (
        &[
            "major", "high", "error", "warning", "warn", "p2", "sev2", "ticket",
        ],
        Severity::Major,
    ),
    (
        &[
            "minor",
            "low",
            "average",
            "p3",
            "p4",
            "sev3",
            "sev4",
            "info",
            "information",
            "notice",
            "none",
        ],
        Severity::Minor,
    ),
];

/// What people read when it fires.
pub(super) struct Texts {
    pub(super) name: String,
    pub(super) advice: String,
}

/// The name and the advice of a rule, without placeholders.
pub(super) fn texts(raw: &Raw, notes: &mut Notes) -> Texts {
    let annotation = |names: &[&str]| {
        let found = names
            .iter()
            .find_map(|wanted| raw.annotations.iter().find(|(name, _)| name == wanted));
        found.map(|(_, text)| text.as_str()).unwrap_or_default()
    };
    let summary = annotation(&["summary", "title"]);
    let description = annotation(&["description", "message"]);
    let runbook = annotation(&["runbook_url", "runbook"]);
    if [summary, description, runbook]
        .iter()
        .any(|text| text.contains("{{"))
    {
        notes.say(
            "Placeholders in its text became plain words; an alert names its probe and its value by itself.",
        );
    }
    let is_name = !summary.is_empty()
        && !summary.contains("{{")
        && summary.chars().count() <= LONGEST_NAME
        && !summary.trim().contains('\n');
    let name = if is_name {
        plain(summary)
    } else {
        spelled(&raw.name)
    };
    let mut advice: Vec<String> = Vec::new();
    if !is_name && description.is_empty() {
        advice.push(plain(summary));
    }
    advice.push(plain(description));
    if !runbook.is_empty() {
        advice.push(format!("See {}", plain(runbook)));
    }
    advice.retain(|text| !text.is_empty());
    Texts {
        name: cut(&name, LONGEST_NAME),
        advice: cut(&advice.join(" "), LONGEST_ADVICE - 1),
    }
}

/// How bad it is, by its label.
pub(super) fn severity(raw: &Raw, notes: &mut Notes) -> Severity {
    let (of_severity, others): (Vec<_>, Vec<_>) = raw
        .labels
        .iter()
        .partition(|(name, _)| matches!(name.as_str(), "severity" | "level" | "priority"));
    if !others.is_empty() {
        let names: Vec<_> = others.iter().map(|(name, _)| format!("`{name}`")).collect();
        notes.say(format!(
            "Its labels {} are not kept; routes of Flywatch choose by probe, group, device and channel.",
            names.join(", ")
        ));
    }
    let Some((_, said)) = of_severity.first() else {
        notes.say("It does not say how bad it is; major is taken.");
        return Severity::Major;
    };
    let word = said.trim().to_lowercase();
    let known = SEVERITIES
        .iter()
        .find(|(words, _)| words.contains(&word.as_str()));
    let Some((_, severity)) = known else {
        notes.say(format!(
            "Severity `{}` is not known here; major is taken.",
            cut(said, 40)
        ));
        return Severity::Major;
    };
    if matches!(word.as_str(), "info" | "information" | "notice" | "none") {
        notes.say(format!(
            "Severity `{word}` became minor, the least that is told to anybody."
        ));
    }
    *severity
}

/// A duration as Prometheus writes it, in milliseconds.
pub(super) fn millis(text: &str) -> Option<u32> {
    let text = text.trim();
    if matches!(text, "0" | "0s" | "0m" | "0h" | "0d" | "0ms") {
        return Some(0);
    }
    if is_too_large(text) || text.starts_with('-') {
        return None;
    }
    let duration = parse_duration(text).ok()?;
    Some(u32::try_from(duration.as_millis()).unwrap_or(u32::MAX))
}

/// The name of an alert as words: `HostOutOfMemory`, `probe_down`.
fn spelled(name: &str) -> String {
    let letters: Vec<char> = name.trim().chars().collect();
    let mut words: Vec<String> = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        if matches!(letter, '_' | '-' | ' ') || letter.is_control() {
            words.push(String::new());
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let begins = letter.is_uppercase()
            && (before.is_some_and(|before| before.is_lowercase() || before.is_ascii_digit())
                || (before.is_some_and(|before| before.is_uppercase())
                    && after.is_some_and(|after| after.is_lowercase())));
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(*letter);
        }
    }
    words.retain(|word| !word.is_empty());
    let words = words.iter().enumerate().map(|(at, word)| {
        let is_short_form = word.chars().filter(|letter| letter.is_uppercase()).count() > 1;
        if at == 0 || is_short_form {
            word.clone()
        } else {
            word.to_lowercase()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A text of Go templates with words in place of what only Prometheus can fill in, on one line.
fn plain(text: &str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let Some((placeholder, behind)) = after.split_once("}}") else {
            rest = "";
            break;
        };
        let word = stands_for(placeholder);
        filled.push_str(word);
        // What stands between the value and its unit goes with the value.
        rest = match word {
            MEASURED => behind.strip_prefix('%').unwrap_or(behind),
            _ => behind,
        };
    }
    filled.push_str(rest);
    let mut line = filled.split_whitespace().collect::<Vec<_>>().join(" ");
    for empty in ["()", "[]", "\"\"", "''"] {
        line = line.replace(empty, "");
    }
    for (clumsy, better) in [
        ("( ", "("),
        (" )", ")"),
        (" .", "."),
        (" ,", ","),
        (" :", ":"),
        ("  ", " "),
    ] {
        line = line.replace(clumsy, better);
    }
    line.trim().to_owned()
}

const MEASURED: &str = "the measured value";

fn stands_for(placeholder: &str) -> &'static str {
    let inside = placeholder.trim_matches(['-', ' ']);
    if inside.contains("$value") {
        return MEASURED;
    }
    let label = inside
        .split_once("$labels.")
        .or_else(|| inside.split_once(".Labels."))
        .map(|(_, rest)| {
            rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .next()
        });
    match label.flatten() {
        Some("instance" | "target" | "probe" | "host" | "hostname" | "nodename" | "node") => "the target",
        Some("device" | "interface" | "ifName" | "ifDescr" | "ifAlias") => "the part",
        Some("mountpoint" | "mount") => "the file system",
        _ => "",
    }
}

/// A name that no other has, whatever the case of its letters.
pub(super) fn apart(name: &str, names: &mut BTreeSet<String>) -> String {
    let mut own = name.to_owned();
    let mut count = 2_usize;
    while !names.insert(own.to_lowercase()) {
        own = format!("{name} ({count})");
        count += 1;
    }
    own
}
