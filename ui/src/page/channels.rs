//! Every channel with its hops, the worst first.

use leptos::prelude::*;
use wire::inventory::Channel;
use wire::live::Condition;

use super::channel::standing_of;
use crate::link::inventory;
use crate::live::{Live, use_live};
use crate::model::channel::verdict;
use crate::model::face::Face;
use crate::part::{Hops, Mark};
use crate::text;

/// The channels.
#[component]
pub(crate) fn Channels() -> impl IntoView {
    let live = use_live();
    let channels = RwSignal::new(None::<Vec<Channel>>);
    let trouble = RwSignal::new(None::<String>);
    leptos::task::spawn_local(async move {
        match inventory::channels().await {
            // Nobody needs the answer when the page was left meanwhile.
            Ok(all) => drop(channels.try_set(Some(all))),
            Err(met) => drop(trouble.try_set(Some(met.sentence()))),
        }
    });
    let has_none = move || channels.with(|channels| channels.as_ref().is_some_and(Vec::is_empty));
    view! {
        <main class="work channels">
            <header class="head">
                <h1 class="grow">{text::channels()}</h1>
                <a class="btn go" href="/channels/add"><i class="g g-plus" aria-hidden="true"></i>{text::add_channel()}</a>
            </header>
            <p class="trouble" role="alert">{trouble}</p>
            <ul class="list">
                <For each=move || channels.get().unwrap_or_default() key=|channel| (channel.id, channel.revision) let(channel)>
                    <Row live=live channel=channel />
                </For>
            </ul>
            <Show when=has_none>
                <div class="lost">
                    <h2>{text::no_channels()}</h2>
                    <p>{text::no_channels_advice()}</p>
                </div>
            </Show>
        </main>
    }
}

#[component]
fn Row(live: Live, channel: Channel) -> impl IntoView {
    let name = channel.spec.name.clone();
    let standing = standing_of(live, channel.spec.clone());
    let told = Memo::new(move |_| standing.with(|(_, diagnosis)| verdict(&channel.spec, diagnosis)));
    let hops = Signal::derive(move || standing.with(|(hops, _)| hops.clone()));
    let face = Memo::new(move |_| Face {
        condition: told.with(|(condition, _)| *condition),
        stale: false,
    });
    let is_troubled = move || matches!(face.get().condition, Condition::Critical | Condition::Major);
    view! {
        <li>
            <a class="item channel" class:troubled=is_troubled href=format!("/channel/{}", channel.id.0)>
                <span class="who"><b class="cut" dir="auto">{name}</b><Mark face=face /></span>
                <span class="t2" dir="auto">{move || told.with(|(_, sentence)| sentence.clone())}</span>
                <Hops hops=hops />
            </a>
        </li>
    }
}
