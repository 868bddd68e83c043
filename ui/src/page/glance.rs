//! The state of everything for eyes three metres away (ISA-101, level 1): how bad it is, how much of it, what is worst.

use std::time::Duration;

use leptos::prelude::*;
use leptos::{ev, html};
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use wire::Timestamp;
use wire::live::Condition;

use crate::live::{Link, Live, use_live};
use crate::model::alerts::{Incident, sentence};
use crate::model::face::{self, Face};
use crate::model::habits;
use crate::model::wall::Trouble;
use crate::part::OnAir;
use crate::screen::{habit, use_screen};
use crate::{format, text};

/// A rack that nobody touched for so long shows what can be read from afar.
const UNTOUCHED_MS: f64 = 60_000.0;
/// What somebody is about to do keeps the screen awake.
const BUSY: &str =
    "dialog[open], form, .edit, .notice, .welcome, [data-awake], :popover-open, input:focus, textarea:focus";
const PATH: &str = "/glance";
/// A finger that wakes the screen is long gone from it when the page below can be touched again.
const LIFTED: Duration = Duration::from_millis(120);

/// Whether this screen shows only the state of everything, over the page that stays as it is.
#[derive(Clone, Copy)]
pub(crate) struct Sleep {
    asleep: RwSignal<bool>,
    touched_ms: StoredValue<f64>,
    /// The page that was open before Glance was.
    before: StoredValue<String>,
}

impl Sleep {
    /// Awake; falls asleep by itself on a rack.
    pub(crate) fn new() -> Self {
        let screen = use_screen();
        let sleep = Self {
            asleep: RwSignal::new(false),
            touched_ms: StoredValue::new(now_ms()),
            before: StoredValue::new("/".to_owned()),
        };
        let touched = move || sleep.touched_ms.set_value(now_ms());
        let pointer = window_event_listener(ev::pointerdown, move |_| touched());
        let key = window_event_listener(ev::keydown, move |_| touched());
        let wheel = window_event_listener(ev::wheel, move |_| touched());
        on_cleanup(move || {
            pointer.remove();
            key.remove();
            wheel.remove();
        });
        let may_sleep = move || {
            screen.worn.with_untracked(|worn| worn == "rack")
                && habit::<habits::Glance>() == habits::Glance::On
                && !matches!(document().query_selector(BUSY), Ok(Some(_)))
        };
        set_interval(
            move || {
                let untouched = now_ms() - sleep.touched_ms.get_value() >= UNTOUCHED_MS;
                if untouched && !sleep.asleep.get_untracked() && may_sleep() {
                    sleep.asleep.set(true);
                }
            },
            Duration::from_secs(1),
        );
        sleep
    }

    /// Shows the state of everything until somebody touches the screen.
    pub(crate) fn fall(self) {
        self.asleep.set(true);
    }
}

/// Milliseconds since the page was opened, whatever the clock does.
fn now_ms() -> f64 {
    window()
        .performance()
        .map_or(0.0, |performance| performance.now())
}

/// Over every page while the screen sleeps. The first touch or key only wakes it.
#[component]
pub(crate) fn Asleep() -> impl IntoView {
    let sleep: Sleep = expect_context();
    let wake = Callback::new(move |()| sleep.asleep.set(false));
    let location = use_location();
    Effect::new(move || {
        let (path, search) = (location.pathname.get(), location.search.get());
        if path != PATH {
            let search = search.trim_start_matches('?');
            let query = if search.is_empty() { "" } else { "?" };
            sleep.before.set_value(format!("{path}{query}{search}"));
        }
    });
    view! {
        <Show when=move || sleep.asleep.get()>
            <Face3m wake=wake />
        </Show>
    }
}

/// The same as a page of its own, for a screen that shows nothing else.
#[component]
pub(crate) fn Glance() -> impl IntoView {
    let navigate = use_navigate();
    let sleep: Sleep = expect_context();
    let wake = Callback::new(move |()| {
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&sleep.before.get_value(), options);
    });
    view! {
        <main class="work"><h1 class="vh">{text::glance()}</h1></main>
        <Face3m wake=wake />
    }
}

/// What is read from three metres.
#[component]
fn Face3m(wake: Callback<()>) -> impl IntoView {
    let live = use_live();
    let whole = NodeRef::<html::Section>::new();
    whole.on_load(|whole| {
        // Keys go nowhere else; what had the focus gets it back when it is touched.
        if let Err(error) = whole.focus() {
            leptos::logging::warn!("cannot take the keys: {error:?}");
        }
    });
    let key = move |event: ev::KeyboardEvent| {
        event.prevent_default();
        event.stop_propagation();
        wake.run(());
    };
    // The click of a touch comes after it was lifted, and must find this here, not what lies under it.
    let lifted = move |_| {
        set_timeout(
            move || {
                wake.try_run(());
            },
            LIFTED,
        )
    };
    let waiting = Memo::new(move |_| live.attention.with(|waiting| waiting.newest.clone()));
    let trouble = Memo::new(move |_| {
        if let Some(incident) = waiting.get() {
            return Some(Worst::of(live, &incident));
        }
        // What somebody takes care of is not told to everybody; what is old is.
        let old = live.summary.with(|summary| summary.trouble.clone());
        old.filter(|trouble| trouble.face.stale)
            .and_then(|trouble| Worst::old(live, &trouble))
    });
    let class = move || {
        let state = trouble.with(|trouble| trouble.as_ref().map_or("calm", |trouble| trouble.face.class()));
        format!("glance {state}")
    };
    view! {
        <section
            node_ref=whole
            class=class
            tabindex="-1"
            aria-label=text::glance()
            on:keydown=key
            on:pointerup=lifted
            on:contextmenu=move |event| event.prevent_default()
        >
            {move || match trouble.get() {
                Some(trouble) => view! { <Bad live=live trouble=trouble /> }.into_any(),
                None => view! { <Calm live=live /> }.into_any(),
            }}
            <Foot live=live />
        </section>
    }
}

/// What is named from afar.
#[derive(Clone, Debug, PartialEq)]
struct Worst {
    face: Face,
    since: Timestamp,
    name: String,
    cause: String,
}

impl Worst {
    /// An incident that waits for somebody.
    fn of(live: Live, incident: &Incident) -> Self {
        let root = incident.root();
        let probe = root.and_then(|root| live.cell(root.subject.probe?));
        let kind = probe.and_then(|cell| live.kind(&cell.view.with(|view| view.probe.spec.kind.clone())));
        Self {
            face: Face::of_severity(incident.severity()),
            since: incident.began(),
            name: root.map(|root| root.subject.name.clone()).unwrap_or_default(),
            cause: root
                .map(|root| sentence(root, kind.as_deref()))
                .unwrap_or_default(),
        }
    }

    /// A probe of which nothing new is known.
    fn old(live: Live, trouble: &Trouble) -> Option<Self> {
        let cell = live.cell(trouble.probe)?;
        let kind = live.kind(&cell.view.with(|view| view.probe.spec.kind.clone()));
        Some(cell.view.with(|view| {
            let cause = face::cause(view, kind.as_deref());
            Self {
                face: trouble.face,
                since: trouble.since,
                name: view.probe.spec.name.clone(),
                cause: if cause.is_empty() {
                    trouble.face.spoken()
                } else {
                    cause
                },
            }
        }))
    }
}

/// How bad, how much, and the worst by its name.
#[component]
fn Bad(live: Live, trouble: Worst) -> impl IntoView {
    let Worst {
        face,
        since,
        name,
        cause,
    } = trouble;
    let count = |word: &'static str, class: &'static str, glyph: &'static str, of: fn(&Live) -> usize| {
        let count = Memo::new(move |_| of(&live));
        view! {
            <p class=format!("count {class}") class:none=move || count.get() == 0>
                <i class=format!("g {glyph}") aria-hidden="true"></i>
                <b>{count}</b>
                <span>{word}</span>
            </p>
        }
    };
    let worst = view! {
        <div class="worst">
            <Fitted words=Signal::stored(name) />
            <Fitted words=Signal::stored(cause) />
        </div>
    };
    view! {
        <div class="state">
            <i class=face.glyph() aria-hidden="true"></i>
            <b>{face.word()}</b>
            <span>{move || format::duration(live.clock.get().millis_since(since))}</span>
        </div>
        <div class="counts">
            {count(text::crit(), "crit", "g-crit", |live| live.attention.with(|waiting| waiting.critical))}
            {count(text::warn(), "warn", "g-warn", |live| live.attention.with(|waiting| waiting.major))}
            {count(text::stale(), "stale", "g-stale", |live| live.summary.with(|summary| summary.stale))}
        </div>
        {worst}
    }
}

/// Nothing to do: the clock is the largest thing to be seen.
#[component]
fn Calm(live: Live) -> impl IntoView {
    let count = move |condition: Condition| {
        live.places.with(|places| {
            live.faces.with(|faces| {
                let is = |face: Face| face.condition == condition;
                places
                    .iter()
                    .filter(|place| faces.get(place.id).is_some_and(is))
                    .count()
            })
        })
    };
    let told = move || {
        text::calm(
            count(Condition::Ok),
            count(Condition::Minor),
            count(Condition::Unknown),
            count(Condition::Off),
            live.attention.with(|waiting| waiting.taken),
        )
    };
    view! {
        <div class="calm">
            <time>{move || live.filled.get().then(|| format::clock(live.clock.get()))}</time>
            <p><i class="g g-ok" aria-hidden="true"></i><span>{move || live.filled.get().then(told)}</span></p>
        </div>
    }
}

/// Whether the picture is live, whose it is, and how to get away.
#[component]
fn Foot(live: Live) -> impl IntoView {
    let is_up = move || live.link.get() == Link::Up;
    let word = move || if is_up() { text::live() } else { text::no_link() };
    let station = move || {
        live.hello
            .with(|hello| hello.as_ref().map(|hello| hello.station.clone()))
    };
    view! {
        <footer>
            <span class="live" class:lost=move || !is_up()>
                <i class="tick" class:odd=move || live.beat.get() aria-hidden="true"></i>
                {word}
            </span>
            <time>
                {move || live.filled.get().then(|| format::clock(live.clock.get()))}
                <span class="t3">{move || live.filled.get().then(|| format::zone(live.clock.get()))}</span>
            </time>
            <OnAir />
            <span class="cut grow" dir="auto">{station}</span>
            <span class="t3">{text::wakes()}</span>
        </footer>
    }
}

/// One line, as large as fits.
#[component]
fn Fitted(#[prop(into)] words: Signal<String>) -> impl IntoView {
    let line = NodeRef::<html::P>::new();
    let screen = use_screen();
    let fit = RwSignal::new(1.0);
    Effect::new(move || {
        let Some(line) = line.get() else { return };
        words.track();
        screen.sized.track();
        // Measured at its full size, before it is drawn.
        fit.set(1.0);
        request_animation_frame(move || {
            let (has, wants) = (f64::from(line.client_width()), f64::from(line.scroll_width()));
            if wants > 0.0 && wants > has {
                fit.set(has / wants);
            }
        });
    });
    view! {
        <p class="fitted" dir="auto" node_ref=line style:--fit=move || fit.get().to_string()>{words}</p>
    }
}
