use leptos::prelude::*;

use crate::live::use_live;
use crate::text::{self, Language};

/// What tells cells apart, as the API calls it, and its name.
fn dialects() -> [(&'static str, &'static str); 2] {
    [
        ("comma", text::dialect_comma()),
        ("semicolon", text::dialect_semicolon()),
    ]
}

/// The ways out: everything, the probes, a table to fill in.
#[component]
pub(super) fn Export() -> impl IntoView {
    let live = use_live();
    let separator = RwSignal::new(match text::language() {
        Language::English => "comma",
        Language::German => "semicolon",
    });
    let kinds = Memo::new(move |_| {
        live.hello.with(|hello| {
            let kinds = hello.iter().flat_map(|hello| &hello.kinds);
            let kinds = kinds.map(|kind| (kind.name.to_string(), kind.title.to_string()));
            kinds.collect::<Vec<_>>()
        })
    });
    let chosen = RwSignal::new(None::<String>);
    let kind = move || {
        chosen
            .get()
            .or_else(|| kinds.with(|kinds| kinds.first().map(|(name, _)| name.clone())))
            .unwrap_or_default()
    };
    let dialect = move |(name, title): (&'static str, &'static str)| {
        view! {
            <button
                type="button"
                class="chip"
                role="radio"
                aria-checked=move || (separator.get() == name).to_string()
                on:click=move |_| separator.set(name)
            >
                {title}
            </button>
        }
    };
    let offer = move |(name, title): (String, String)| {
        view! { <option value=name>{title}</option> }
    };
    let probes = move || format!("/api/v1/probes.csv?separator={}", separator.get());
    let template = move || format!("{}&template={}", probes(), kind());
    view! {
        <section class="panel">
            <h2>{text::export_heading()}</h2>
            <p class="t3">{text::export_help()}</p>
            <div class="ways">
                <a class="btn way" href="/api/v1/configuration?as=yaml" download="" rel="external">
                    <b>{text::export_all()}</b>
                    <span class="hint">{text::export_all_hint()}</span>
                </a>
                <a class="btn way" href=probes download="" rel="external">
                    <b>{text::export_probes()}</b>
                    <span class="hint">{text::export_probes_hint()}</span>
                </a>
                <a class="btn way" href=template download="" rel="external">
                    <b>{text::export_template()}</b>
                    <span class="hint">{text::export_template_hint()}</span>
                </a>
            </div>
            <div class="manner">
                <div class="row">
                    <span class="t2">{text::spreadsheet_dialect()}</span>
                    <div class="chips" role="radiogroup" aria-label=text::spreadsheet_dialect()>{dialects().map(dialect).collect_view()}</div>
                </div>
                <div class="row">
                    <label class="t2" for="template-kind">{text::template_kind()}</label>
                    <select id="template-kind" class="chip" on:change=move |event| chosen.set(Some(event_target_value(&event)))>
                        {move || kinds.get().into_iter().map(offer).collect_view()}
                    </select>
                </div>
            </div>
            <details>
                <summary>{text::about_secrets()}</summary>
                <p>{text::secrets_are_kept()}</p>
            </details>
        </section>
    }
}
