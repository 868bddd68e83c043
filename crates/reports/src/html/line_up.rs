//! The page of a line-up.

use std::collections::BTreeMap;

use maud::{Markup, html};
use wire::Unit;
use wire::channel::Way;
use wire::live::Condition;
use wire::report::{Head, HopLine, LineUp, LinedUp, ProbeLine, ReportId, ValueLine};

use super::parts::{Clock, alerts, amount, class, empty, labels, mark, percent};
use crate::Lang;

/// So many values and words of a probe stand on the page; the rest is in the report itself.
const SHOWN: usize = 8;

pub(super) fn body(report: &LineUp, head: &Head, clock: &Clock<'_>) -> Markup {
    let lang = clock.lang;
    html! {
        @if !report.remark.is_empty() { section.remark { h2 { (lang.remark()) } p dir="auto" { (report.remark) } } }
        section { h2 { (lang.summary()) } (summary(report, lang)) }
        section {
            h2 { (lang.alerts_now()) }
            @if report.alerts.is_empty() { (empty(lang.no_alerts_now())) } @else {
                (alerts(clock, &report.alerts, !report.alerts.iter().all(|line| clock.is_one_day(line.raised, report.at))))
            }
            @if report.alerts_left_out > 0 { p.note { (lang.only_the_worst(report.alerts.len(), report.alerts_left_out)) } }
        }
        @for channel in &report.channels { (self::channel(report, channel, clock)) }
        @if report.channels.is_empty() { section { h2 { (lang.channels()) } (empty(lang.no_channels())) } }
        @if report.in_no_channel().next().is_some() {
            section {
                h2 { (lang.others()) }
                @for probe in report.in_no_channel() { (self::probe(probe, clock)) }
            }
        }
        @if head.id != ReportId(0) {
            section.sign {
                div { span { (lang.signature()) } b dir="auto" { (head.by) } small { (clock.full(head.at)) } }
            }
        }
    }
}

fn summary(report: &LineUp, lang: Lang) -> Markup {
    let tally = |conditions: &mut dyn Iterator<Item = Condition>| {
        let mut tally = BTreeMap::<u8, (Condition, usize)>::new();
        for condition in conditions {
            tally.entry(rank(condition)).or_insert((condition, 0)).1 += 1;
        }
        tally
    };
    let line = |title: &str, all: usize, tally: BTreeMap<u8, (Condition, usize)>| {
        html! {
            tr {
                th { (title) }
                td.num { (all) }
                td { @for (condition, number) in tally.values() { span.sum { (number) " " (mark(lang, *condition)) } } }
            }
        }
    };
    let channels = tally(&mut report.channels.iter().map(|channel| channel.condition));
    let probes = tally(&mut report.probes.iter().map(|probe| probe.condition));
    let ill: Vec<&ProbeLine> = {
        let mut ill: Vec<_> = report
            .probes
            .iter()
            .filter(|probe| rank(probe.condition) < 3)
            .collect();
        ill.sort_by_key(|probe| (rank(probe.condition), probe.id));
        ill
    };
    html! {
        table.sums { tbody {
            (line(lang.channels(), report.channels.len(), channels))
            (line(lang.probes(), report.probes.len(), probes))
        } }
        @if ill.is_empty() { p { (lang.all_well()) } } @else {
            h3 { (lang.not_well()) }
            ul.ill {
                @for probe in ill.iter().take(40) {
                    li { (mark(lang, probe.condition)) " " b dir="auto" { (probe.name) } " " span dir="auto" { (probe.trouble) } }
                }
                @if ill.len() > 40 { li { (lang.left_out(crate::count(ill.len() - 40))) } }
            }
        }
    }
}

/// The worst first.
fn rank(condition: Condition) -> u8 {
    match condition {
        Condition::Critical => 0,
        Condition::Major => 1,
        Condition::Minor => 2,
        Condition::Unknown => 3,
        Condition::Off => 4,
        Condition::Ok => 5,
    }
}

fn channel(report: &LineUp, channel: &LinedUp, clock: &Clock<'_>) -> Markup {
    let lang = clock.lang;
    html! {
        section.channel {
            h2 { span dir="auto" { (channel.name) } " " (mark(lang, channel.condition)) }
            ol.chain {
                @for hop in &channel.hops {
                    li class=(class(hop.condition)) {
                        b dir="auto" { (hop.name) }
                        (way(hop, lang))
                        (mark(lang, hop.condition))
                    }
                }
            }
            @for hop in &channel.hops {
                div.hop {
                    h3 { span dir="auto" { (hop.name) } " " (way(hop, lang)) }
                    @if hop.probes.is_empty() { (empty(lang.no_probes())) }
                    @for id in &hop.probes { @if let Some(probe) = report.probe(*id) { (self::probe(probe, clock)) } }
                }
            }
        }
    }
}

fn way(hop: &HopLine, lang: Lang) -> Markup {
    html! {
        @match hop.way {
            Way::Both => {},
            Way::Main => small.way { (lang.main_way()) },
            Way::Backup => small.way { (lang.backup_way()) },
        }
    }
}

fn probe(probe: &ProbeLine, clock: &Clock<'_>) -> Markup {
    let lang = clock.lang;
    let hidden =
        probe.values.len().saturating_sub(SHOWN) + usize::try_from(probe.values_left_out).unwrap_or(0);
    html! {
        div.probe {
            h4 {
                (mark(lang, probe.condition)) " "
                span dir="auto" { (probe.name) }
                small { (probe.kind_title) " · " span.target dir="ltr" { (probe.target) } }
            }
            @if !probe.trouble.is_empty() { p.trouble dir="auto" { (probe.trouble) } }
            @if probe.is_old { p.trouble { (lang.old()) } }
            @if !probe.values.is_empty() {
                div.wide { table.values {
                    thead { tr {
                        th { (lang.measured()) } th.num { (lang.value()) } th.num { (lang.limit()) } th.num { (lang.margin()) }
                    } }
                    tbody { @for value in probe.values.iter().take(SHOWN) { (self::value(value, lang)) } }
                } }
            }
            @if hidden > 0 { p.note { (lang.left_out(crate::count(hidden))) } }
            @if !probe.facts.is_empty() {
                p.says {
                    @for fact in probe.facts.iter().take(SHOWN) {
                        span dir="auto" {
                            i { (fact.title) @if !fact.fact.labels.is_empty() { " (" (labels(&fact.fact.labels)) ")" } ": " }
                            (fact.fact.text)
                        } " "
                    }
                }
            }
        }
    }
}

fn value(value: &ValueLine, lang: Lang) -> Markup {
    let past = value.margin.and_then(|margin| margin.past);
    html! {
        tr {
            td {
                (value.title)
                @if !value.labels.is_empty() { " " small dir="auto" { (labels(&value.labels)) } }
            }
            td.num { (amount(lang, value.unit, value.value)) }
            td.num { @match value.margin { Some(margin) => (amount(lang, value.unit, margin.limit)), None => span.quiet { "–" } } }
            td.num {
                @match (value.margin, past) {
                    (Some(_), Some(severity)) => (mark(lang, Condition::from(Some(severity)))),
                    (Some(margin), None) if value.unit != Unit::YesNo => {
                        (amount(lang, value.unit, margin.left))
                        @if let Some(share) = margin.share { " " small { "(" (whole_percent(lang, share)) ")" } }
                    },
                    _ => span.quiet { "–" },
                }
            }
        }
    }
}

/// A share that may be more than all, to a whole per cent where that says enough.
fn whole_percent(lang: Lang, share: f64) -> String {
    if (0.0..0.1).contains(&share) {
        return percent(lang, share);
    }
    format!("{:.0} %", share * 100.0)
}
