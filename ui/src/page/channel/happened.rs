//! What happened to a channel, the newest first.

use leptos::prelude::*;
use wire::event::Event;
use wire::inventory::ChannelId;

use crate::link::{self, Which};
use crate::live::Live;
use crate::part::EventList;
use crate::text;

/// How many are shown.
const LATEST: usize = 8;

/// The events that the station has told of the channel, and what came since.
#[component]
pub(super) fn Happened(live: Live, channel: ChannelId) -> impl IntoView {
    let told = RwSignal::new(Vec::<Event>::new());
    leptos::task::spawn_local(async move {
        let which = Which {
            channel: Some(channel),
            limit: 20,
            ..Which::default()
        };
        if let Ok(page) = link::events(&which).await {
            // Nobody needs the answer when the page was left meanwhile.
            drop(told.try_set(page.items));
        }
    });
    let latest = Memo::new(move |_| {
        let mut all = told.get();
        live.events.with(|events| {
            let of_it = events.iter().filter(|event| event.channel == Some(channel));
            all.extend(of_it.cloned());
        });
        all.sort_by_key(|event| std::cmp::Reverse(event.seq));
        all.dedup_by_key(|event| event.seq);
        all.truncate(LATEST);
        all
    });
    view! {
        <section class="panel">
            <h2>{text::last_events()}</h2>
            <EventList events=latest empty=text::no_channel_events() />
        </section>
    }
}
