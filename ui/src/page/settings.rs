//! How this screen looks. Nothing here changes the station.

use leptos::prelude::*;

use crate::live::use_live;
use crate::screen::{PROFILES, THEMES, use_screen};
use crate::text;

/// Theme and sizes of this screen, and what it is connected to.
#[component]
pub(crate) fn Settings() -> impl IntoView {
    let screen = use_screen();
    let live = use_live();
    let theme = move |theme: &'static str| {
        let is_on = move || {
            if screen.theme.with(|now| now == theme) {
                "true"
            } else {
                "false"
            }
        };
        view! {
            <button class="chip" role="radio" aria-checked=is_on on:click=move |_| screen.wear(theme)>{text::theme(theme)}</button>
        }
    };
    let profile = move |profile: &'static str| {
        let is_on = move || {
            if screen.profile.with(|now| now == profile) {
                "true"
            } else {
                "false"
            }
        };
        view! {
            <button class="chip" role="radio" aria-checked=is_on on:click=move |_| screen.size(profile)>
                {text::profile(profile)}
            </button>
        }
    };
    let station = move || {
        live.hello.with(|hello| {
            hello
                .as_ref()
                .map(|hello| text::station(&hello.station, &hello.version))
        })
    };
    view! {
        <main class="work settings">
            <h1 class="page-title">{text::SETTINGS}</h1>
            <section class="panel">
                <h2>{text::THEME}</h2>
                <div class="chips" role="radiogroup" aria-label=text::THEME>{THEMES.map(theme).collect_view()}</div>
                <p class="t3">{text::THEME_HELP}</p>
                <a class="btn small" href="/gallery">{text::GALLERY}</a>
            </section>
            <section class="panel">
                <h2>{text::SIZES}</h2>
                <div class="chips" role="radiogroup" aria-label=text::SIZES>{PROFILES.map(profile).collect_view()}</div>
                <p class="t3">{text::SIZES_HELP}</p>
            </section>
            <section class="panel">
                <h2>{text::STATION}</h2>
                <p>{station}</p>
            </section>
        </main>
    }
}
