//! The routes in the order in which they are asked, a sentence each.

use leptos::prelude::*;
use wire::receiver::{Receiver, ReceiverId};
use wire::route::Route;

use super::what_if::WhatIf;
use super::{Head, List, Switch};
use crate::link::telling;
use crate::model::route;
use crate::text;

/// The routes, and who would be told now.
#[component]
pub(crate) fn Routes() -> impl IntoView {
    let list = List::<Route>::fetch();
    let receivers = List::<Receiver>::fetch();
    let there = list.shown();
    let shown = Memo::new(move |_| route::in_order(there.get()));
    let is_empty = list.is_empty(there);
    let has_some = move || !shown.with(Vec::is_empty);
    let all_off = move || has_some() && shown.with(|routes| routes.iter().all(|route| !route.spec.enabled));
    let row = move |route: Route| view! { <Row list=list receivers=receivers shown=shown route=route /> };
    view! {
        <main class="work devices telling">
            <Head title=text::routes() add=text::add_route() to="/routes/add" />
            <p class="trouble" role="alert">{list.trouble}</p>
            <Show when=all_off><p class="panel warning"><i class="g g-warn" aria-hidden="true"></i>{text::all_routes_off()}</p></Show>
            <ul class="list">
                <For each=move || shown.get() key=|route| (route.id, route.revision) children=row />
            </ul>
            <Show when=is_empty>
                <div class="lost">
                    <h2><i class="g g-warn" aria-hidden="true"></i>" "{text::no_routes()}</h2>
                    <p>{text::no_routes_advice()}</p>
                    <a class="btn go" href="/routes/add"><i class="g g-plus" aria-hidden="true"></i>{text::add_route()}</a>
                </div>
            </Show>
            <WhatIf routes=shown receivers=receivers />
        </main>
    }
}

/// The name of a receiver, as far as it is known.
pub(super) fn receiver_name(receivers: List<Receiver>, id: ReceiverId) -> String {
    receivers.items.with(|receivers| {
        let named = receivers.iter().flatten().find(|receiver| receiver.id == id);
        named.map_or_else(
            || text::unnamed_receiver().to_owned(),
            |receiver| receiver.spec.name.clone(),
        )
    })
}

#[component]
fn Row(list: List<Route>, receivers: List<Receiver>, shown: Memo<Vec<Route>>, route: Route) -> impl IntoView {
    let id = route.id;
    let place = Memo::new(move |_| {
        shown.with(|shown| shown.iter().position(|known| known.id == id).unwrap_or_default())
    });
    let is_first = move || place.get() == 0;
    let is_last = move || place.get() + 1 == shown.with(Vec::len);
    let go = move |later: bool| {
        let moved = shown.with_untracked(|shown| route::moved(shown, place.get_untracked(), later));
        list.trouble.set(None);
        leptos::task::spawn_local(async move {
            for route in moved {
                let of = (route.id.0, route.revision);
                if let Err(met) = telling::save::<Route>(Some(of), &route.spec).await {
                    list.trouble.try_set(Some(met.sentence()));
                    break;
                }
            }
            list.again();
        });
    };
    let spec = route.spec.clone();
    let sentence = move || route::sentence(&spec, |id| receiver_name(receivers, id));
    let (spec, of) = (route.spec.clone(), (route.id.0, route.revision));
    let switch = Callback::new(move |enabled| {
        let mut spec = spec.clone();
        spec.enabled = enabled;
        list.change(of, spec);
    });
    let name = route.spec.name;
    view! {
        <li class="with-orders">
            <a class="item" class:off=!route.spec.enabled href=format!("/route/{}", id.0)>
                <span class="grow">
                    <b class="cut" dir="auto">{name.clone()}</b>
                    <span class="said t2" dir="auto">{sentence}</span>
                </span>
            </a>
            <button type="button" class="chip" aria-label=text::move_earlier(&name) disabled=is_first on:click=move |_| go(false)><i class="g g-back up" aria-hidden="true"></i></button>
            <button type="button" class="chip" aria-label=text::move_later(&name) disabled=is_last on:click=move |_| go(true)><i class="g g-back down" aria-hidden="true"></i></button>
            <Switch label=text::switch_thing(&name) is_on=route.spec.enabled on_touch=switch />
        </li>
    }
}
