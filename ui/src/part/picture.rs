//! The newest picture of a stream, and how old it is.

use leptos::prelude::*;
use wire::Timestamp;
use wire::probe::ProbeId;

use crate::link::picture::{Shot, follow};
use crate::{format, text};

/// An older picture is told to be old.
const OLD_MS: i64 = 8_000;

/// Shows it, or why there is none.
#[component]
pub(crate) fn Picture(
    /// Whose stream.
    id: ProbeId,
    /// What is shown, for those who do not see it.
    #[prop(into)]
    name: Signal<String>,
    /// Why there is no picture, where somebody knows.
    #[prop(into)]
    why: Signal<Option<String>>,
    /// The clock of the station.
    #[prop(into)]
    now: Signal<Timestamp>,
    /// Whether the levels of its sound are shown beside it.
    with_levels: bool,
) -> impl IntoView {
    let shot = RwSignal::new(None::<Shot>);
    follow(id, with_levels, shot);
    let address = move || shot.with(|shot| shot.as_ref().map(|shot| shot.address.clone()));
    let age_ms = Memo::new(move |_| {
        let at = shot.with(|shot| shot.as_ref().map(|shot| shot.at))?;
        Some(now.get().millis_since(at).max(0) / 1_000 * 1_000)
    });
    let is_old = move || age_ms.get().is_some_and(|age_ms| age_ms >= OLD_MS);
    let age = move || {
        age_ms.get().map(|age_ms| {
            let words = text::picture_age(&format::duration(age_ms));
            view! { <figcaption>{words}</figcaption> }
        })
    };
    view! {
        <figure class="picture" class:old=is_old>
            <Show when=move || address().is_some() fallback=move || view! { <p class="t2" dir="auto">{move || why.get().unwrap_or_else(|| text::no_picture_yet().to_owned())}</p> }>
                <img src=address alt=move || text::picture_of(&name.get()) width="384" height="216" />
            </Show>
            {age}
        </figure>
    }
}
