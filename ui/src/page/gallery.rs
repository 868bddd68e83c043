//! Every state that a probe can wear, side by side: to judge a theme by, and for tests to look at.

mod buttons;
mod entries;
mod handled;

use leptos::prelude::*;
use wire::Timestamp;
use wire::kind::{KindInfo, Metric, Sort, Watch};
use wire::live::{Condition, Frame, Hello, ProbeState, ProbeView};
use wire::probe::{Probe, ProbeId, ProbeSpec};
use wire::reading::{Cause, Failure};
use wire::series::{Point, Series, SeriesId};
use wire::{Severity, Unit};

use self::buttons::Buttons;
use self::entries::Entries;
use self::handled::Handlings;
use crate::live::{Live, use_live};
use crate::part::Tile;
use crate::text;

const CONDITIONS: [Condition; 6] = [
    Condition::Critical,
    Condition::Major,
    Condition::Minor,
    Condition::Unknown,
    Condition::Off,
    Condition::Ok,
];
const OLD_MS: i64 = 40_000;
const STALE_AFTER_MS: u32 = 10_000;

/// A picture of its own, made by hand and told in one frame like any other.
#[component]
pub(crate) fn Gallery() -> impl IntoView {
    let now = use_live().now();
    let made = Live::new();
    made.greet(Hello {
        station: String::new(),
        version: String::new(),
        kinds: vec![kind()],
    });
    let mut told = frame(now);
    handled::add(&mut told);
    made.apply(told);
    made.silences.set(vec![handled::maintenance(now)]);
    let tiles: Vec<_> = made
        .places
        .get_untracked()
        .into_iter()
        .filter_map(|place| untrack(|| made.cell(place.id)))
        .collect();
    let count = tiles.len().to_string();
    view! {
        <main class="work wall">
            <h1 class="page-title">{text::gallery()}</h1>
            <div class="groups">
                <div class="group" style:--n=count>
                    <div class="tiles">{tiles.into_iter().map(|cell| view! { <Tile live=made cell=cell /> }).collect_view()}</div>
                </div>
            </div>
            <Handlings />
            <Buttons />
            <Entries />
        </main>
    }
}

fn kind() -> KindInfo {
    let metric = Metric {
        name: "sample".into(),
        title: text::gallery_metric().into(),
        help: "".into(),
        unit: Unit::Seconds,
        sort: Sort::Gauge,
        labels: Vec::new().into(),
        limits: None,
    };
    KindInfo {
        name: "sample".into(),
        title: text::gallery_kind().into(),
        help: "".into(),
        schemes: Vec::new().into(),
        example: "".into(),
        watch: Watch::AtIntervals {
            every_ms: 1_000,
            timeout_ms: 900,
        },
        fields: Vec::new().into(),
        metrics: vec![metric].into(),
        findings: Vec::new().into(),
        alone: Vec::new().into(),
        facts: Vec::new().into(),
    }
}

/// Each condition fresh and stale, the numbers a second apart.
fn frame(now: Timestamp) -> Frame {
    let mut frame = Frame {
        now,
        whole: true,
        ..Frame::default()
    };
    let faces = [false, true]
        .into_iter()
        .flat_map(|is_old| CONDITIONS.map(|condition| (condition, is_old)));
    for (number, (condition, is_old)) in (1..).zip(faces) {
        let last = now.plus_millis(if is_old { -OLD_MS } else { 0 });
        let never = matches!(condition, Condition::Unknown | Condition::Off);
        if never && is_old {
            continue;
        }
        let id = ProbeId(number);
        let state = ProbeState {
            condition,
            since: now.plus_millis(-72_000),
            last: (!never).then_some(last),
            took_ms: 1,
            // What is fresh here stays so for as long as anybody looks.
            stale_after_ms: if is_old { STALE_AFTER_MS } else { u32::MAX },
            failure: (condition == Condition::Critical).then(|| Failure::new(Cause::Timeout, "")),
            findings: finding(condition).into_iter().collect(),
            breaches: Vec::new(),
        };
        let name = if condition == Condition::Ok {
            text::gallery_long()
        } else {
            text::gallery_name()
        };
        let spec = ProbeSpec::new(name, "sample", "");
        frame.probes.push(ProbeView {
            probe: Probe {
                id,
                revision: 1,
                spec,
            },
            state,
        });
        let series = SeriesId(number);
        frame.series.push(Series {
            id: series,
            probe: id,
            metric: "sample".into(),
            labels: Default::default(),
            unit: Unit::Seconds,
        });
        if !never {
            let value = |step: i64| {
                0.012 + 0.001 * f64::from(u8::try_from((step * 7 + i64::from(number)) % 5).unwrap_or(0))
            };
            let point = |step: i64| Point {
                series,
                at: last.plus_millis((step - 60) * 4_000),
                value: value(step),
            };
            frame.points.extend((0..=60).map(point));
        }
    }
    frame
}

fn finding(condition: Condition) -> Option<wire::reading::Finding> {
    let severity = match condition {
        Condition::Major => Severity::Major,
        Condition::Minor => Severity::Minor,
        Condition::Critical | Condition::Unknown | Condition::Off | Condition::Ok => return None,
    };
    let detail = text::gallery_finding().to_owned();
    Some(wire::reading::Finding {
        code: "sample.finding".into(),
        severity,
        detail,
        labels: Default::default(),
    })
}
