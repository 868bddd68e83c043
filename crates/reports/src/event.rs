//! What happened during a stretch of time, out of everything that was kept of it.

use std::collections::{BTreeMap, BTreeSet};

use wire::alert::{Alert, AlertId, Turn};
use wire::channel::Way;
use wire::event::Event;
use wire::inventory::Channel;
use wire::phase::Entered;
use wire::probe::ProbeId;
use wire::report::{EventReport, Gap, Shade, Span, Zone};
use wire::score::Score;

use crate::carried::{Fired, PastOf, Stage, Times, carried};
use crate::incidents::{Told, worst};
use crate::timeline::timeline;
use crate::{MOST_CHARTS_IN_ALL, MOST_OTHERS, count, life, spans};

/// Everything that was kept of a stretch of time.
#[derive(Clone, Debug)]
pub struct Happened {
    /// The name of the station.
    pub station: String,
    /// The version of Flywatch.
    pub version: String,
    /// The clock of the station.
    pub zone: Zone,
    /// Which stretch.
    pub of: Span,
    /// Every phase that held in it, oldest first.
    pub phases: Vec<Entered>,
    /// When the station did not run.
    pub gaps: Vec<Gap>,
    /// Every channel, as it is set up now.
    pub channels: Vec<Channel>,
    /// Every probe that there is now.
    pub probes: Vec<PastOf>,
    /// Every alert that fired in it.
    pub alerts: Vec<Alert>,
    /// Everything that became of those alerts, oldest first.
    pub turns: Vec<Turn>,
    /// Notes and what happened to the station itself.
    pub events: Vec<Event>,
    /// The score of the alarms.
    pub score: Score,
}

/// The report of what happened.
#[must_use]
pub fn event(happened: Happened) -> EventReport {
    let of = happened.of;
    let mut turns = BTreeMap::<AlertId, Vec<&Turn>>::new();
    for turn in &happened.turns {
        turns.entry(turn.alert).or_default().push(turn);
    }
    let when_fired = |alert: &Alert| {
        let turns = turns.get(&alert.id).into_iter().flatten().copied();
        life::fired(alert, turns, of)
    };
    let all = happened.alerts.iter().map(|alert| (alert, when_fired(alert)));
    let fired: Vec<(&Alert, Vec<Shade>)> = all.filter(|(_, shades)| !shades.is_empty()).collect();
    let by_id = fired.iter().map(|(alert, _)| (alert.id, *alert)).collect();
    let channel_names = happened.channels.iter();
    let channel_names = channel_names
        .map(|channel| (channel.id, channel.spec.name.as_str()))
        .collect();
    let told = Told {
        alerts: &by_id,
        turns: &turns,
        channels: &channel_names,
    };
    let names = happened
        .probes
        .iter()
        .map(|probe| (probe.id, probe.name.as_str()))
        .collect();
    let (moments, timeline_left_out) = timeline(of, &happened.phases, &told, &happened.events, &names);
    let (lines, followed) = causes(&told, &fired, of);
    let number = lines.len();
    let (alerts, _) = worst(lines);
    let gaps = spans::united(happened.gaps.iter().map(|gap| gap.span));
    let at_probes = at_probes(&fired);
    let times = Times {
        of,
        gaps: &gaps,
        fired: &at_probes,
    };
    let known: BTreeMap<ProbeId, &PastOf> = happened.probes.iter().map(|probe| (probe.id, probe)).collect();
    let in_channels: BTreeSet<ProbeId> = happened.channels.iter().flat_map(probes_of).collect();
    let mut channels: Vec<_> = happened
        .channels
        .iter()
        .map(|channel| {
            let mut seen = BTreeSet::new();
            let probes = probes_of(channel).filter(|id| seen.insert(*id));
            let probes: Vec<&PastOf> = probes.filter_map(|id| known.get(&id).copied()).collect();
            let named = (Some(channel.id), channel.spec.name.as_str());
            carried(named, &probes, &stages_of(channel), &times)
        })
        .collect();
    let alone = happened
        .probes
        .iter()
        .filter(|probe| !in_channels.contains(&probe.id));
    let mut others: Vec<_> = alone
        .map(|probe| carried((None, &probe.name), &[probe], &[Stage::of(probe.id)], &times))
        .collect();
    let others_left_out = count(others.len().saturating_sub(MOST_OTHERS));
    others.truncate(MOST_OTHERS);
    let mut left = MOST_CHARTS_IN_ALL;
    for one in channels.iter_mut().chain(&mut others) {
        one.charts.truncate(left);
        left -= one.charts.len();
    }
    EventReport {
        station: happened.station,
        version: happened.version,
        zone: happened.zone,
        from: of.from,
        to: of.to,
        phases: happened.phases,
        gaps: happened.gaps,
        channels,
        others,
        others_left_out,
        alerts,
        causes: count(number),
        followed,
        timeline: moments,
        timeline_left_out,
        score: happened.score,
    }
}

fn probes_of(channel: &Channel) -> impl Iterator<Item = ProbeId> + '_ {
    channel
        .spec
        .hops
        .iter()
        .flat_map(|hop| hop.probes.iter().copied())
}

fn stages_of(channel: &Channel) -> Vec<Stage> {
    let mut stages = Vec::<Stage>::new();
    let mut was_parted = false;
    for hop in &channel.spec.hops {
        let is_parted = hop.way != Way::Both;
        if !(was_parted && is_parted) {
            stages.push(Stage::default());
        }
        was_parted = is_parted;
        if let Some(stage) = stages.last_mut() {
            let probes = match hop.way {
                Way::Both | Way::Main => &mut stage.main,
                Way::Backup => &mut stage.backup,
            };
            probes.extend(&hop.probes);
        }
    }
    stages
}

/// Causes and what stood alone, by time, and how many alerts only followed.
fn causes(told: &Told<'_>, fired: &[(&Alert, Vec<Shade>)], of: Span) -> (Vec<wire::report::AlertLine>, u32) {
    let mut followed = BTreeMap::<AlertId, u32>::new();
    for (alert, _) in fired {
        let root = told.root(alert.id);
        if root != alert.id {
            *followed.entry(root).or_default() += 1;
        }
    }
    let roots = fired.iter().filter(|(alert, _)| told.root(alert.id) == alert.id);
    let mut lines: Vec<_> = roots
        .map(|(alert, shades)| {
            let mut line = told.line(alert, shades, followed.get(&alert.id).copied().unwrap_or(0));
            // What became of it after the stretch is no part of the report.
            line.resolved = line.resolved.filter(|at| *at <= of.to);
            line.acknowledged = line.acknowledged.filter(|taken| taken.at <= of.to);
            line
        })
        .collect();
    lines.sort_by_key(|line| (line.raised, line.id));
    (lines, followed.values().sum())
}

fn at_probes(fired: &[(&Alert, Vec<Shade>)]) -> BTreeMap<ProbeId, Vec<Fired>> {
    let mut at = BTreeMap::<ProbeId, Vec<Fired>>::new();
    for (alert, shades) in fired {
        let Some(probe) = alert.subject.probe else {
            continue;
        };
        at.entry(probe).or_default().push(Fired {
            alert: alert.id,
            text: format!("{}: {}", alert.subject.name, alert.text),
            shades: shades.clone(),
        });
    }
    at
}

#[cfg(test)]
pub(crate) mod tests;
