//! How this screen looks and is used. Nothing here changes the station.

use leptos::prelude::*;

use super::Choice;
use crate::screen::{PROFILES, Screen, THEMES, use_screen};
use crate::text::{self, Language};

/// The themes.
#[component]
pub(crate) fn Themes() -> impl IntoView {
    let screen = use_screen();
    let chip = move |theme: &'static str| {
        let is_on = Memo::new(move |_| screen.theme.with(|now| now == theme));
        view! { <Chip is_on=is_on word=text::theme(theme) on_choice=move |()| screen.wear(theme) /> }
    };
    view! { <div class="chips" role="radiogroup" aria-label=text::theme_heading()>{THEMES.map(chip).collect_view()}</div> }
}

/// The languages.
#[component]
pub(crate) fn Languages() -> impl IntoView {
    let screen = use_screen();
    let chip = move |language: Language| {
        let is_on = if text::language() == language {
            "true"
        } else {
            "false"
        };
        view! {
            <button type="button" class="chip" role="radio" aria-checked=is_on lang=language.tag() on:click=move |_| screen.talk(language)>
                {language.own_name()}
            </button>
        }
    };
    view! { <div class="chips" role="radiogroup" aria-label=text::language_heading()>{Language::ALL.map(chip).collect_view()}</div> }
}

/// The sets of sizes.
#[component]
pub(super) fn Sizes() -> impl IntoView {
    let screen = use_screen();
    let chip = move |profile: &'static str| {
        let is_on = Memo::new(move |_| screen.profile.with(|now| now == profile));
        view! { <Chip is_on=is_on word=text::profile(profile) on_choice=move |()| screen.size(profile) /> }
    };
    view! {
        <section class="panel">
            <h3>{text::sizes()}</h3>
            <div class="chips" role="radiogroup" aria-label=text::sizes()>{PROFILES.map(chip).collect_view()}</div>
            <p class="t3">{text::sizes_help()}</p>
        </section>
    }
}

/// Shortcuts, Glance, motion, and the hand that points.
#[component]
pub(super) fn Use() -> impl IntoView {
    view! {
        <section class="panel">
            <h3>{text::glance_heading()}</h3>
            <Choice heading=text::glance_heading() words=text::glance_word take=Screen::use_as />
            <p class="t3">{text::glance_help()}</p>
        </section>
        <section class="panel">
            <h3>{text::motion_heading()}</h3>
            <Choice heading=text::motion_heading() words=text::motion_word take=Screen::use_as />
            <p class="t3">{text::motion_help()}</p>
        </section>
        <section class="panel">
            <h3>{text::shortcuts_heading()}</h3>
            <Choice heading=text::shortcuts_heading() words=text::shortcuts_word take=Screen::use_as />
            <p class="t3">{text::shortcuts_help()}</p>
        </section>
        <section class="panel">
            <h3>{text::hand_heading()}</h3>
            <Choice heading=text::hand_heading() words=text::hand_word take=Screen::use_as />
        </section>
    }
}

#[component]
fn Chip(is_on: Memo<bool>, word: &'static str, #[prop(into)] on_choice: Callback<()>) -> impl IntoView {
    let checked = move || if is_on.get() { "true" } else { "false" };
    view! { <button type="button" class="chip" role="radio" aria-checked=checked on:click=move |_| on_choice.run(())>{word}</button> }
}
