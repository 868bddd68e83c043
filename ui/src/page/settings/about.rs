//! Which program and station this is, and where help is.

use leptos::prelude::*;

use crate::live::use_live;
use crate::text;

/// Version, licence, station, handbook.
#[component]
pub(super) fn About() -> impl IntoView {
    let live = use_live();
    let hello =
        move |read: fn(&wire::live::Hello) -> String| live.hello.with(|hello| hello.as_deref().map(read));
    view! {
        <section class="panel">
            <p><b>{move || hello(|hello| text::about_version(&hello.version))}</b></p>
            <p class="t2" dir="auto">{move || hello(|hello| hello.station.clone())}</p>
            <p class="t2">{text::about_handbook()}</p>
            <div class="row">
                <a class="btn small" href="/api" rel="external">{text::about_api()}</a>
                <a class="btn small" href="/gallery">{text::gallery_link()}</a>
            </div>
        </section>
    }
}
