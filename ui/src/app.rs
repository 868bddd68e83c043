//! The frame round every page: the ribbon, the rail, and the pall that falls when news stop.

use leptos::prelude::*;
use leptos_router::components::{A, Route, Router, Routes};
use leptos_router::path;
use wire::live::ProbeView;

use crate::live::{Link, Live, use_live};
use crate::model::face;
use crate::page::{Add, Edit, Events, Gallery, Probe, Settings, Wall};
use crate::screen::{Screen, use_screen};
use crate::undo::{Toast, Undo};
use crate::{format, link, text};

/// The whole screen.
#[component]
pub(crate) fn App() -> impl IntoView {
    let live = Live::new();
    provide_context(live);
    provide_context(Screen::new());
    provide_context(Undo::new());
    leptos::task::spawn_local(link::keep_live(live));
    set_interval(move || live.tick(), std::time::Duration::from_millis(250));
    Effect::new(move || {
        let station = live
            .hello
            .with(|hello| hello.as_ref().map(|hello| hello.station.clone()));
        document().set_title(
            &live
                .summary
                .with(|summary| text::page_title(summary.critical, station.as_deref())),
        );
    });
    view! {
        <Router>
            <div class="frame">
                <Ribbon />
                <Rail />
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=Wall />
                    <Route path=path!("/probe/:id") view=Probe />
                    <Route path=path!("/probe/:id/edit") view=Edit />
                    <Route path=path!("/add") view=Add />
                    <Route path=path!("/events") view=Events />
                    <Route path=path!("/settings") view=Settings />
                    <Route path=path!("/gallery") view=Gallery />
                </Routes>
                <Toast />
                <Pall />
                <SignedOut />
            </div>
        </Router>
    }
}

#[component]
fn Ribbon() -> impl IntoView {
    let live = use_live();
    let screen = use_screen();
    let word = move || match live.link.get() {
        Link::Up => text::LIVE,
        Link::Connecting => text::CONNECTING,
        Link::Down(_) | Link::SignedOut => text::NO_LINK,
    };
    let is_up = move || live.link.get() == Link::Up;
    let count =
        move |word: &'static str, class: &'static str, glyph: &'static str, of: fn(&Live) -> usize| {
            let count = Memo::new(move |_| of(&live));
            view! {
                <a
                    class=format!("count {class}")
                    class:none=move || count.get() == 0
                    href=format!("/?show={class}")
                title=text::SHOW_ONLY
                >
                    <i class=format!("g {glyph}") aria-hidden="true"></i>
                    <span class="word">{word}</span>
                    <b>{count}</b>
                <span class="vh">{text::SHOW_ONLY}</span>
                </a>
            }
        };
    // Said at most every few seconds, however fast the counts change.
    let turn = Memo::new(move |_| live.clock.get().0 / 5_000);
    let spoken = Memo::new(move |_| {
        turn.track();
        live.summary
            .with_untracked(|summary| text::spoken_summary(summary.critical, summary.major, summary.stale))
    });
    view! {
        <header class="ribbon">
            <div class="live" class:lost=move || !is_up()>
                <i class="tick" class:odd=move || live.beat.get() aria-hidden="true"></i>
                <span class="word">{word}</span>
                <time>
                    {move || live.filled.get().then(|| format::clock(live.clock.get()))}
                    <span class="t3">{move || live.filled.get().then(|| format::zone(live.clock.get()))}</span>
                </time>
                <span class="gone" class:odd=move || live.beat.get() aria-hidden="true">{text::NO_NEWS}</span>
            </div>
            {count(text::CRIT, "crit", "g-crit", |live| live.summary.with(|summary| summary.critical))}
            {count(text::WARN, "warn", "g-warn", |live| live.summary.with(|summary| summary.major))}
            {count(text::STALE, "stale", "g-stale", |live| live.summary.with(|summary| summary.stale))}
            <Newest />
            <p class="vh" role="status">{spoken}</p>
            <button class="tool" aria-label=text::CHANGE_THEME title=text::CHANGE_THEME on:click=move |_| screen.wear_next()>
                <i class="g g-theme" aria-hidden="true"></i>
            </button>
        </header>
    }
}

/// The newest trouble among the worst, or that there is none.
#[component]
fn Newest() -> impl IntoView {
    let live = use_live();
    let trouble = Memo::new(move |_| live.summary.with(|summary| summary.trouble.clone()));
    move || match trouble
        .get()
        .and_then(|trouble| Some((live.cell(trouble.probe)?, trouble)))
    {
        None => {
            let quiet = move || {
                live.filled
                    .get()
                    .then(|| text::all_quiet(live.summary.with(|summary| summary.all)))
            };
            view! { <div class="newest quiet"><span class="cut">{quiet}</span></div> }.into_any()
        }
        Some((cell, trouble)) => {
            let view: Signal<ProbeView> = cell.view.into();
            let cause = move || {
                let kind = live.kind(&view.with(|view| view.probe.spec.kind.clone()));
                let cause = view.with(|view| face::cause(view, kind.as_deref()));
                if cause.is_empty() {
                    trouble.face.word().to_owned()
                } else {
                    cause
                }
            };
            let class = format!("newest {}", trouble.face.class());
            view! {
                <a class=class href=format!("/probe/{}", trouble.probe)>
                    <span class="cut">
                        <b>{cause}</b>
                        " · "
                        {move || view.with(|view| view.probe.spec.name.clone())}
                    </span>
                </a>
            }
            .into_any()
        }
    }
}

#[component]
fn Rail() -> impl IntoView {
    view! {
        <nav class="rail" aria-label=text::MAIN_PAGES>
            <A href="/" exact=true><i class="g g-wall" aria-hidden="true"></i>{text::WALL}</A>
            <A href="/events"><i class="g g-events" aria-hidden="true"></i>{text::EVENTS}</A>
            <A href="/add"><i class="g g-plus" aria-hidden="true"></i>{text::ADD}</A>
            <A href="/settings"><i class="g g-gear" aria-hidden="true"></i>{text::SETTINGS}</A>
        </nav>
    }
}

/// Falls by itself, drawn by the compositor, when frames or this program stop. Each frame begins its wait anew.
#[component]
fn Pall() -> impl IntoView {
    let live = use_live();
    let since = move || match live.link.get() {
        Link::Down(since) => text::last_news(live.clock.get().millis_since(since)),
        Link::Up | Link::Connecting | Link::SignedOut => String::new(),
    };
    view! {
        <div class="pall" class:odd=move || live.beat.get()>
            <div class="word" role="status">
                <b><i class="g g-stale" aria-hidden="true"></i>{text::OLD_PICTURE}</b>
                <span>{text::OLD_PICTURE_ADVICE}</span>
                <span>{since}</span>
            </div>
        </div>
    }
}

/// In the place of every page while the station does not know this screen.
#[component]
fn SignedOut() -> impl IntoView {
    let live = use_live();
    let again = move |_| link::reload();
    view! {
        <Show when=move || live.link.get() == Link::SignedOut>
            <div class="notice" role="alert">
                <h1>{text::SIGNED_OUT}</h1>
                <p>{text::SIGNED_OUT_ADVICE}</p>
                <p><code>{text::SIGNED_OUT_COMMAND}</code></p>
                <button class="btn go" on:click=again>{text::TRY_AGAIN}</button>
            </div>
        </Show>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <main class="work">
            <div class="lost">
                <p>{text::NOT_FOUND}</p>
                <a class="btn" href="/">{text::TO_THE_WALL}</a>
            </div>
        </main>
    }
}
