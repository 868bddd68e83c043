//! What a chart shows, kept in the address, so that it can be shared and come back to.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use wire::series::SeriesId;

use crate::model::stretch::Stretch;

const FIRST_MS: i64 = Stretch::USUAL_MS[0];

/// The stretch that the address asks for, else the newest minutes.
pub(in crate::page::probe) fn stretch() -> Stretch {
    asked_for().unwrap_or(Stretch::newest(FIRST_MS))
}

fn asked_for() -> Option<Stretch> {
    use_query_map().with_untracked(|query| {
        let of = |name: &str| query.get_str(name);
        Stretch::from_query(of("last"), of("from"), of("to"))
    })
}

/// The figures that the address asks for.
pub(in crate::page::probe) fn figures() -> Vec<SeriesId> {
    use_query_map().with_untracked(|query| {
        let figures = query.get_str("figure").unwrap_or_default();
        figures
            .split(',')
            .filter_map(|id| id.parse().ok().map(SeriesId))
            .collect()
    })
}

/// Figures as the address has them.
pub(super) fn list(figures: &[SeriesId]) -> String {
    let ids: Vec<_> = figures.iter().map(|id| id.0.to_string()).collect();
    ids.join(",")
}

/// Writes what is shown into the address, once it rests.
pub(super) fn keep(stretch: RwSignal<Stretch>, figures: RwSignal<Vec<SeriesId>>) {
    const REST: Duration = Duration::from_millis(400);
    let navigate = use_navigate();
    let location = use_location();
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |before: Option<String>| {
        let figures = figures.with(|figures| list(figures));
        let stretch = stretch.get();
        let query = if figures.is_empty() {
            stretch.query()
        } else {
            format!("figure={figures}&{}", stretch.query())
        };
        // A page that was only opened keeps the address that it was opened with.
        let is_moved = before
            .as_ref()
            .is_some_and(|before| *before != query && !before.is_empty());
        if is_moved {
            waiting.update_value(|waiting| waiting.iter().for_each(TimeoutHandle::clear));
            let (navigate, path) = (navigate.clone(), location.pathname.get_untracked());
            let address = format!("{path}?{query}");
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            waiting.set_value(set_timeout_with_handle(move || navigate(&address, options), REST).ok());
        }
        query
    });
    on_cleanup(move || waiting.with_value(|waiting| waiting.iter().for_each(TimeoutHandle::clear)));
}
