//! What is set on the station, and how this screen looks and reads.

mod about;
mod alerts;
mod calibrate;
mod choice;
mod crashes;
mod dress;
mod history;
mod reading;
mod station;
mod who;

use leptos::prelude::*;

use self::about::About;
use self::alerts::Alerts;
use self::calibrate::Calibrate;
use self::choice::Choice;
use self::crashes::Crashes;
pub(crate) use self::dress::{Languages, Themes};
use self::dress::{Sizes, Use};
use self::reading::Reading;
use self::station::Station;
use self::who::Who;
use crate::sound::SoundSwitch;
use crate::text;

/// The settings, the station's first.
#[component]
pub(crate) fn Settings() -> impl IntoView {
    let parts = [
        ("station", text::station_heading()),
        ("screen", text::this_screen()),
        ("alerts", text::alerts_settings()),
        ("import", text::import_heading()),
        ("about", text::about_heading()),
    ];
    let jump =
        |(to, word): (&'static str, &'static str)| view! { <a class="chip" href=format!("#{to}")>{word}</a> };
    view! {
        <main class="work settings">
            <header class="head">
                <h1 class="grow">{text::settings()}</h1>
                <nav class="chips" aria-label=text::settings()>{parts.map(jump).collect_view()}</nav>
            </header>

            <header class="part" id="station"><h2>{text::station_heading()}</h2><p class="t3">{text::station_help()}</p></header>
            <Station />

            <header class="part" id="screen"><h2>{text::this_screen()}</h2><p class="t3">{text::this_screen_help()}</p></header>
            <section class="panel"><h3>{text::language_heading()}</h3><Languages /><p class="t3">{text::language_help()}</p></section>
            <section class="panel"><h3>{text::theme_heading()}</h3><Themes /><p class="t3">{text::theme_help()}</p></section>
            <Sizes />
            <Calibrate />
            <Reading />
            <Use />
            <Who />
            <section class="panel"><h3>{text::sound_heading()}</h3><SoundSwitch /><p class="t3">{text::sound_help()}</p></section>

            <header class="part" id="alerts"><h2>{text::alerts_settings()}</h2><p class="t3">{text::alerts_settings_help()}</p></header>
            <Alerts />

            <header class="part" id="import"><h2>{text::import_heading()}</h2></header>
            <section class="panel">
                <p>{text::import_help()}</p>
                <a class="btn" href="/import">{text::import_heading()}</a>
            </section>

            <header class="part" id="about"><h2>{text::about_heading()}</h2></header>
            <About />
            <Crashes />
        </main>
    }
}
