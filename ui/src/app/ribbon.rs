//! The line on top of every page.

use leptos::prelude::*;
use wire::live::ProbeView;

use crate::live::{Link, Live, use_live};
use crate::model::alerts::{Incident, is_flood, sentence};
use crate::model::face::{self, Face};
use crate::page::WallBarButton;
use crate::part::{OnAir, use_opened};
use crate::screen::use_screen;
use crate::sound::SoundButton;
use crate::{format, text};

/// How this screen stands with its station, what asks for a look, and the tools that are always there.
#[component]
pub(super) fn Ribbon() -> impl IntoView {
    let live = use_live();
    let screen = use_screen();
    let opened = use_opened();
    let word = move || match live.link.get() {
        Link::Up => text::live(),
        Link::Connecting => text::connecting(),
        Link::Down(_) | Link::SignedOut => text::no_link(),
    };
    let is_up = move || live.link.get() == Link::Up;
    let count = move |word: &'static str, class: &'static str, page: &'static str, of: fn(&Live) -> usize| {
        let count = Memo::new(move |_| of(&live));
        view! {
            <a
                class=format!("count {class}")
                class:none=move || count.get() == 0
                href=format!("{page}?show={class}")
                title=text::show_only()
            >
                <i class=format!("g g-{class}") aria-hidden="true"></i>
                <span class="word">{word}</span>
                <b>{count}</b>
                <span class="vh">{text::show_only()}</span>
            </a>
        }
    };
    // Said at most every few seconds, however fast the counts change.
    let turn = Memo::new(move |_| live.clock.get().0 / 5_000);
    let spoken = Memo::new(move |_| {
        turn.track();
        let stale = live.summary.with_untracked(|summary| summary.stale);
        live.attention
            .with_untracked(|waiting| text::spoken_summary(waiting.critical, waiting.major, stale))
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
                <span class="gone" class:odd=move || live.beat.get() aria-hidden="true">{text::no_news()}</span>
            </div>
            <Show when=move || live.phase.with(Option::is_some)>
                <a class="show" href="/phases" title=text::phases()><OnAir /></a>
            </Show>
            {count(text::crit(), "crit", "/alerts", |live| live.attention.with(|waiting| waiting.critical))}
            {count(text::warn(), "warn", "/alerts", |live| live.attention.with(|waiting| waiting.major))}
            {count(text::stale(), "stale", "/", |live| live.summary.with(|summary| summary.stale))}
            <Newest />
            <SoundButton />
            <p class="vh" role="status">{spoken}</p>
            <WallBarButton />
            <button class="tool" aria-label=text::find_anything() title=text::find_anything() on:click=move |_| opened.palette.set(true)>
                <i class="g g-find" aria-hidden="true"></i>
            </button>
            <button class="tool" data-key="t" aria-label=text::change_theme() title=text::change_theme() on:click=move |_| screen.wear_next()>
                <i class="g g-theme" aria-hidden="true"></i>
            </button>
        </header>
    }
}

/// The newest among the worst that wait for somebody; else what is old; else that nothing waits.
#[component]
fn Newest() -> impl IntoView {
    let live = use_live();
    let newest = Memo::new(move |_| live.attention.with(|waiting| waiting.newest.clone()));
    let old = Memo::new(move |_| {
        let trouble = live.summary.with(|summary| summary.trouble.clone())?;
        trouble.face.stale.then_some(trouble)
    });
    move || {
        if let Some(incident) = newest.get() {
            return view! { <Waits live=live incident=incident /> }.into_any();
        }
        match old.get().and_then(|old| Some((live.cell(old.probe)?, old))) {
            None => {
                let quiet = move || {
                    let taken = live.attention.with(|waiting| waiting.taken);
                    let quiet = match taken {
                        0 => text::all_quiet(live.summary.with(|summary| summary.all)),
                        taken => text::taken_care_of(taken),
                    };
                    live.filled.get().then_some(quiet)
                };
                view! { <div class="newest quiet"><span class="cut">{quiet}</span></div> }.into_any()
            }
            Some((cell, old)) => {
                let view: Signal<ProbeView> = cell.view.into();
                let cause = move || {
                    let kind = live.kind(&view.with(|view| view.probe.spec.kind.clone()));
                    let cause = view.with(|view| face::cause(view, kind.as_deref()));
                    if cause.is_empty() {
                        old.face.word().to_owned()
                    } else {
                        cause
                    }
                };
                let class = format!("newest {}", old.face.class());
                view! {
                    <a class=class data-key="." href=format!("/probe/{}", old.probe)>
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
}

/// An incident that waits, and how many more do.
#[component]
fn Waits(live: Live, incident: Incident) -> impl IntoView {
    let flood = move || {
        let lately = live.lately.get();
        is_flood(lately).then(|| text::flood_now(lately))
    };
    let more = move || {
        let more = live.attention.with(|waiting| waiting.waiting().saturating_sub(1));
        // Its place is kept, so that nothing moves when one more comes.
        if more == 0 {
            return view! { <span class="more" aria-hidden="true"></span> }.into_any();
        }
        view! {
            <a class="more" href="/alerts" title=move || flood().unwrap_or_else(|| text::show_waiting().to_owned())>
                {format!("+{more}")}
                <span class="word">{text::more_wait()}</span>
                <span class="vh">{text::show_waiting()}</span>
            </a>
        }
        .into_any()
    };
    let face = Face::of_severity(incident.severity());
    let root = incident.root().cloned();
    let what = root.clone().map(|root| {
        let probe = root.subject.probe.and_then(|probe| live.cell(probe));
        let kind =
            probe.and_then(|cell| live.kind(&cell.view.with_untracked(|view| view.probe.spec.kind.clone())));
        sentence(&root, kind.as_deref())
    });
    let place = root.map(|root| root.subject.name.clone());
    let spoken = face.spoken();
    view! {
        <a class=format!("newest {}", face.class()) data-key="." href=format!("/alert/{}", incident.id) title=flood>
            <span class="vh">{spoken} " "</span>
            <span class="cut" dir="auto"><b>{what}</b> " · " {place}</span>
        </a>
        {more}
    }
}
