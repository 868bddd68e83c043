use leptos::prelude::*;
use wire::Timestamp;

use crate::model::hour::{Span, across, sentence, ticks};
use crate::{format, text};

/// The last hour as a band: the worse, the taller, and each state with a pattern of its own. A sentence says the same.
#[component]
pub(crate) fn LastHour(
    /// Oldest first.
    #[prop(into)]
    spans: Signal<Vec<Span>>,
    /// The right end.
    #[prop(into)]
    now: Signal<Timestamp>,
) -> impl IntoView {
    let percent = |share: f64| format!("{:.3}%", share * 100.0);
    let one = move |span: &Span| {
        let now = now.get_untracked();
        let (from, to) = (across(span.from, now), across(span.to, now));
        view! { <i class=span.face.class() style:left=percent(from) style:width=percent(to - from)></i> }
    };
    let clock = move |at: Timestamp| {
        let words = format::clock(at).chars().take("14:30".len()).collect::<String>();
        view! { <span style:left=percent(across(at, now.get_untracked()))>{words}</span> }
    };
    view! {
        <section class="panel hour">
            <div class="list-head">
                <h2>{text::the_last_hour()}</h2>
                <p class="t2">{move || spans.with(|spans| sentence(spans))}</p>
            </div>
            <div class="band" aria-hidden="true">{move || spans.with(|spans| spans.iter().map(one).collect_view())}</div>
            <div class="clocks" aria-hidden="true">{move || ticks(now.get()).map(clock).collect_view()}</div>
        </section>
    }
}
