//! The ways to the pages: five in the rail, the rest behind More.

use leptos::prelude::*;
use leptos_router::components::A;

use super::crash::Unseen;
use crate::live::use_live;
use crate::notes::MarkButton;
use crate::part::{Sheet, use_opened};
use crate::text;

/// Left in landscape, at the bottom of a phone or of a panel on its side.
#[component]
pub(super) fn Rail() -> impl IntoView {
    let opened = use_opened();
    let unseen: Unseen = expect_context();
    let way = |page: &'static str, glyph: &'static str, title: &'static str| {
        view! { <A href=page exact=page == "/"><i class=format!("g {glyph}") aria-hidden="true"></i>{title}</A> }
    };
    view! {
        <nav class="rail" aria-label=text::main_pages()>
            {way("/", "g-wall", text::wall())}
            <A href="/alerts">
                <i class="g g-alerts" aria-hidden="true"></i>
                {text::alerts()}
                <Waiting />
            </A>
            {way("/events", "g-events", text::rail_events())}
            {way("/devices", "g-devices", text::rail_devices())}
            {way("/add", "g-plus", text::add())}
            <button
                type="button"
                class="onward"
                aria-haspopup="dialog"
                aria-expanded=move || opened.more.get().to_string()
                on:click=move |_| opened.more.set(true)
            >
                <i class="g g-more" aria-hidden="true"></i>
                {text::more()}
                <Show when=move || unseen.is_some()><b class="badge"><span class="vh">{text::report_waits()}</span></b></Show>
            </button>
            <MarkButton />
        </nav>
        <More />
    }
}

/// How many incidents wait for somebody; nothing where none does.
#[component]
fn Waiting() -> impl IntoView {
    let live = use_live();
    let waiting = Memo::new(move |_| live.attention.with(|sum| (sum.waiting(), sum.critical > 0)));
    move || match waiting.get() {
        (0, _) => None,
        (count, is_critical) => Some(view! {
            <b class="number" class:crit=is_critical>
                <span aria-hidden="true">{if count > 99 { "99+".to_owned() } else { count.to_string() }}</span>
                <span class="vh">{text::spoken_waiting(count)}</span>
            </b>
        }),
    }
}

/// The pages that the rail does not show.
#[component]
fn More() -> impl IntoView {
    let opened = use_opened();
    let close = move |_| opened.more.set(false);
    let way = move |page: &'static str, glyph: &'static str, title: &'static str| {
        view! {
            <A href=page on:click=close attr:class="way">
                <i class=format!("g {glyph}") aria-hidden="true"></i>
                {title}
            </A>
        }
    };
    let open = move |which: RwSignal<bool>, glyph: &'static str, title: &'static str| {
        let open = move |_| {
            opened.more.set(false);
            which.set(true);
        };
        view! {
            <button type="button" class="way" on:click=open>
                <i class=format!("g {glyph}") aria-hidden="true"></i>
                {title}
            </button>
        }
    };
    view! {
        <Sheet title=text::more() is_open=opened.more class="ways">
            <nav class="ways" aria-label=text::more()>
                {way("/channels", "g-events", text::channels())}
                {way("/streams", "g-glance", text::streams())}
                {way("/phases", "g-power", text::phases())}
                {way("/reports", "g-ok", text::reports())}
                {way("/settings", "g-gear", text::settings())}
                {way("/discovery", "g-host", text::rail_network())}
                {way("/import", "g-import", text::rail_import())}
                {way("/glance", "g-glance", text::rail_glance())}
                {open(opened.palette, "g-find", text::find_anything())}
                {open(opened.keys, "g-keyboard", text::shortcuts_title())}
                {way("/gallery", "g-eye", text::gallery())}
            </nav>
        </Sheet>
    }
}
