//! Who would be told now: a probe and a severity are chosen, and the station says which routes fit.

use leptos::prelude::*;
use wire::Severity;
use wire::probe::ProbeId;
use wire::receiver::Receiver;
use wire::route::{Route, RouteId};

use super::routes::receiver_name;
use super::{List, probes};
use crate::link::telling;
use crate::live::use_live;
use crate::model::matching::{SEVERITIES, severity_of, severity_word};
use crate::part::{Entry, Field, Select};
use crate::text;

/// The question and its answer.
#[component]
pub(super) fn WhatIf(routes: Memo<Vec<Route>>, receivers: List<Receiver>) -> impl IntoView {
    let live = use_live();
    let probe = RwSignal::new(String::new());
    let severity = RwSignal::new(Severity::Critical);
    let answer = RwSignal::new(None::<Result<Vec<RouteId>, String>>);
    let asked = StoredValue::new(0_u32);
    // Asked anew when routes change: they are what the answer depends on.
    Effect::new(move || {
        routes.track();
        let (probe, severity) = (probe.get(), severity.get());
        asked.update_value(|asked| *asked = asked.wrapping_add(1));
        let turn = asked.get_value();
        let Ok(id) = probe.parse().map(ProbeId) else {
            return answer.set(None);
        };
        leptos::task::spawn_local(async move {
            let told = telling::routes_for(id, severity)
                .await
                .map_err(|met| met.sentence());
            if asked.try_get_value() == Some(turn) {
                answer.try_set(Some(told));
            }
        });
    });
    let offers = Signal::derive(move || {
        let names = probes(live).into_iter().map(|(id, name)| (id.to_string(), name));
        vec![(String::new(), names.collect())]
    });
    let line = move |id: RouteId| {
        let told = routes.with(|routes| {
            let route = routes.iter().find(|route| route.id == id)?;
            let who: Vec<_> = route
                .spec
                .receivers
                .iter()
                .map(|id| receiver_name(receivers, *id))
                .collect();
            Some(text::would_tell(&route.spec.name, &who.join(", ")))
        });
        view! { <li dir="auto">{told}</li> }
    };
    let said = move || {
        match answer.get()? {
        Err(sentence) => Some(view! { <p>{sentence}</p> }.into_any()),
        Ok(told) if told.is_empty() => Some(
            view! { <p class="warning"><i class="g g-warn" aria-hidden="true"></i>{text::would_tell_nobody()}</p> }.into_any(),
        ),
        Ok(told) => Some(view! { <ul>{told.into_iter().map(line).collect_view()}</ul> }.into_any()),
    }
    };
    view! {
        <section class="panel what-if">
            <h2>{text::what_would_happen()}</h2>
            <p class="t3">{text::what_would_happen_help()}</p>
            <div class="pair">
                <Select
                    name="what-if-probe".to_owned()
                    title=text::a_probe()
                    offers=offers
                    nothing=text::choose_a_probe()
                    value=probe
                    on_choice=move |id: String| probe.set(id)
                />
                <Field
                    name="what-if-severity".to_owned()
                    title=text::severity_word_title()
                    help=Signal::stored(String::new())
                    entry=Entry::Choice(SEVERITIES.map(text::severity_choice).to_vec())
                    value=Signal::derive(move || severity_word(severity.get()).to_owned())
                    error=Signal::stored(None::<String>)
                    on_entry=move |word: String| severity.set(severity_of(&word).unwrap_or(Severity::Critical))
                    on_leave=|()| ()
                />
            </div>
            <div role="status">{said}</div>
        </section>
    }
}
