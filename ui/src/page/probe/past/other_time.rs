//! Any other stretch of time: from one moment to another, or as far back as the station remembers.

use leptos::prelude::*;
use wire::station::Retention;

use crate::live::Live;
use crate::model::stretch::Stretch;
use crate::part::Sheet;
use crate::{format, link, text};

/// A button, and the sheet that it opens.
#[component]
pub(super) fn OtherTime(live: Live, stretch: RwSignal<Stretch>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let is_other = move || {
        let shown = stretch.get();
        if Stretch::USUAL_MS.contains(&shown.span_ms) {
            "false"
        } else {
            "true"
        }
    };
    view! {
        <button
            class="chip"
            aria-label=text::other_time()
            title=text::other_time()
            aria-pressed=is_other
            on:click=move |_| is_open.set(true)
        >
            <i class="g g-calendar" aria-hidden="true"></i>
        </button>
        <Sheet is_open=is_open title=Signal::stored(text::other_time().to_owned())>
            <Times live=live stretch=stretch is_open=is_open />
        </Sheet>
    }
}

#[component]
fn Times(live: Live, stretch: RwSignal<Stretch>, is_open: RwSignal<bool>) -> impl IntoView {
    let (begin, end) = stretch.get_untracked().edges(live.now());
    let (from, to) = (
        RwSignal::new(format::entered(begin)),
        RwSignal::new(format::entered(end)),
    );
    let is_wrong = RwSignal::new(false);
    let days = RwSignal::new(Retention::default().five_minutes_days);
    leptos::task::spawn_local(async move {
        // A station that does not say keeps as long as is usual.
        if let Ok(station) = link::station::station().await {
            days.try_set(station.spec.retention.five_minutes_days);
        }
    });
    let longer = move || {
        let choice = |span_ms: i64| {
            let choose = move |_| {
                stretch.set(Stretch::newest(span_ms));
                is_open.set(false);
            };
            view! { <button type="button" class="btn" on:click=choose>{format::range(span_ms)}</button> }
        };
        Stretch::longer_ms(days.get()).map(choice).collect_view()
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let read = |entry: RwSignal<String>| entry.with_untracked(|entry| format::read(entry));
        match (read(from), read(to)) {
            (Some(from), Some(to)) if from < to => {
                stretch.set(Stretch::between(from, to));
                is_open.set(false);
            }
            _ => is_wrong.set(true),
        }
    };
    let entry = move |id: &'static str, label: &'static str, value: RwSignal<String>| {
        view! {
            <div class="field">
                <label for=id>{label}" "<span class="t3">{format::zone(live.now())}</span></label>
                <input
                    id=id
                    type="datetime-local"
                    step="1"
                    placeholder=text::moment_example()
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                />
            </div>
        }
    };
    view! {
        <form on:submit=submit>
            <div class="row">{longer}</div>
            <div class="pair">{entry("chart-from", text::from(), from)} {entry("chart-to", text::to(), to)}</div>
            <p class="trouble" role="alert">{move || is_wrong.get().then(text::wrong_moment)}</p>
            <div class="sheet-ends">
                <button type="button" class="btn" on:click=move |_| is_open.set(false)>{text::cancel()}</button>
                <button type="submit" class="btn go">{text::show()}</button>
            </div>
        </form>
    }
}
