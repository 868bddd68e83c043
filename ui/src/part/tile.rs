//! One probe on the wall.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::html::A;
use leptos::prelude::*;
use wire::Timestamp;
use wire::alert::Alert;
use wire::kind::KindInfo;
use wire::live::{Condition, ProbeState, ProbeView};
use wire::probe::ProbeId;

use super::{Mark, Sight, Spark};
use crate::live::{Cell, Live, Row};
use crate::model::alerts::{Handled, Since, told};
use crate::model::face::{self, Face};
use crate::{format, text};

/// Length of the steps in which the past of a tile is asked for, in milliseconds.
pub(crate) const PAST_STEP_MS: u32 = 5_000;

/// The veil starts anew at most this often, in milliseconds: to start an animation ten times a second costs more than to
/// show ten numbers.
const VEIL_PACE_MS: i64 = 1_000;

/// Which tiles are chosen, on pages where some can be.
#[derive(Clone, Copy)]
pub(crate) struct Choice {
    /// Whether a touch chooses a tile, in place of opening its page.
    pub(crate) is_on: RwSignal<bool>,
    pub(crate) chosen: RwSignal<BTreeSet<ProbeId>>,
}

impl Choice {
    /// None, and none can be.
    pub(crate) fn new() -> Self {
        Self {
            is_on: RwSignal::new(false),
            chosen: RwSignal::new(BTreeSet::new()),
        }
    }

    /// A touch opens pages again.
    pub(crate) fn end(self) {
        self.is_on.set(false);
        self.chosen.update(BTreeSet::clear);
    }
}

/// A tile: state, cause, age, one number with its last minutes, name. Nothing in it moves when its state changes. In a
/// long list that tells what is in [`Sight`], only its name stands in it until it is.
#[component]
pub(crate) fn Tile(
    /// The picture it is a part of.
    live: Live,
    /// What it shows.
    cell: Cell,
) -> impl IntoView {
    let view: Signal<ProbeView> = cell.view.clone().into();
    let (id, name) = view.with_untracked(|view| (view.probe.id, view.probe.spec.name.clone()));
    let tile = NodeRef::<A>::new();
    let seen = match use_context::<Sight>() {
        Some(sight) => sight.follow(tile, id.to_string()),
        None => Signal::stored(true),
    };
    let face = Memo::new(move |_| {
        seen.get()
            .then(|| view.with(|view| Face::of(&view.state, live.clock.get())))
    });
    let alerts: Signal<Vec<Arc<Alert>>> = cell.alerts.clone().into();
    let handled = Memo::new(move |_| {
        let handled = alerts.with(|alerts| Handled::of(alerts.iter()));
        live.handled(handled)
    });
    let choice = use_context::<Choice>();
    let chosen = Memo::new(move |_| {
        let choice = choice.filter(|choice| seen.get() && choice.is_on.get())?;
        Some(choice.chosen.with(|chosen| chosen.contains(&id)))
    });
    let class = move || {
        let state = face.get().map_or("", Face::class);
        let mark = if chosen.get() == Some(true) { " chosen" } else { "" };
        let done = handled.with(Handled::class);
        format!("tile {state}{done}{mark}")
    };
    let label = name.clone();
    let sentence = Memo::new(move |_| {
        // The clock is followed so that the length of a trouble is true to the minute.
        let Some(face) = face.get() else {
            return label.clone();
        };
        let done = handled.with(text::spoken_handled);
        view.with(|view| {
            face::spoken(
                view,
                face,
                &done,
                live.kind(&view.probe.spec.kind).as_deref(),
                live.clock.get(),
            )
        })
    });
    let title = name.clone();
    let kind_of = view.with_untracked(|view| view.probe.spec.kind.clone());
    let kind = Memo::new(move |_| live.kind(&kind_of));
    let inside = move || {
        let face = Memo::new(move |before: Option<&Face>| {
            let before = before.copied().unwrap_or(UNSEEN);
            face.get().unwrap_or(before)
        });
        view! { <Inside live=live view=view rows=cell.rows.clone().into() alerts=alerts handled=handled kind=kind face=face /> }
    };
    view! {
        <a
            node_ref=tile
            class=class
            href=format!("/probe/{id}")
            data-probe=id.to_string()
            role=move || chosen.get().map(|_| "checkbox")
            aria-checked=move || chosen.get().map(|chosen| chosen.to_string())
        >
            <span class="vh">{sentence}</span>
            <span class="umd" aria-hidden="true">
                <span class="name cut" title=title dir="auto">{name}</span>
                <span class="kind">{move || kind.get().map(|kind| kind.title.clone().into_owned())}</span>
            </span>
            {move || seen.get().then(inside.clone())}
        </a>
    }
}

/// How a tile looks before anything is known of it.
const UNSEEN: Face = Face {
    condition: Condition::Unknown,
    stale: false,
};

/// What follows the news in a tile that is in sight.
#[component]
fn Inside(
    live: Live,
    view: Signal<ProbeView>,
    rows: Signal<Vec<Row>>,
    alerts: Signal<Vec<Arc<Alert>>>,
    handled: Memo<Handled>,
    kind: Memo<Option<Arc<KindInfo>>>,
    face: Memo<Face>,
) -> impl IntoView {
    let cause = Memo::new(move |_| {
        let kind = kind.get();
        let cause = alerts
            .with(|alerts| view.with(|view| told(view, kind.as_deref(), alerts, live.clock.get()).cause));
        handled.with(|handled| handled_cause(live, handled, cause))
    });
    let age = Memo::new(move |_| {
        let now = live.clock.get();
        let since = handled.with(|handled| handled.since().filter(|_| !face.get().stale));
        match since {
            Some(Since::Began(at)) => format::rough(now.millis_since(at)),
            Some(Since::Ends(at)) => text::time_left(&format::rough(at.millis_since(now))),
            None => view.with(|view| age(face.get(), &view.state, now)),
        }
    });

    // The metric a kind names first is the one that is shown large.
    let metric = Memo::new(move |_| kind.get().and_then(|kind| kind.metrics.first().cloned()));
    let trail = Memo::new(move |_| {
        let metric = metric.get()?;
        rows.with(|rows| {
            rows.iter()
                .find(|row| row.series.metric == metric.name)
                .map(|row| row.trail.clone())
        })
    });
    let last = Memo::new(move |_| view.with(|view| view.state.last));
    let number = Memo::new(move |_| {
        let (at, value) = trail.get()?.with(|trail| trail.latest())?;
        let is_old = last.get().is_some_and(|last| at < last) || face.get().stale;
        Some((format::value(metric.get()?.unit, value), is_old))
    });
    let is_old = move || number.with(|number| number.as_ref().is_some_and(|(_, is_old)| *is_old));
    let figure = move || {
        number.with(|number| {
            number
                .as_ref()
                .map_or_else(|| "–".to_owned(), |(shown, _)| shown.number.clone())
        })
    };
    let unit = move || number.with(|number| number.as_ref().map_or("", |(shown, _)| shown.unit));
    // What the station remembers comes in steps of a few seconds.
    let gap_ms = Memo::new(move |_| {
        view.with(|view| i64::from(view.state.stale_after_ms).max(i64::from(PAST_STEP_MS) * 5 / 2))
    });
    let veil = Memo::new(move |before: Option<&Veil>| {
        view.with(|view| Veil::after(before.copied(), &view.state, live.now()))
    });
    let veiled = move |turn: bool| move || veil.with(|veil| veil.of.is_some() && veil.is_odd == turn);

    view! {
        <span class="head" aria-hidden="true">
            <Mark face=face handled=handled />
            <span class="cause cut" title=cause>{cause}</span>
            <span class="age">{age}</span>
        </span>
        <span class="body" aria-hidden="true">
            <span class="trace" class:old=is_old>
                <span class="metric cut">{move || metric.get().map(|metric| metric.title.into_owned())}</span>
                <Spark trail=trail now=Signal::derive(move || last.get().unwrap_or_default()) gap_ms=gap_ms />
            </span>
            <span class="hero" class:old=is_old>
                <span class="u">{move || if is_old() { text::last() } else { "" }}</span>
                {figure}
                <span class="u">{unit}</span>
            </span>
        </span>
        <i
            class="veil"
            class:odd=veiled(true)
            class:even=veiled(false)
            style:--dead=move || veil.with(|veil| format!("{}ms", veil.left_ms))
        ></i>
    }
}

/// What stands beside the mark of a tile: who has it, what keeps it quiet, what it follows from; else why it is as it is.
fn handled_cause(live: Live, handled: &Handled, cause: String) -> String {
    match handled {
        Handled::Acknowledged { by, .. } => format!("{by} · {cause}"),
        Handled::Silenced { why, .. } => why.clone(),
        Handled::Follows { cause: id } => {
            let from = live
                .alerts
                .with(|known| known.get(*id).map(|alert| alert.subject.name.clone()));
            from.map_or(cause, |from| text::follows_from_alert(&from))
        }
        Handled::Not | Handled::Shelved { .. } | Handled::Phase => cause,
    }
}

/// A veil that comes by itself unless a later reading starts it anew: two animations of the same shape take turns.
#[derive(Clone, Copy, PartialEq)]
struct Veil {
    /// The reading that started it; nothing while nothing is veiled.
    of: Option<Timestamp>,
    left_ms: i64,
    is_odd: bool,
}

impl Veil {
    fn after(before: Option<Self>, state: &ProbeState, now: Timestamp) -> Self {
        let of = state.last.filter(|_| state.condition != Condition::Off);
        if let Some(before) = before
            && before.of.is_some() == of.is_some()
            && of
                .zip(before.of)
                .is_none_or(|(of, before)| (0..VEIL_PACE_MS).contains(&of.millis_since(before)))
        {
            return before;
        }
        let left_ms = of.map_or(0, |of| {
            i64::from(state.stale_after_ms) + VEIL_PACE_MS - now.millis_since(of)
        });
        Self {
            of,
            left_ms,
            is_odd: !before.is_some_and(|before| before.is_odd),
        }
    }
}

/// Since when it is wrong, or how old the last reading is; nothing when all is well.
fn age(face: Face, state: &ProbeState, now: Timestamp) -> String {
    match (face.stale, state.condition) {
        (true, _) => state
            .last
            .map_or_else(String::new, |last| format::duration(now.millis_since(last))),
        (false, Condition::Ok | Condition::Off | Condition::Unknown) => String::new(),
        (false, Condition::Minor | Condition::Major | Condition::Critical) => {
            format::duration(now.millis_since(state.since))
        }
    }
}
