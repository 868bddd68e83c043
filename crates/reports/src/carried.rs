//! How a channel was carried: watched, available, at its worst.

use std::collections::BTreeMap;

use wire::Severity;
use wire::alert::AlertId;
use wire::inventory::ChannelId;
use wire::probe::ProbeId;
use wire::report::{Carried, Chart, Shade, Span, Trouble};

use crate::spans::{millis, seconds_touched, united, within, without};
use crate::{MOST_CHARTS, MOST_TROUBLES, count};

/// What was measured by a probe in the stretch of a report.
#[derive(Clone, Debug)]
pub struct PastOf {
    /// Which probe.
    pub id: ProbeId,
    /// Its name.
    pub name: String,
    /// When it was measuring, in any order: stretches around samples that are no longer apart than two looks.
    pub measured: Vec<Span>,
    /// The past of its large metric, without what fired; nothing where it measured nothing.
    pub chart: Option<Chart>,
}

/// An alert that fired in the stretch.
pub(crate) struct Fired {
    pub(crate) alert: AlertId,
    /// Subject and what was wrong.
    pub(crate) text: String,
    pub(crate) shades: Vec<Shade>,
}

/// Everything of which shares of time are made.
pub(crate) struct Times<'a> {
    pub(crate) of: Span,
    /// When the station did not run, united.
    pub(crate) gaps: &'a [Span],
    pub(crate) fired: &'a BTreeMap<ProbeId, Vec<Fired>>,
}

/// A stretch of a channel between two places that all of it passes, with the probes on each of its ways; all of them on one
/// where it has only one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stage {
    pub(crate) main: Vec<ProbeId>,
    pub(crate) backup: Vec<ProbeId>,
}

impl Stage {
    /// One of a lone probe.
    pub(crate) fn of(probe: ProbeId) -> Self {
        Self {
            main: vec![probe],
            backup: Vec::new(),
        }
    }

    /// When nothing came through unharmed: on neither way, where there are two.
    fn bad(&self, times: &Times<'_>) -> Vec<Span> {
        let bad = |probes: &[ProbeId]| {
            let fired = probes.iter().filter_map(|probe| times.fired.get(probe)).flatten();
            let shades = fired.flat_map(|fired| &fired.shades);
            united(
                shades
                    .filter(|shade| shade.severity >= Severity::Major)
                    .map(|shade| shade.span),
            )
        };
        let (main, backup) = (bad(&self.main), bad(&self.backup));
        if self.main.is_empty() || self.backup.is_empty() {
            return united(main.into_iter().chain(backup));
        }
        without(&main, &without(&main, &backup))
    }
}

/// What these probes, at these stages, make of the thing of that name.
pub(crate) fn carried(
    (channel, name): (Option<ChannelId>, &str),
    probes: &[&PastOf],
    stages: &[Stage],
    times: &Times<'_>,
) -> Carried {
    let fired: Vec<&Fired> = probes
        .iter()
        .filter_map(|probe| times.fired.get(&probe.id))
        .flatten()
        .collect();
    let shades = fired.iter().flat_map(|fired| &fired.shades);
    let measured = probes.iter().flat_map(|probe| &probe.measured);
    // A probe that cannot look measures nothing, and its alert says that somebody looked.
    let looked = measured
        .filter_map(|span| within(*span, times.of))
        .chain(shades.map(|shade| shade.span));
    let watched = without(&united(looked), times.gaps);
    let bad = united(stages.iter().flat_map(|stage| stage.bad(times)));
    let bad = without(&bad, times.gaps);
    let (whole, watched_ms, bad_ms) = (times.of.millis(), millis(&watched), millis(&bad));
    let mut alerts: Vec<AlertId> = fired.iter().map(|fired| fired.alert).collect();
    alerts.sort_unstable();
    alerts.dedup();
    Carried {
        channel,
        probes: probes.iter().map(|probe| probe.id).collect(),
        name: name.to_owned(),
        watched_s: seconds(watched_ms),
        unwatched_s: seconds(whole - watched_ms),
        available: (watched_ms > 0).then(|| 1.0 - seconds(bad_ms) / seconds(watched_ms)),
        error_seconds: seconds_touched(&bad),
        alerts: count(alerts.len()),
        worst: worst(&bad, &fired),
        charts: charts(probes, times),
    }
}

#[allow(clippy::cast_precision_loss, reason = "31 days in milliseconds at most")]
pub(crate) fn seconds(millis: i64) -> f64 {
    millis as f64 / 1000.0
}

fn worst(bad: &[Span], fired: &[&Fired]) -> Vec<Trouble> {
    let mut longest = bad.to_vec();
    longest.sort_by_key(|span| (std::cmp::Reverse(span.millis()), span.from));
    longest.truncate(MOST_TROUBLES);
    let trouble = |span: Span| {
        let within_it = |fired: &&&Fired| {
            let shades = fired.shades.iter();
            let shades = shades.filter(|shade| within(shade.span, span).is_some());
            shades.map(|shade| shade.severity).max()
        };
        let (severity, text) = fired
            .iter()
            .filter_map(|fired| Some((within_it(&fired)?, fired.text.as_str())))
            // The last of equals would be taken otherwise.
            .rev()
            .max_by_key(|(severity, _)| *severity)?;
        Some(Trouble {
            span,
            severity,
            text: text.to_owned(),
        })
    };
    longest.into_iter().filter_map(trouble).collect()
}

fn charts(probes: &[&PastOf], times: &Times<'_>) -> Vec<Chart> {
    let shaded = |probe: &&PastOf| {
        let chart = probe.chart.clone()?;
        let fired = times.fired.get(&probe.id).into_iter().flatten();
        let mut alerts: Vec<Shade> = fired.flat_map(|fired| fired.shades.iter().copied()).collect();
        alerts.sort_by_key(|shade| (shade.severity, shade.span));
        Some(Chart { alerts, ..chart })
    };
    probes.iter().filter_map(shaded).take(MOST_CHARTS).collect()
}

#[cfg(test)]
mod tests {
    use wire::Timestamp;

    use super::*;

    const OF: Span = Span {
        from: Timestamp(0),
        to: Timestamp(100_000),
    };

    fn span(from: i64, to: i64) -> Span {
        Span {
            from: Timestamp(from),
            to: Timestamp(to),
        }
    }

    fn probe(id: u32, measured: &[Span]) -> PastOf {
        PastOf {
            id: ProbeId(id),
            name: format!("Probe {id}"),
            measured: measured.to_vec(),
            chart: None,
        }
    }

    fn fired(alert: u64, text: &str, shades: &[(i64, i64, Severity)]) -> Fired {
        let shade = |(from, to, severity): &(i64, i64, Severity)| Shade {
            span: span(*from, *to),
            severity: *severity,
        };
        Fired {
            alert: AlertId(alert),
            text: text.to_owned(),
            shades: shades.iter().map(shade).collect(),
        }
    }

    fn told(probes: &[PastOf], gaps: &[Span], what: Vec<(u32, Vec<Fired>)>) -> Carried {
        let probes: Vec<&PastOf> = probes.iter().collect();
        let fired = what.into_iter().map(|(id, fired)| (ProbeId(id), fired)).collect();
        let times = Times {
            of: OF,
            gaps,
            fired: &fired,
        };
        let stages: Vec<Stage> = probes.iter().map(|probe| Stage::of(probe.id)).collect();
        carried((None, "PGM"), &probes, &stages, &times)
    }

    #[test]
    fn a_fault_on_one_of_two_ways_harms_nobody() {
        use Severity::{Critical, Major};
        let probes = [probe(1, &[OF]), probe(2, &[OF])];
        let probes: Vec<&PastOf> = probes.iter().collect();
        let fired = [
            (1, fired(7, "MAIN gone", &[(10_000, 40_000, Critical)])),
            (2, fired(8, "BACKUP loses packets", &[(30_000, 60_000, Major)])),
        ];
        let fired = fired.map(|(id, fired)| (ProbeId(id), vec![fired])).into();
        let times = Times {
            of: OF,
            gaps: &[],
            fired: &fired,
        };
        let two_ways = Stage {
            main: vec![ProbeId(1)],
            backup: vec![ProbeId(2)],
        };
        let told = carried((None, "PGM"), &probes, &[two_ways], &times);
        assert_eq!(
            (told.available, told.error_seconds, told.alerts),
            (Some(0.9), 10, 2)
        );
        assert_eq!(told.worst[0].span, span(30_000, 40_000));
        let the_backup_alone = Stage {
            main: Vec::new(),
            backup: vec![ProbeId(2)],
        };
        let told = carried((None, "PGM"), &probes, &[the_backup_alone], &times);
        assert_eq!(told.available, Some(0.7));
    }

    #[test]
    fn nothing_in_the_stretch_is_all_well_where_somebody_looked() {
        let well = told(&[probe(1, &[OF])], &[], Vec::new());
        assert_eq!(
            (well.available, well.error_seconds, well.alerts),
            (Some(1.0), 0, 0)
        );
        assert_eq!((well.watched_s, well.unwatched_s), (100.0, 0.0));
        let nobody = told(&[probe(1, &[])], &[], Vec::new());
        assert_eq!(nobody.available, None, "not known is not well");
        assert_eq!((nobody.watched_s, nobody.unwatched_s), (0.0, 100.0));
        assert_eq!(
            told(&[], &[], Vec::new()).available,
            None,
            "a channel without probes"
        );
    }

    #[test]
    fn alerts_that_overlap_count_once_and_what_viewers_do_not_notice_not_at_all() {
        use Severity::{Critical, Major, Minor};
        let both = [probe(1, &[OF]), probe(2, &[OF])];
        let first = fired(7, "CAM no answer", &[(10_000, 30_000, Major)]);
        let second = fired(8, "SRT gone", &[(20_000, 40_500, Critical)]);
        let mild = fired(9, "PCR jitter", &[(50_000, 90_000, Minor)]);
        let carried = told(&both, &[], vec![(1, vec![first, mild]), (2, vec![second])]);
        assert_eq!(carried.available, Some(1.0 - 0.305));
        assert_eq!((carried.error_seconds, carried.alerts), (31, 3));
        let [worst] = carried.worst.as_slice() else {
            panic!("{:?}", carried.worst)
        };
        assert_eq!((worst.span, worst.severity), (span(10_000, 40_500), Critical));
        assert_eq!(worst.text, "SRT gone", "the worst of them names it");
    }

    #[test]
    fn time_in_which_the_station_did_not_run_counts_for_nothing() {
        use Severity::Critical;
        // It fired before the station went down, and still did when it was back.
        let lasting = fired(1, "CAM no answer", &[(40_000, 80_000, Critical)]);
        let gaps = [span(50_000, 70_000)];
        let carried = told(&[probe(1, &[OF])], &gaps, vec![(1, vec![lasting])]);
        assert_eq!((carried.watched_s, carried.unwatched_s), (80.0, 20.0));
        assert_eq!(carried.error_seconds, 20);
        assert_eq!(carried.available, Some(0.75));
        assert_eq!(carried.worst.len(), 2);
        let whole = told(&[probe(1, &[OF])], &[OF], Vec::new());
        assert_eq!((whole.available, whole.unwatched_s), (None, 100.0));
    }

    #[test]
    fn a_probe_that_only_fails_was_watched_all_the_same() {
        let failing = fired(1, "Encoder refused", &[(0, 100_000, Severity::Critical)]);
        let carried = told(&[probe(1, &[])], &[], vec![(1, vec![failing])]);
        assert_eq!((carried.available, carried.watched_s), (Some(0.0), 100.0));
        assert_eq!(carried.error_seconds, 100);
    }

    #[test]
    fn the_longest_of_many_stretches_are_told_first() {
        let shades: Vec<_> = (1..=9)
            .map(|n| (n * 10_000, n * 10_000 + n * 100, Severity::Major))
            .collect();
        let carried = told(&[probe(1, &[OF])], &[], vec![(1, vec![fired(1, "CAM", &shades)])]);
        let lengths: Vec<i64> = carried
            .worst
            .iter()
            .map(|trouble| trouble.span.millis())
            .collect();
        assert_eq!(lengths, [900, 800, 700, 600, 500]);
    }
}
