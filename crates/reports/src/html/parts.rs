//! What both sorts of reports are made of: marks, times, tables of alerts.

use maud::{Markup, html};
use wire::alert::Suppressed;
use wire::live::Condition;
use wire::reading::Labels;
use wire::report::{AlertLine, Zone};
use wire::value::{span, value};
use wire::{Severity, Timestamp, Unit};

use crate::Lang;

/// How times are written.
pub(super) struct Clock<'a> {
    pub(super) zone: &'a Zone,
    pub(super) lang: Lang,
}

impl Clock<'_> {
    /// `22 November 2026, 10:41:05`
    pub(super) fn full(&self, at: Timestamp) -> String {
        let clock = self.zone.clock(at);
        format!("{}, {}", self.lang.date(clock), time(clock))
    }

    /// `22 November 2026, 10:41:05 – 12:00:00`, with both dates where there are two.
    pub(super) fn stretch(&self, from: Timestamp, to: Timestamp) -> String {
        if self.is_one_day(from, to) {
            format!("{} – {}", self.full(from), time(self.zone.clock(to)))
        } else {
            format!("{} – {}", self.full(from), self.full(to))
        }
    }

    /// Whether both are on the same day.
    pub(super) fn is_one_day(&self, from: Timestamp, to: Timestamp) -> bool {
        self.zone.clock(from)[..3] == self.zone.clock(to)[..3]
    }

    /// `10:41:05`, with the day before it where a report has several.
    pub(super) fn short(&self, at: Timestamp, with_day: bool) -> String {
        let clock = self.zone.clock(at);
        if with_day {
            format!("{} {}", self.lang.short_date(clock), time(clock))
        } else {
            time(clock)
        }
    }

    /// `10:41`
    pub(super) fn minute(&self, at: Timestamp) -> String {
        let [_, _, _, hour, minute, _] = self.zone.clock(at);
        format!("{hour:02}:{minute:02}")
    }
}

fn time([_, _, _, hour, minute, second]: [i64; 6]) -> String {
    format!("{hour:02}:{minute:02}:{second:02}")
}

/// A length of time; what is shorter than a second is not nothing.
pub(super) fn length(lang: Lang, seconds: f64) -> String {
    match seconds {
        s if s <= 0.0 => "0 s".to_owned(),
        s if s < 1.0 => "< 1 s".to_owned(),
        s if s < 10.0 => lang.number(&value(Unit::Seconds, s)),
        s => span(s),
    }
}

/// A value with its unit.
pub(super) fn amount(lang: Lang, unit: Unit, number: f64) -> String {
    match unit {
        Unit::YesNo if number == 0.0 => lang.is_not_so().to_owned(),
        Unit::YesNo => lang.is_so().to_owned(),
        unit => lang.number(&value(unit, number)),
    }
}

/// A share in per cent that says 100 only where it is all.
pub(super) fn percent(lang: Lang, share: f64) -> String {
    let thousandths = (share.clamp(0.0, 1.0) * 100_000.0).floor() / 1000.0;
    let text = if share >= 1.0 {
        "100".to_owned()
    } else {
        format!("{thousandths:.3}")
    };
    format!("{} %", lang.number(&text))
}

/// Which of several series: `stream 0, service News`.
pub(super) fn labels(labels: &Labels) -> String {
    let each = labels.iter().map(|(name, value)| format!("{name} {value}"));
    each.collect::<Vec<_>>().join(", ")
}

/// A line of a list of facts.
pub(super) fn row(name: &str, what: &str) -> Markup {
    html! { div { dt { (name) } dd dir="auto" { (what) } } }
}

/// A heading that says what stands there where a table would be.
pub(super) fn empty(sentence: &str) -> Markup {
    html! { p.empty { (sentence) } }
}

/// How something is: shape, word and colour.
pub(super) fn mark(lang: Lang, condition: Condition) -> Markup {
    drawn(condition, lang.condition(condition))
}

/// How bad something was: shape, word and colour.
pub(super) fn bad(lang: Lang, severity: Severity) -> Markup {
    drawn(Condition::from(Some(severity)), lang.severity(severity))
}

/// The class of its colour.
pub(super) fn class(condition: Condition) -> &'static str {
    match condition {
        Condition::Critical => "crit",
        Condition::Major => "major",
        Condition::Minor => "minor",
        Condition::Ok => "ok",
        Condition::Unknown | Condition::Off => "unk",
    }
}

/// The colour of a mark, dark enough to be read as text. In the drawings themselves, since what prints them reads no style sheet there.
fn ink(condition: Condition) -> &'static str {
    match condition {
        Condition::Critical => "#a80f16",
        Condition::Major => "#a34a00",
        Condition::Minor => "#7a5c00",
        Condition::Ok => "#2f6b55",
        Condition::Unknown | Condition::Off => "#55606a",
    }
}

fn drawn(condition: Condition, word: &str) -> Markup {
    let (shape, cut) = match condition {
        Condition::Critical => ("M4 .8h4L11.2 4v4L8 11.2H4L.8 8V4z", "M4 4l4 4M8 4l-4 4"),
        Condition::Major => ("M6 .6 11.6 11H.4z", "M6 4.4v3M6 8.6v1"),
        Condition::Minor => ("M6 .6 11.4 6 6 11.4.6 6z", ""),
        Condition::Ok => (
            "M6 .7a5.3 5.3 0 1 1 0 10.6A5.3 5.3 0 0 1 6 .7z",
            "M3.4 6.2 5.3 8l3.4-4",
        ),
        Condition::Unknown | Condition::Off => ("M6 .7a5.3 5.3 0 1 1 0 10.6A5.3 5.3 0 0 1 6 .7z", "M3.5 6h5"),
    };
    html! {
        span class=(format!("mark {}", class(condition))) {
            svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" {
                path d=(shape) fill=(ink(condition)) {}
                @if !cut.is_empty() { path d=(cut) fill="none" stroke="#ffffff" stroke-width="1.5" {} }
            }
            (word)
        }
    }
}

/// A table of alerts. `until` is the end of what the report covers.
pub(super) fn alerts(clock: &Clock<'_>, lines: &[AlertLine], with_day: bool) -> Markup {
    let lang = clock.lang;
    html! {
        div.wide { table.alerts {
            thead { tr {
                th { (lang.how_bad()) } th { (lang.when()) } th { (lang.what()) } th { (lang.how_long()) } th { (lang.whose()) }
            } }
            tbody {
                @for line in lines {
                    tr {
                        td { (bad(lang, line.severity)) }
                        td.num { (clock.short(line.raised, with_day)) }
                        td dir="auto" {
                            b { (line.subject) } " " (line.text)
                            @for more in more_of(lang, line) { div.more { (more) } }
                        }
                        td.num {
                            (length(lang, line.lasted_s))
                            @if line.resolved.is_none() { div.more { (lang.still()) } }
                            @if line.returns > 0 { div.more { (lang.comes_back()) " " (lang.times(line.returns)) } }
                        }
                        td dir="auto" { (taken(lang, line)) }
                    }
                }
            }
        } }
    }
}

fn more_of(lang: Lang, line: &AlertLine) -> Vec<String> {
    let mut more = Vec::new();
    if !line.channels.is_empty() {
        more.push(line.channels.join(", "));
    }
    if line.followed > 0 {
        more.push(lang.followed(line.followed));
    }
    match &line.suppressed {
        Some(Suppressed::Silence { why, .. }) => more.push(format!("{}: {why}", lang.silenced())),
        Some(Suppressed::Phase) => more.push(lang.by_phase().to_owned()),
        Some(Suppressed::Cause) | None => {}
    }
    if let Some(shelved) = &line.shelved {
        more.push(format!("{}: {} {}", lang.shelved(), shelved.by, shelved.note));
    }
    more
}

fn taken(lang: Lang, line: &AlertLine) -> Markup {
    html! {
        @match (&line.acknowledged, line.waited_s()) {
            (Some(taken), Some(waited)) => {
                (taken.by)
                div.more { (lang.after()) " " (length(lang, waited)) }
                @if !taken.note.is_empty() { div.more { "“" (taken.note) "”" } }
            }
            _ => span.quiet { (lang.nobody()) },
        }
    }
}
