//! What a report is made of, out of the live picture and the store.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use reports::{Happened, Lined, PastOf};
use store::{Alerts, Bucket, Events, SeriesHistory};
use wire::Timestamp;
use wire::alert::{Alert, AlertId};
use wire::event::{Event, EventSort};
use wire::kind::{KindInfo, Limits};
use wire::live::ProbeView;
use wire::phase::Entered;
use wire::probe::ProbeId;
use wire::report::{Ahead, Chart, EventReport, Gap, Span, Zone};
use wire::rule::InForce;
use wire::series::{Series, SeriesId};

use super::super::Station;
use crate::Refused;
use crate::spine::{STARTED, STOPPED};

/// The spine answers for so many probes at once.
const AT_ONCE: usize = 50;
/// So many series are read at once.
const SERIES_AT_ONCE: usize = 50;
/// So many alerts and events of a stretch are looked at.
const MOST: u32 = 20_000;
/// A chart has so many steps, and so many finer ones are looked at to tell when a probe measured.
const STEPS: i64 = 240;
const FINER: i64 = 6;
/// Where the last sign of life is looked for: the steps, and how many series.
const COARSE_MS: u32 = 300_000;
const FINE_MS: u32 = 1_000;
const SIGNS: usize = 50;
/// So many ends that nobody asked for are looked into.
const MOST_ENDS: usize = 50;

impl Station {
    /// Its name, its version, and its clock during a stretch.
    pub(super) fn named(&self, of: Span) -> (String, String, Zone) {
        (
            self.name(),
            env!("CARGO_PKG_VERSION").to_owned(),
            zone(&TimeZone::system(), of),
        )
    }

    /// Every probe with everything that is known of it now.
    pub(super) async fn lined(&self) -> Result<Vec<Lined>, Refused> {
        let views = self.probe_views();
        let mut rules = BTreeMap::<ProbeId, Vec<InForce>>::new();
        for some in views.chunks(AT_ONCE) {
            let ids: Vec<ProbeId> = some.iter().map(|view| view.probe.id).collect();
            let told = self.ask(move |alerting| {
                let each = ids.into_iter().map(|id| (id, alerting.engine.in_force(id)));
                each.collect::<Vec<_>>()
            });
            rules.extend(told.await?);
        }
        let lined = views.into_iter().filter_map(|view| {
            let id = view.probe.id;
            let kind = self.kind(&view.probe.spec.kind)?.clone();
            let limits = rules.remove(&id).unwrap_or_default();
            Some(Lined {
                limits: limits_of(&kind, limits),
                kind,
                values: self.series_views(Some(id)),
                facts: self.facts(id).map(|facts| facts.facts).unwrap_or_default(),
                view,
            })
        });
        Ok(lined.collect())
    }

    /// The report of a stretch of time.
    pub(super) async fn happened(&self, of: Span, phases: Vec<Entered>) -> Result<EventReport, Refused> {
        let store = &self.inner.store;
        let lined = self.lined().await?;
        let alerts = self.alerts_within(of).await?;
        let ids: Vec<AlertId> = alerts.iter().map(|alert| alert.id).collect();
        let turns = store.turns(&ids).await?;
        let wanted = Events {
            from: Some(of.from),
            to: Some(of.to),
            sorts: vec![EventSort::Note, EventSort::Station],
            ..Events::default()
        };
        let mut events = store.events(&wanted, None, MOST).await?;
        events.reverse();
        let (station, version, zone) = self.named(of);
        let happened = Happened {
            station,
            version,
            zone,
            of,
            phases,
            gaps: self.gaps(of).await?,
            channels: store.channels().await?,
            probes: self.pasts(&lined, of).await?,
            alerts,
            turns,
            events,
            score: self.alarm_score(of.from, of.to).await?,
        };
        // Thousands of alerts would hold up everything else that this thread has to do.
        let made = tokio::task::spawn_blocking(move || reports::event(happened)).await;
        Ok(made.map_err(|_| store::Error::Closed)?)
    }

    /// Everything that fired in a stretch; what came back after it, too.
    async fn alerts_within(&self, of: Span) -> Result<Vec<Alert>, Refused> {
        let store = &self.inner.store;
        let wanted = Alerts {
            from: Some(of.from),
            to: Some(of.to),
            ..Alerts::default()
        };
        let mut alerts = store.alerts(&wanted, None, MOST).await?;
        let known: BTreeSet<AlertId> = alerts.iter().map(|alert| alert.id).collect();
        let turned: BTreeSet<AlertId> = store
            .turns_of(of.from, of.to)
            .await?
            .iter()
            .map(|turn| turn.alert)
            .collect();
        let room = (MOST as usize).saturating_sub(alerts.len());
        for id in turned.difference(&known).take(room) {
            alerts.extend(store.alert(*id).await?);
        }
        Ok(alerts)
    }

    /// What each probe measured in a stretch.
    async fn pasts(&self, lined: &[Lined], of: Span) -> Result<Vec<PastOf>, Refused> {
        let fine_ms = u32::try_from(of.millis() / (STEPS * FINER) + 1)
            .unwrap_or(u32::MAX)
            .next_multiple_of(1000);
        let mut pasts = Vec::with_capacity(lined.len());
        for some in lined.chunks(SERIES_AT_ONCE) {
            let series: Vec<Option<&Series>> = some.iter().map(told_by).collect();
            let ids: Vec<SeriesId> = series.iter().flatten().map(|series| series.id).collect();
            let read = self.inner.store.history(&ids, of.from, of.to, fine_ms).await?;
            let read: BTreeMap<SeriesId, SeriesHistory> =
                read.into_iter().map(|past| (past.0, past)).collect();
            for (probe, series) in some.iter().zip(series) {
                let past = series.and_then(|series| Some((series, read.get(&series.id)?)));
                pasts.push(past_of(probe, past, of));
            }
        }
        Ok(pasts)
    }

    /// When the station did not run, in a stretch.
    async fn gaps(&self, of: Span) -> Result<Vec<Gap>, Refused> {
        let store = &self.inner.store;
        let wanted = Events {
            from: Some(of.from),
            sorts: vec![EventSort::Station],
            ..Events::default()
        };
        let mut told = store.events(&wanted, None, MOST).await?;
        told.reverse();
        let mut gaps = Vec::new();
        let mut unasked = 0;
        let mut stopped: Option<Timestamp> = None;
        for event in &told {
            if event.text == STOPPED {
                stopped = Some(event.at);
            } else if event.text == STARTED {
                let (from, was_asked) = match stopped.take() {
                    Some(stopped) => (stopped, true),
                    None if unasked < MOST_ENDS => {
                        unasked += 1;
                        self.last_sign(event, of).await?
                    }
                    None => continue,
                };
                let span = Span {
                    from: from.max(of.from),
                    to: event.at.min(of.to),
                };
                gaps.extend((span.from < span.to).then_some(Gap { span, was_asked }));
            }
        }
        Ok(gaps)
    }

    /// The newest thing that is known from before the station started, an event or a sample, and whether somebody had stopped
    /// it. The begin of the stretch where nothing is.
    async fn last_sign(&self, started: &Event, of: Span) -> Result<(Timestamp, bool), Refused> {
        let store = &self.inner.store;
        let before = Events {
            to: Some(started.at),
            ..Events::default()
        };
        let newest = store.events(&before, Some(started.seq), 1).await?;
        let told = newest.first().map_or(of.from, |event| event.at);
        if newest.first().is_some_and(|event| event.text == STOPPED) {
            return Ok((told, true));
        }
        let ids: Vec<SeriesId> = self.lined_series();
        // History comes in whole steps, and one of them may be of after the start.
        let is_before = |bucket: &&Bucket| bucket.at < started.at;
        let last = |read: &[SeriesHistory]| {
            let buckets = read
                .iter()
                .filter_map(|(_, _, buckets)| buckets.iter().rfind(is_before));
            buckets.map(|bucket| bucket.at).max()
        };
        let from = of.from.max(told);
        let coarse = store.history(&ids, from, started.at, COARSE_MS).await?;
        let Some(begin) = last(&coarse) else {
            return Ok((told, false));
        };
        let end = begin
            .plus_millis(i64::from(COARSE_MS))
            .min(started.at.plus_millis(-1));
        let fine = store.history(&ids, begin, end, FINE_MS).await?;
        let sample = last(&fine).map_or(begin, |at| at.plus_millis(i64::from(FINE_MS)));
        Ok((told.max(sample).min(started.at), false))
    }

    /// Series that tell whether the station ran: one each of so many probes.
    fn lined_series(&self) -> Vec<SeriesId> {
        let mut seen = BTreeSet::new();
        let views = self.series_views(None).into_iter();
        let first = views.filter(|view| seen.insert(view.series.probe));
        first.take(SIGNS).map(|view| view.series.id).collect()
    }
}

fn limits_of(kind: &KindInfo, rules: Vec<InForce>) -> BTreeMap<String, Limits> {
    let of_metric = |rule: &InForce| rule.enabled.value && rule.rule.family() == kind.name;
    let limits = rules.into_iter().filter(of_metric);
    limits
        .filter_map(|rule| Some((rule.rule.name().to_owned(), rule.limits?.value)))
        .collect()
}

/// The series that tells when a probe measured: of its large metric, or any.
fn told_by(lined: &Lined) -> Option<&Series> {
    let large = lined.kind.metrics.first()?;
    let mut all = lined.values.iter().map(|view| &view.series);
    all.clone()
        .find(|series| series.metric == large.name)
        .or_else(|| all.next())
}

fn past_of(lined: &Lined, past: Option<(&Series, &SeriesHistory)>, of: Span) -> PastOf {
    let ProbeView { probe, state } = &lined.view;
    let (mut measured, mut chart) = (Vec::new(), None);
    if let Some((series, (_, step_ms, buckets))) = past {
        let holds = i64::from(*step_ms) + i64::from(state.stale_after_ms);
        measured = buckets
            .iter()
            .map(|bucket| Span {
                from: bucket.at,
                to: bucket.at.plus_millis(holds),
            })
            .collect();
        let (from, chart_ms, steps) = steps(buckets, *step_ms, of);
        let metric = lined.kind.metric(&series.metric);
        chart = steps.iter().any(Option::is_some).then(|| Chart {
            probe: probe.id,
            name: probe.spec.name.clone(),
            metric: series.metric.clone().into_owned(),
            title: metric.map_or_else(|| series.metric.to_string(), |metric| metric.title.to_string()),
            labels: series.labels.clone(),
            unit: series.unit,
            limits: lined.limits.get(series.metric.as_ref()).copied(),
            from,
            step_ms: chart_ms,
            steps,
            alerts: Vec::new(),
        });
    }
    PastOf {
        id: probe.id,
        name: probe.spec.name.clone(),
        measured,
        chart,
    }
}

/// The steps of a chart out of finer ones: when the first begins, how long each is, and least, greatest and mean value of each.
fn steps(buckets: &[Bucket], step_ms: u32, of: Span) -> (Timestamp, u32, Vec<Option<[f64; 3]>>) {
    let fine = i64::from(step_ms.max(1));
    let length = (of.millis() / STEPS + 1).div_euclid(fine).max(1) * fine;
    let from = of.from.0.div_euclid(length) * length;
    let number = usize::try_from((of.to.0 - from + length - 1).div_euclid(length)).unwrap_or(0);
    let mut sums: Vec<Option<(f64, f64, f64, f64)>> = vec![None; number];
    for bucket in buckets {
        let place = usize::try_from((bucket.at.0 - from).div_euclid(length));
        let Some(sum) = place.ok().and_then(|place| sums.get_mut(place)) else {
            continue;
        };
        let count = f64::from(bucket.count);
        let (min, max, total, counted) = sum.unwrap_or((f64::INFINITY, f64::NEG_INFINITY, 0.0, 0.0));
        *sum = Some((
            min.min(bucket.min),
            max.max(bucket.max),
            total + bucket.avg * count,
            counted + count,
        ));
    }
    let told = sums.into_iter().map(|sum| {
        let (min, max, total, counted) = sum.filter(|sum| sum.3 > 0.0)?;
        let mean = (total / counted).clamp(min, max);
        Some([min, max, mean].map(in_short))
    });
    (
        Timestamp(from),
        u32::try_from(length).unwrap_or(u32::MAX),
        told.collect(),
    )
}

/// To six digits, which no drawing shows.
fn in_short(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// How far the clock is ahead of UTC during a stretch.
fn zone(clock: &TimeZone, of: Span) -> Zone {
    let Ok(begin) = jiff::Timestamp::from_millisecond(of.from.0) else {
        return Zone::default();
    };
    let first = Ahead {
        from: of.from,
        seconds: clock.to_offset(begin).seconds(),
    };
    let changes = clock.following(begin).map(|change| Ahead {
        from: Timestamp(change.timestamp().as_millisecond()),
        seconds: change.offset().seconds(),
    });
    let changes = changes.take_while(|change| change.from < of.to);
    Zone {
        name: clock.iana_name().unwrap_or_default().to_owned(),
        ahead: std::iter::once(first).chain(changes).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(at: i64, min: f64, max: f64, avg: f64, count: u32) -> Bucket {
        Bucket {
            at: Timestamp(at),
            min,
            max,
            avg,
            last: avg,
            count,
        }
    }

    #[test]
    fn steps_of_a_chart_keep_least_and_greatest_and_weigh_the_mean() {
        let of = Span {
            from: Timestamp(1_000),
            to: Timestamp(2_401_000),
        };
        let buckets = [
            bucket(0, 1.0, 3.0, 2.0, 1),
            bucket(5_000, 0.5, 2.0, 1.0, 3),
            bucket(30_000, 7.0, 7.0, 7.0, 2),
            bucket(9_000_000, 9.0, 9.0, 9.0, 1),
        ];
        let (from, step_ms, steps) = steps(&buckets, 5_000, of);
        assert_eq!((from, step_ms, steps.len()), (Timestamp(0), 10_000, 241));
        assert_eq!(steps[0], Some([0.5, 3.0, 1.25]));
        assert_eq!(steps[1], None);
        assert_eq!(steps[3], Some([7.0, 7.0, 7.0]));
        assert_eq!(steps.iter().flatten().count(), 2);
    }

    #[test]
    fn the_clock_of_a_report_changes_when_that_of_the_station_does() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        // 2026-10-24 to 2026-10-26.
        let of = Span {
            from: Timestamp(1_792_800_000_000),
            to: Timestamp(1_792_972_800_000),
        };
        let told = zone(&berlin, of);
        let ahead: Vec<i32> = told.ahead.iter().map(|ahead| ahead.seconds).collect();
        assert_eq!((told.name.as_str(), ahead), ("Europe/Berlin", vec![7200, 3600]));
        assert_eq!(told.ahead[1].from, Timestamp(1_792_890_000_000));
        assert_eq!(zone(&TimeZone::UTC, of).ahead.len(), 1);
    }
}
