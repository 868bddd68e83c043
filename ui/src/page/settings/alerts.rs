//! The way to receivers, routes, silences and rules.

use leptos::prelude::*;

use crate::text;

/// A link to each of them, and to the rules of the whole station.
#[component]
pub(super) fn Alerts() -> impl IntoView {
    let pages = [
        ("/receivers", text::receivers(), text::receivers_help()),
        ("/routes", text::routes(), text::routes_help()),
        ("/silences", text::silences(), text::silences_help()),
        ("/rules", text::rules(), text::rules_help()),
        (
            "/settings/phases",
            text::change_phases(),
            text::phases_settings_help(),
        ),
        (
            "/settings/rules",
            text::alert_rules(),
            text::rules_of_station_help(),
        ),
    ];
    let link = |(to, word, help): (&'static str, &'static str, &'static str)| {
        view! { <a class="btn way-to" href=to><span><b>{word}</b><span class="t3">{help}</span></span></a> }
    };
    view! { <section class="panel ways-to">{pages.map(link).collect_view()}</section> }
}
