//! The page of an event report.

use maud::{Markup, html};
use wire::report::{Carried, EventReport, Moment, MomentSort};
use wire::score::{FLOOD, MIX, Score};

use super::chart::chart;
use super::parts::{Clock, alerts, bad, empty, length, percent};
use crate::Lang;

pub(super) fn body(report: &EventReport, clock: &Clock<'_>) -> Markup {
    let lang = clock.lang;
    let with_day = !clock.is_one_day(report.from, report.to);
    html! {
        section {
            h2 { (lang.summary()) }
            @if report.channels.is_empty() { (empty(lang.no_channels())) } @else {
                (shares(lang.channel(), &report.channels, lang))
            }
            p.note { (lang.what_availability_means()) }
            p { (lang.sum_of_alerts(report.causes, report.followed)) }
        }
        section { h2 { (lang.phases()) } (phases(report, clock, with_day)) }
        @if !report.gaps.is_empty() {
            section {
                h2 { (lang.gaps()) }
                ul { @for gap in &report.gaps { li {
                    (clock.short(gap.span.from, with_day)) " – " (clock.short(gap.span.to, with_day)) ": "
                    (length(lang, crate::carried::seconds(gap.span.millis()))) ", "
                    @if gap.was_asked { (lang.gap_asked()) } @else { (lang.gap_alone()) }
                } } }
            }
        }
        @if report.channels.iter().any(|channel| !channel.worst.is_empty()) {
            section {
                h2 { (lang.worst_moments()) }
                (troubles(&report.channels, clock, with_day))
            }
        }
        section {
            h2 { (lang.alerts()) }
            @if report.alerts.is_empty() { (empty(lang.no_alerts())) } @else { (alerts(clock, &report.alerts, with_day)) }
            @if report.alerts_left_out() > 0 { p.note { (lang.only_the_worst(report.alerts.len(), report.alerts_left_out())) } }
        }
        section {
            h2 { (lang.timeline()) }
            @if report.timeline.is_empty() { (empty(lang.nothing_happened())) } @else { (timeline(&report.timeline, clock, with_day)) }
            @if report.timeline_left_out > 0 { p.note { (lang.left_out(report.timeline_left_out)) } }
        }
        @if report.channels.iter().chain(&report.others).any(|one| !one.charts.is_empty()) {
            section {
                h2 { (lang.charts()) }
                p.note.before { (lang.shaded()) }
                @for one in report.channels.iter().chain(&report.others).filter(|one| !one.charts.is_empty()) {
                    @if one.channel.is_some() { h3 dir="auto" { (one.name) } }
                    @for drawn in &one.charts { (chart(drawn, report.from, report.to, clock)) }
                }
            }
        }
        @if !report.others.is_empty() {
            section {
                h2 { (lang.others()) }
                (shares(lang.probes(), &report.others, lang))
                @if report.others_left_out > 0 { p.note { (lang.left_out(report.others_left_out)) } }
            }
        }
        section { h2 { (lang.score()) } (score(&report.score, clock, with_day)) }
    }
}

fn shares(title: &str, all: &[Carried], lang: Lang) -> Markup {
    html! {
        div.wide { table.shares {
            thead { tr {
                th { (title) } th.num { (lang.availability()) } th.num { (lang.error_seconds()) } th.num { (lang.watched()) }
                th.num { (lang.not_watched()) } th.num { (lang.alerts()) }
            } }
            tbody {
                @for one in all {
                    tr {
                        td dir="auto" { b { (one.name) } }
                        td.num { @match one.available { Some(share) => b { (percent(lang, share)) }, None => span.quiet { (lang.none_known()) } } }
                        td.num { (one.error_seconds) }
                        td.num { (length(lang, one.watched_s)) }
                        td.num { (length(lang, one.unwatched_s)) }
                        td.num { (one.alerts) }
                    }
                }
            }
        } }
    }
}

fn phases(report: &EventReport, clock: &Clock<'_>, with_day: bool) -> Markup {
    let lang = clock.lang;
    if report.phases.is_empty() {
        return empty(lang.no_phases());
    }
    let ends = report
        .phases
        .iter()
        .skip(1)
        .map(|next| next.at)
        .chain([report.to]);
    html! {
        div.wide { table {
            thead { tr { th { (lang.phase()) } th { (lang.show()) } th { (lang.from()) } th { (lang.until()) } th { (lang.how_long()) } th { (lang.by()) } } }
            tbody {
                @for (entered, end) in report.phases.iter().zip(ends) {
                    @let from = entered.at.max(report.from);
                    tr {
                        td { b { (lang.phase_word(crate::timeline::word(entered.phase))) } }
                        td dir="auto" { (entered.show) }
                        td.num { (clock.short(from, with_day)) @if entered.at < report.from { div.more { (lang.began_before()) } } }
                        td.num { (clock.short(end, with_day)) }
                        td.num { (length(lang, crate::carried::seconds(end.millis_since(from).max(0)))) }
                        td dir="auto" { (entered.by) }
                    }
                }
            }
        } }
    }
}

fn troubles(channels: &[Carried], clock: &Clock<'_>, with_day: bool) -> Markup {
    let lang = clock.lang;
    html! {
        div.wide { table {
            thead { tr { th { (lang.channel()) } th { (lang.how_bad()) } th { (lang.from()) } th { (lang.how_long()) } th { (lang.what()) } } }
            tbody {
                @for channel in channels { @for trouble in &channel.worst {
                    tr {
                        td dir="auto" { b { (channel.name) } }
                        td { (bad(lang, trouble.severity)) }
                        td.num { (clock.short(trouble.span.from, with_day)) }
                        td.num { (length(lang, crate::carried::seconds(trouble.span.millis()))) }
                        td dir="auto" { (trouble.text) }
                    }
                } }
            }
        } }
    }
}

fn timeline(moments: &[Moment], clock: &Clock<'_>, with_day: bool) -> Markup {
    let lang = clock.lang;
    html! {
        div.wide { table.timeline { tbody {
            @for moment in moments {
                tr class=(if moment.sort == MomentSort::Phase { "phase" } else { "" }) {
                    td.num { (clock.short(moment.at, with_day)) }
                    td {
                        @match moment.sort {
                            MomentSort::Raised | MomentSort::Worse => (bad(lang, moment.severity)),
                            sort => span.quiet { (lang.moment(sort)) },
                        }
                    }
                    td dir="auto" { (said(moment, lang)) }
                }
            }
        } } }
    }
}

fn said(moment: &Moment, lang: Lang) -> Markup {
    html! {
        @if moment.sort == MomentSort::Phase {
            b { (lang.phase_word(&moment.text)) } @if !moment.subject.is_empty() { " · " (moment.subject) }
        } @else {
            @if !moment.subject.is_empty() { b { (moment.subject) } " " }
            (moment.text)
        }
        @if !moment.by.is_empty() { " " span.more { "– " (moment.by) } }
    }
}

fn score(score: &Score, clock: &Clock<'_>, with_day: bool) -> Markup {
    let lang = clock.lang;
    let figure = |title: &str, value: String, goal: String| {
        html! { tr { th { (title) } td.num { (value) } td.num.quiet { (goal) } } }
    };
    let tenth = |number: f64| lang.number(&format!("{number:.1}"));
    let whole = |shares: [f64; 3]| shares.map(|share| format!("{:.0} %", share * 100.0)).join(" / ");
    let busiest = match score.busiest_at {
        Some(at) => format!("{} ({})", score.busiest, clock.short(at, with_day)),
        None => "0".to_owned(),
    };
    html! {
        table.score {
            thead { tr { th {} th.num { (lang.value()) } th.num { (lang.goal()) } } }
            tbody {
                (figure(lang.raised(), score.raised.to_string(), String::new()))
                (figure(lang.in_ten_minutes(), tenth(score.mean), format!("{} 1", lang.at_most())))
                (figure(lang.busiest(), busiest, format!("{} {FLOOD}", lang.at_most())))
                (figure(lang.flooded(), format!("{:.0} %", score.flooded * 100.0), "0 %".to_owned()))
                @if let Some(mix) = score.mix { (figure(lang.mix(), whole(mix), whole(MIX))) }
            }
        }
        p.note { (lang.by_eemua()) }
        @if !score.worst.is_empty() {
            h3 { (lang.worst_actors()) }
            ul { @for actor in &score.worst { li {
                (bad(lang, actor.severity)) " " b dir="auto" { (actor.subject) } " " span.target { (actor.rule.0) } ": " (lang.times(actor.raised))
            } } }
        }
        @if !score.advice.is_empty() { ul { @for advice in &score.advice { li { (advice) } } } }
    }
}
