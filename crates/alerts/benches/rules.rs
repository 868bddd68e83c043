//! How much of one core own rules take: `cargo bench -p alerts`.
//!
//! Every look of every probe is taken and judged as the station does it, once for each simulated second. The share of one
//! core at 1 Hz is the time of such a round in seconds.
#![allow(
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    reason = "a bench prints, and its counts are small"
)]

use std::borrow::Cow::Borrowed;
use std::hint::black_box;
use std::time::Instant;

use alerts::baseline::{Baseline, Baselines};
use alerts::own::{Own, Unlearned};
use wire::kind::Bad;
use wire::probe::ProbeId;
use wire::reading::{Labels, Reading, Sample};
use wire::rule::{Pick, RuleSpec, Scope, Spent, Test};
use wire::series::{Series, SeriesId};
use wire::{Severity, Timestamp, Unit};

/// Series of each probe, where each rule names its two of them.
const SERIES: u32 = 20;
/// Rules and series at once, and ten times as many.
const SIZES: [(u32, u32); 2] = [(1_000, 2_000), (10_000, 20_000)];
/// Simulated seconds, until every window is full, and how many of them count.
const ROUNDS: u32 = 400;
const COUNTED: u32 = 100;

/// What is usual for every series of these looks.
fn learned(looks: &[Reading]) -> Baselines {
    let past: Vec<_> = (0..4_320)
        .map(|minute| (Timestamp(minute * 60_000), f64::from((minute % 7) as u32) / 10.0))
        .collect();
    let baseline = Baseline::learn(&past, 0);
    let mut baselines = Baselines::default();
    for look in looks {
        for sample in &look.samples {
            let series = Series {
                id: SeriesId(0),
                probe: look.probe,
                metric: sample.metric.clone(),
                labels: sample.labels.clone(),
                unit: sample.unit,
            };
            baseline
                .iter()
                .for_each(|baseline| baselines.put(series.clone(), baseline.clone()));
        }
    }
    baselines
}

fn series(number: u32) -> Pick {
    let labels = Labels::from([(Borrowed("port"), number.to_string())]);
    Pick {
        metric: "box_load_ratio".to_owned(),
        labels,
    }
}

/// Looks at two series of each probe, as a rule without labels at a device with two ports does.
fn every_series() -> Pick {
    Pick {
        metric: "box_load_ratio".to_owned(),
        labels: Labels::new(),
    }
}

type Row = (&'static str, fn(Pick) -> Test);

/// What is measured: a name, and the test on the series that it is given.
const ROWS: [Row; 8] = [
    ("limit", |series| Test::Limit {
        series,
        bad: Bad::Above,
        limit: 2.0,
        clear: Some(1.5),
    }),
    ("limit, all true", |series| Test::Limit {
        series,
        bad: Bad::Above,
        limit: -1.0,
        clear: None,
    }),
    ("two limits together", |series| Test::All {
        of: vec![limit(series.clone()), limit(series)],
    }),
    ("limit over time", |series| Test::OverTime {
        of: Box::new(limit(series)),
        window_s: 300,
        raise: Spent::Share(0.1),
        clear_window_s: None,
        clear: None,
    }),
    ("rate", |series| Test::Rate {
        series,
        bad: Bad::Above,
        limit: 2.0,
        window_s: 60,
    }),
    ("ratio", |series| Test::Ratio {
        bad: series.clone(),
        of: series,
        above: 2.0,
        window_s: 60,
    }),
    ("forecast over 5 min", |series| Test::Forecast {
        series,
        bad: Bad::Above,
        limit: 1e9,
        within_s: 60,
        window_s: 300,
    }),
    ("unusual", |series| Test::Unusual {
        series,
        bad: None,
        deviations: 9.0,
    }),
];

fn limit(series: Pick) -> Test {
    Test::Limit {
        series,
        bad: Bad::Above,
        limit: 2.0,
        clear: None,
    }
}

fn spec(when: Test) -> RuleSpec {
    RuleSpec {
        name: "Bench".to_owned(),
        enabled: true,
        on: Scope::default(),
        when,
        severity: Severity::Major,
        raise_after_ms: 0,
        clear_after_ms: 0,
        advice: String::new(),
    }
}

fn look(probe: u32, series: u32) -> Reading {
    let sample = |number: u32| Sample {
        metric: Borrowed("box_load_ratio"),
        labels: self::series(number).labels,
        unit: Unit::Ratio,
        value: f64::from(number % 7) / 10.0,
    };
    Reading {
        probe: ProbeId(probe),
        at: Timestamp(0),
        took_ms: 1,
        samples: (0..series).map(sample).collect(),
        findings: Vec::new(),
        facts: Vec::new(),
        failure: None,
    }
}

/// Seconds for one round over all rules, in the mean: each takes the look of its probe and judges it.
fn measure(looks: &mut [Reading], rules: &mut [(usize, Own)]) -> f64 {
    for (place, own) in &mut *rules {
        own.join(looks[*place].probe, Timestamp(0));
    }
    let bands = learned(looks);
    let mut out = Vec::new();
    let mut round = |number: u32| {
        for look in &mut *looks {
            look.at = Timestamp(i64::from(number) * 1_000);
            for sample in &mut look.samples {
                sample.value += 0.000_1;
            }
        }
        let begin = Instant::now();
        for (place, own) in &mut *rules {
            let look = &looks[*place];
            out.clear();
            own.take(look);
            own.judge(look.probe, look.at, &bands, &mut out);
            black_box(&out);
        }
        begin.elapsed().as_secs_f64()
    };
    let mean = |seconds: f64| seconds / f64::from(COUNTED);
    let times: Vec<_> = (0..ROUNDS).map(&mut round).collect();
    mean(times.iter().rev().take(COUNTED as usize).sum())
}

fn main() {
    println!("Share of one core for own rules at 1 Hz; every rule looks at two series.");
    println!(
        "{:32}{:>22}{:>22}{:>10}",
        "", "1,000 / 2,000 series", "10,000 / 20,000", "growth"
    );
    for (name, test) in ROWS {
        // A probe for each rule, with the two series that it looks at.
        let shares = SIZES.map(|(rules, _)| {
            let mut looks: Vec<_> = (0..rules).map(|probe| look(probe, 2)).collect();
            let rule = |place: u32| (place as usize, Own::new(spec(test(every_series()))));
            let mut rules: Vec<_> = (0..rules).map(rule).collect();
            measure(&mut looks, &mut rules)
        });
        print(name, shares);
    }
    let named = SIZES.map(|(rules, series)| {
        let mut looks: Vec<_> = (0..series / SERIES).map(|probe| look(probe, SERIES)).collect();
        let rule = |n: u32| {
            let (probe, number) = (n / (SERIES / 2), n % (SERIES / 2) * 2);
            let test = Test::Any {
                of: vec![limit(self::series(number)), limit(self::series(number + 1))],
            };
            (probe as usize, Own::new(spec(test)))
        };
        let mut rules: Vec<_> = (0..rules).map(rule).collect();
        measure(&mut looks, &mut rules)
    });
    print("two limits of 20 series, named", named);
    let peers = [100, 1_000].map(|probes| {
        let mut looks: Vec<_> = (0..probes).map(|probe| look(probe, 20)).collect();
        let test = Test::UnlikePeers {
            series: every_series(),
            bad: None,
            deviations: 99.0,
            least: 3,
        };
        let mut own = Own::new(spec(test));
        for look in &looks {
            own.join(look.probe, Timestamp(0));
        }
        let (mut out, mut times) = (Vec::new(), Vec::new());
        for round in 0..COUNTED / 5 {
            let begin = Instant::now();
            for look in &mut looks {
                look.at = Timestamp(i64::from(round) * 1_000);
                out.clear();
                own.take(look);
                own.judge(look.probe, look.at, &Unlearned, &mut out);
                black_box(&out);
            }
            times.push(begin.elapsed().as_secs_f64());
        }
        times.iter().sum::<f64>() / f64::from(COUNTED / 5)
    });
    print("one of peers: 100 and 1,000 × 20", peers);
}

fn print(name: &str, [one, ten]: [f64; 2]) {
    println!(
        "{name:32}{:>20.3} %{:>20.3} %{:>9.1}×",
        one * 100.0,
        ten * 100.0,
        ten / one
    );
}
