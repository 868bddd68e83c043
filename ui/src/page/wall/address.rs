//! The filter and the address tell the same: a link sets the filter, and what is chosen here can be sent as a link.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

use crate::model::filter::Filter;

/// The address follows when typing pauses. Browsers refuse an address that changes with every key.
const PAUSE: Duration = Duration::from_millis(400);

/// The filter of the wall, tied to the address for as long as the page is open.
pub(super) fn follow() -> RwSignal<Filter> {
    let query = use_query_map();
    let navigate = use_navigate();
    let asked = move || query.with(|query| Filter::read(|word| query.get(word)));
    let filter = RwSignal::new(untrack(asked));
    let written = StoredValue::new(filter.with_untracked(Filter::words));
    let waiting: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
    let forget = move || {
        let waits = waiting.try_update_value(Option::take);
        if let Some(handle) = waits.flatten() {
            handle.clear();
        }
    };
    on_cleanup(forget);
    Effect::new(move || {
        let asked = asked();
        let words = asked.words();
        // What this page wrote itself is older than what has been typed since.
        if written.with_value(|written| *written != words) {
            forget();
            written.set_value(words);
            filter.set(asked);
        }
    });
    Effect::new(move || {
        let words = filter.with(Filter::words);
        forget();
        if written.with_value(|written| *written == words) {
            return;
        }
        let navigate = navigate.clone();
        let write = move || {
            let mut query = ParamsMap::new();
            for (word, value) in &words {
                query.insert((*word).to_owned(), value.clone());
            }
            written.set_value(words);
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&format!("/{}", query.to_query_string()), options);
        };
        waiting.set_value(set_timeout_with_handle(write, PAUSE).ok());
    });
    filter
}
