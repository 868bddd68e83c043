//! Reports as pages: one document with everything in it, for a screen, a client and paper.

mod chart;
mod event;
mod line_up;
mod parts;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use wire::report::{Body, Head, Report, ReportId, ReportSort, Zone};

use self::parts::{Clock, row};
use crate::Lang;

const STYLE: &str = include_str!("html/style.css");

/// The report as one HTML document that needs nothing else. A draft has the number 0.
#[must_use]
pub fn html(report: &Report, lang: Lang) -> String {
    let head = &report.head;
    let sort = match head.sort {
        ReportSort::LineUp => lang.line_up(),
        ReportSort::Event => lang.event(),
    };
    let (station, version, zone) = match &report.body {
        Body::LineUp(line_up) => (&line_up.station, &line_up.version, &line_up.zone),
        Body::Event(event) => (&event.station, &event.version, &event.zone),
    };
    let clock = Clock { zone, lang };
    let is_draft = head.id == ReportId(0);
    let numbered = if is_draft {
        String::new()
    } else {
        format!("{} {}", lang.no(), head.id.0)
    };
    let title = [sort, head.show.as_str(), station]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" – ");
    let page = format!(
        "@page {{ @bottom-right {{ content: '{} ' counter(page) ' {} ' counter(pages); }} }}",
        lang.page(),
        lang.of_pages()
    );
    let document = html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) (PreEscaped(page)) }
            }
            body {
                // What stands in the margins of every printed page.
                div.running.left { (station) @if !head.show.is_empty() { " · " (head.show) } }
                div.running.right { (sort) " " (numbered) }
                div.running.foot { "Flywatch " (version) }
                header {
                    p.sort { (sort) @if !is_draft { " " span.no { (numbered) } } }
                    h1 dir="auto" { @if head.show.is_empty() { (station) } @else { (head.show) } }
                    @if is_draft && head.sort == ReportSort::LineUp { p.draft { (lang.not_signed()) } }
                    dl.facts {
                        (row(lang.station(), station))
                        (about(head, &report.body, &clock, is_draft))
                        (row(lang.clock(), &zone_name(zone, head)))
                    }
                }
                main {
                    @match &report.body {
                        Body::LineUp(report) => (line_up::body(report, head, &clock)),
                        Body::Event(report) => (event::body(report, &clock)),
                    }
                }
                footer { (lang.written_by()) " Flywatch " (version) }
            }
        }
    };
    document.into_string()
}

fn about(head: &Head, body: &Body, clock: &Clock<'_>, is_draft: bool) -> Markup {
    let lang = clock.lang;
    match body {
        Body::LineUp(line_up) => html! {
            (row(lang.checked_at(), &clock.full(line_up.at)))
            @if !is_draft { (row(lang.signed_by(), &head.by)) }
        },
        Body::Event(event) => html! {
            (row(lang.covers(), &clock.stretch(event.from, event.to)))
            (row(lang.made(), &clock.full(head.at)))
            @if !head.by.is_empty() { (row(lang.made_for(), &head.by)) }
        },
    }
}

/// `Europe/Berlin, UTC+01:00`
fn zone_name(zone: &Zone, head: &Head) -> String {
    let from = match zone.ahead.as_slice() {
        [] => head.at,
        [first, ..] => first.from,
    };
    let mut told = Vec::new();
    for ahead in [zone.ahead_at(from), zone.ahead_at(head.at)] {
        let minutes = ahead.unsigned_abs() / 60;
        let sign = if ahead < 0 { '−' } else { '+' };
        let utc = format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        if !told.contains(&utc) {
            told.push(utc);
        }
    }
    let offsets = told.join(" / ");
    if zone.name.is_empty() {
        offsets
    } else {
        format!("{}, {offsets}", zone.name)
    }
}

#[cfg(test)]
mod tests;
