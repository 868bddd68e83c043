//! Every receiver, with what became of the newest message to it.

use leptos::prelude::*;
use wire::receiver::{Delivery, DeliveryState, Receiver, ReceiverInfo};
use wire::route::Route;

use super::{Head, List, Switch};
use crate::format;
use crate::link::telling;
use crate::live::{Live, use_live};
use crate::text;

/// The receivers by number.
#[component]
pub(crate) fn Receivers() -> impl IntoView {
    let live = use_live();
    let list = List::<Receiver>::fetch();
    let routes = List::<Route>::fetch();
    let kinds = super::receiver::sorts();
    let shown = list.shown();
    let is_empty = list.is_empty(shown);
    let row = move |receiver: Receiver| view! { <Row live=live list=list routes=routes kinds=kinds receiver=receiver /> };
    view! {
        <main class="work devices telling">
            <Head title=text::receivers() add=text::add_receiver() to="/receivers/add" />
            <p class="trouble" role="alert">{list.trouble}</p>
            <ul class="list">
                <For each=move || shown.get() key=|receiver| (receiver.id, receiver.revision) children=row />
            </ul>
            <Show when=is_empty>
                <div class="lost">
                    <h2>{text::no_receivers()}</h2>
                    <p>{text::no_receivers_advice()}</p>
                    <a class="btn go" href="/receivers/add"><i class="g g-plus" aria-hidden="true"></i>{text::add_receiver()}</a>
                </div>
            </Show>
        </main>
    }
}

#[component]
fn Row(
    live: Live,
    list: List<Receiver>,
    routes: List<Route>,
    kinds: RwSignal<Vec<ReceiverInfo>>,
    receiver: Receiver,
) -> impl IntoView {
    let newest = RwSignal::new(None::<Option<Delivery>>);
    let id = receiver.id;
    // Followed while the page is open: a message may wait for its next try.
    let beat = Memo::new(move |_| live.clock.get().0.div_euclid(2_000));
    Effect::new(move || {
        beat.track();
        leptos::task::spawn_local(async move {
            if let Ok(deliveries) = telling::deliveries(Some(id), 1).await {
                newest.try_set(Some(deliveries.into_iter().next()));
            }
        });
    });
    let word = receiver.spec.kind.clone();
    let sort = move || {
        kinds.with(|kinds| {
            let kind = kinds.iter().find(|kind| kind.name == word);
            kind.map_or_else(|| word.clone(), |kind| kind.title.to_string())
        })
    };
    let is_told = move || {
        let is_by = |route: &Route| route.spec.enabled && route.spec.every_receiver().any(|told| told == id);
        routes
            .items
            .with(|routes| routes.as_ref().is_none_or(|routes| routes.iter().any(is_by)))
    };
    let told = move || match newest.get() {
        None => String::new(),
        Some(None) if !is_told() => text::no_route_to_it().to_owned(),
        Some(None) => text::nothing_sent().to_owned(),
        Some(Some(delivery)) => how_far(&delivery, live),
    };
    let glyph = move || {
        newest.with(|newest| match newest {
            Some(Some(delivery)) => glyph(delivery.state),
            _ => "g-unk",
        })
    };
    let spec = receiver.spec.clone();
    let of = (receiver.id.0, receiver.revision);
    let switch = Callback::new(move |enabled| {
        let mut spec = spec.clone();
        spec.enabled = enabled;
        list.change(of, spec);
    });
    view! {
        <li class="with-orders">
            <a class="item" href=format!("/receiver/{}", id.0)>
                <span class="grow">
                    <b class="cut" dir="auto">{receiver.spec.name.clone()}</b>
                    <span class="cut t3">{sort}</span>
                </span>
                <span class="told t2"><i class=move || format!("g {}", glyph()) aria-hidden="true"></i><span>{told}</span></span>
            </a>
            <Switch label=text::switch_thing(&receiver.spec.name) is_on=receiver.spec.enabled on_touch=switch />
        </li>
    }
}

/// The shape of how far a message is.
pub(super) fn glyph(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Done => "g-ok",
        DeliveryState::Waiting => "g-warn",
        DeliveryState::GivenUp => "g-crit",
    }
}

/// How far a message is, with what is wrong.
pub(super) fn how_far(delivery: &Delivery, live: Live) -> String {
    let when = format::moment(delivery.ended.unwrap_or(delivery.at), live.now());
    let said = match delivery.state {
        DeliveryState::Done => return text::delivery_done(&when),
        DeliveryState::Waiting => text::delivery_waiting(&when, delivery.tries),
        DeliveryState::GivenUp => text::delivery_given_up(&when),
    };
    if delivery.trouble.is_empty() {
        return said;
    }
    format!("{said}: {}", delivery.trouble)
}
