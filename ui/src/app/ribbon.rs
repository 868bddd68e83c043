//! The line on top of every page.

use leptos::prelude::*;
use wire::live::ProbeView;

use crate::live::{Link, Live, use_live};
use crate::model::face;
use crate::page::WallBarButton;
use crate::part::use_opened;
use crate::screen::use_screen;
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
    let count =
        move |word: &'static str, class: &'static str, glyph: &'static str, of: fn(&Live) -> usize| {
            let count = Memo::new(move |_| of(&live));
            view! {
                <a
                    class=format!("count {class}")
                    class:none=move || count.get() == 0
                    href=format!("/?show={class}")
                title=text::show_only()
                >
                    <i class=format!("g {glyph}") aria-hidden="true"></i>
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
                <span class="gone" class:odd=move || live.beat.get() aria-hidden="true">{text::no_news()}</span>
            </div>
            {count(text::crit(), "crit", "g-crit", |live| live.summary.with(|summary| summary.critical))}
            {count(text::warn(), "warn", "g-warn", |live| live.summary.with(|summary| summary.major))}
            {count(text::stale(), "stale", "g-stale", |live| live.summary.with(|summary| summary.stale))}
            <Newest />
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
                <a class=class data-key="." href=format!("/probe/{}", trouble.probe)>
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
