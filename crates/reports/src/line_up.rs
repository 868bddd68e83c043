//! How everything is before the show, out of what is known now.

use std::collections::BTreeMap;

use wire::Timestamp;
use wire::alert::Alert;
use wire::channel::worst;
use wire::inventory::Channel;
use wire::kind::{KindInfo, Limits};
use wire::live::{Condition, ProbeView, SeriesView};
use wire::reading::Fact;
use wire::report::{FactLine, HopLine, LineUp, LinedUp, ProbeLine, ValueLine, Zone};

use crate::incidents::{Told, worst as worst_of};
use crate::{MOST_FACTS, MOST_VALUES, count, margin};

/// Words of targets that change by themselves, or that say no more than what is asked for anyhow: not worth fixing.
const RESTLESS: &[&str] = &[
    "mpegts_table_version",
    "mpegts_newest_cue",
    "mpegts_picture_at",
    "mpegts_sound_of",
    "mpegts_not_decoded",
    "mpegts_indicator_state",
    "mpegts_indicator_method",
    "mpegts_indicator_pid",
    "mpegts_indicator_first",
    "mpegts_indicator_last",
    "mpegts_rtp_ssrc",
    "mpegts_membership",
    "mpegts_querier",
    "srt_peer",
    "media_keyframes",
    "mediamtx_srt_state",
    "mediamtx_rtmp_state",
];

/// A probe and everything known of it now.
#[derive(Clone, Debug)]
pub struct Lined {
    /// The probe and its state; secrets hidden.
    pub view: ProbeView,
    /// Its kind.
    pub kind: KindInfo,
    /// The limits in force for it, by metric.
    pub limits: BTreeMap<String, Limits>,
    /// The newest value of each of its series.
    pub values: Vec<SeriesView>,
    /// What its target says of itself.
    pub facts: Vec<Fact>,
}

/// The line-up as it is at `at`. `alerts` are those that fire. Nobody has signed it.
#[must_use]
pub fn line_up(
    (station, version, zone): (String, String, Zone),
    at: Timestamp,
    channels: &[Channel],
    probes: &[Lined],
    alerts: &[Alert],
) -> LineUp {
    let mut probes: Vec<ProbeLine> = probes.iter().map(|probe| line(probe, alerts, at)).collect();
    probes.sort_by_key(|probe| probe.id);
    let conditions: BTreeMap<_, _> = probes.iter().map(|probe| (probe.id, probe.condition)).collect();
    let lined = channels.iter().map(|channel| {
        let hops: Vec<HopLine> = channel
            .spec
            .hops
            .iter()
            .map(|hop| HopLine {
                name: hop.name.clone(),
                way: hop.way,
                condition: worst(hop.probes.iter().filter_map(|id| conditions.get(id).copied())),
                probes: hop.probes.clone(),
            })
            .collect();
        LinedUp {
            id: channel.id,
            name: channel.spec.name.clone(),
            condition: worst(hops.iter().map(|hop| hop.condition)),
            hops,
        }
    });
    let channel_names = channels
        .iter()
        .map(|channel| (channel.id, channel.spec.name.as_str()))
        .collect();
    let told = Told {
        alerts: &alerts.iter().map(|alert| (alert.id, alert)).collect(),
        turns: &BTreeMap::new(),
        channels: &channel_names,
    };
    let mut followed = BTreeMap::<_, u32>::new();
    for alert in alerts {
        *followed.entry(told.root(alert.id)).or_default() += u32::from(told.root(alert.id) != alert.id);
    }
    let mut lines: Vec<_> = followed
        .iter()
        .filter_map(|(id, followed)| {
            let alert = told.alerts.get(id)?;
            let mut line = told.line(alert, &[], *followed);
            line.lasted_s = crate::carried::seconds(at.millis_since(line.raised).max(0));
            Some(line)
        })
        .collect();
    lines.sort_by_key(|line| (std::cmp::Reverse(line.severity), line.raised, line.id));
    let (alerts, alerts_left_out) = worst_of(lines);
    LineUp {
        station,
        version,
        zone,
        at,
        remark: String::new(),
        channels: lined.collect(),
        probes,
        alerts,
        alerts_left_out,
    }
}

fn line(lined: &Lined, alerts: &[Alert], now: Timestamp) -> ProbeLine {
    let (spec, state) = (&lined.view.probe.spec, &lined.view.state);
    let failure = state.failure.as_ref().map(|failure| failure.detail.clone());
    let finding = || state.findings.first().map(|finding| finding.detail.clone());
    let alert = || {
        let here = alerts
            .iter()
            .filter(|alert| alert.subject.probe == Some(lined.view.probe.id));
        here.max_by_key(|alert| alert.severity)
            .map(|alert| alert.text.clone())
    };
    let is_off = state.condition == Condition::Off;
    let limit_ms = i64::from(state.stale_after_ms);
    let is_old = !is_off && state.last.is_some_and(|last| now.millis_since(last) > limit_ms);
    let (values, values_left_out) = values(lined);
    let (facts, facts_left_out) = facts(lined);
    ProbeLine {
        id: lined.view.probe.id,
        name: spec.name.clone(),
        kind: spec.kind.clone(),
        kind_title: lined.kind.title.clone().into_owned(),
        target: spec.target.clone(),
        condition: state.condition,
        last: state.last,
        is_old,
        trouble: failure.or_else(finding).or_else(alert).unwrap_or_default(),
        values,
        values_left_out,
        facts,
        facts_left_out,
    }
}

fn values(lined: &Lined) -> (Vec<ValueLine>, u32) {
    let large = lined.kind.metrics.first().map(|metric| metric.name.as_ref());
    let value = |view: &SeriesView| {
        let series = &view.series;
        let limits = lined.limits.get(series.metric.as_ref()).copied();
        let limits = limits.filter(|limits| limits.major.is_some() || limits.critical.is_some());
        let is_wanted = limits.is_some() || large == Some(series.metric.as_ref());
        let (at, value) = (view.at?, view.value?);
        let known = lined.kind.metric(&series.metric);
        is_wanted.then(|| ValueLine {
            metric: series.metric.clone().into_owned(),
            title: known.map_or_else(
                || series.metric.clone().into_owned(),
                |known| known.title.clone().into_owned(),
            ),
            labels: series.labels.clone(),
            unit: series.unit,
            at,
            value,
            limits,
            margin: limits.and_then(|limits| margin(&limits, value)),
        })
    };
    let mut values: Vec<ValueLine> = lined.values.iter().filter_map(value).collect();
    // The least left first; a value without a limit, or with one of nothing that it keeps, behind those with one.
    let room = |value: &ValueLine| match &value.margin {
        Some(margin) if margin.past.is_some() => f64::NEG_INFINITY,
        Some(margin) => margin.share.unwrap_or(f64::MAX),
        None => f64::INFINITY,
    };
    values.sort_by(|one, other| room(one).total_cmp(&room(other)));
    if let Some(place) = values
        .iter()
        .position(|value| large == Some(value.metric.as_str()))
    {
        let first = values.remove(place);
        values.insert(0, first);
    }
    let left_out = values.len().saturating_sub(MOST_VALUES);
    values.truncate(MOST_VALUES);
    (values, count(left_out))
}

fn facts(lined: &Lined) -> (Vec<FactLine>, u32) {
    let steady = |fact: &&Fact| !RESTLESS.contains(&fact.name.as_ref());
    let mut facts: Vec<FactLine> = lined
        .facts
        .iter()
        .filter(steady)
        .map(|fact| {
            let known = lined.kind.facts.iter().find(|known| known.name == fact.name);
            FactLine {
                title: known.map_or_else(
                    || fact.name.clone().into_owned(),
                    |known| known.title.clone().into_owned(),
                ),
                fact: fact.clone(),
            }
        })
        .collect();
    let left_out = facts.len().saturating_sub(MOST_FACTS);
    facts.truncate(MOST_FACTS);
    (facts, count(left_out))
}

#[cfg(test)]
pub(crate) mod tests;
