//! Conditions on alerts as rows of a form.

use std::collections::BTreeSet;

use leptos::prelude::*;
use wire::route::{Compare, LABELS, Matcher};

use super::form::Faults;
use super::{Around, kinds, probes, whole_probes};
use crate::live::{Live, use_live};
use crate::model::matching::{COMPARES, SEVERITIES, severity_word};
use crate::part::{Entry, Field, Select};
use crate::text;

/// The rows, a heading over them, and what adds one.
#[component]
pub(super) fn Matchers(
    /// What they are for.
    help: &'static str,
    matching: Signal<Vec<Matcher>>,
    #[prop(into)] change: Callback<Vec<Matcher>>,
    faults: Faults,
    around: Around,
) -> impl IntoView {
    let live = use_live();
    let count = Memo::new(move |_| matching.with(Vec::len));
    let add = move |_| {
        let mut rows = matching.get_untracked();
        rows.push(Matcher::equal("probe", ""));
        change.run(rows);
    };
    let whole = faults.at("matching");
    view! {
        <fieldset class="rows" class:wrong=move || whole.with(Option::is_some)>
            <legend>{text::which_alerts()}</legend>
            <p class="note">{move || whole.get().map_or_else(|| help.to_owned(), |wrong| crate::model::face::sentence(&wrong))}</p>
            <For each=move || 0..count.get() key=|at| *at let(at)>
                <Row at=at live=live around=around matching=matching change=change faults=faults />
            </For>
            <button type="button" class="btn small" on:click=add><i class="g g-plus" aria-hidden="true"></i>{text::add_condition()}</button>
        </fieldset>
    }
}

#[component]
fn Row(
    at: usize,
    live: Live,
    around: Around,
    matching: Signal<Vec<Matcher>>,
    change: Callback<Vec<Matcher>>,
    faults: Faults,
) -> impl IntoView {
    let row = Memo::new(move |_| matching.with(|rows| rows.get(at).cloned()));
    let of = move |read: fn(&Matcher) -> String| {
        Signal::derive(move || row.with(|row| row.as_ref().map(read).unwrap_or_default()))
    };
    let write = move |write: &dyn Fn(&mut Matcher)| {
        let mut rows = matching.get_untracked();
        if let Some(row) = rows.get_mut(at) {
            write(row);
        }
        faults.forget("matching");
        change.run(rows);
    };
    let remove = move |_| {
        let mut rows = matching.get_untracked();
        if at < rows.len() {
            rows.remove(at);
        }
        faults.forget("matching");
        change.run(rows);
    };
    let labels = vec![(
        String::new(),
        LABELS
            .map(|label| (label.to_owned(), text::alert_label(label)))
            .to_vec(),
    )];
    let compares = COMPARES.map(|is| (text::compared(is).to_owned(), text::compared(is).to_owned()));
    let suggested = move || {
        let label = row.with(|row| row.as_ref().map(|row| row.label.clone()).unwrap_or_default());
        suggestions(&label, live, around)
    };
    let offer = move |(value, title): (String, String)| {
        view! { <button type="button" class="chip cut" dir="auto" on:click=move |_| write(&|row| row.value.clone_from(&value))>{title}</button> }
    };
    let is_pattern = move || {
        row.with(|row| {
            row.as_ref()
                .is_some_and(|row| matches!(row.is, Compare::Matching | Compare::NotMatching))
        })
    };
    let help = Signal::derive(move || {
        if is_pattern() {
            text::pattern_help().to_owned()
        } else {
            String::new()
        }
    });
    view! {
        <div class="matcher" role="group" aria-label=text::which_alerts()>
            <Select
                name=format!("matching-{at}-label")
                title=text::condition_label()
                offers=Signal::stored(labels)
                value=of(|row| row.label.clone())
                error=faults.at(format!("matching.{at}.label"))
                on_choice=move |label: String| write(&|row| row.label.clone_from(&label))
            />
            <Select
                name=format!("matching-{at}-is")
                title=text::condition_compare()
                offers=Signal::stored(vec![(String::new(), compares.to_vec())])
                value=of(|row| text::compared(row.is).to_owned())
                on_choice=move |word: String| write(&|row| {
                    row.is = COMPARES.into_iter().find(|is| text::compared(*is) == word).unwrap_or_default();
                })
            />
            <Field
                name=format!("matching-{at}-value")
                title=text::condition_value()
                help=help
                entry=Entry::Text
                value=of(|row| row.value.clone())
                error=faults.at(format!("matching.{at}.value"))
                on_entry=move |typed: String| write(&|row| row.value.clone_from(&typed))
                on_leave=|()| ()
            />
            <button type="button" class="btn small remove" on:click=remove><i class="g g-del" aria-hidden="true"></i>{text::remove_row()}</button>
            <div class="chips offers to-choose">{move || suggested().into_iter().map(offer).collect_view()}</div>
        </div>
    }
}

/// What a label may be, from the names at hand: the value, and what it is called.
fn suggestions(label: &str, live: Live, around: Around) -> Vec<(String, String)> {
    const ENOUGH: usize = 40;
    let alike = |name: String| (name.clone(), name);
    match label {
        "severity" => SEVERITIES
            .map(|severity| {
                (
                    severity_word(severity).to_owned(),
                    text::severity(severity).to_owned(),
                )
            })
            .to_vec(),
        "probe" => probes(live)
            .into_iter()
            .take(ENOUGH)
            .map(|(_, name)| alike(name))
            .collect(),
        "device" => around.devices.with(|devices| {
            devices
                .iter()
                .take(ENOUGH)
                .map(|device| alike(device.spec.name.clone()))
                .collect()
        }),
        "channel" => around.channels.with(|channels| {
            channels
                .iter()
                .take(ENOUGH)
                .map(|channel| alike(channel.spec.name.clone()))
                .collect()
        }),
        "kind" => {
            let used: BTreeSet<_> = whole_probes(live)
                .into_iter()
                .map(|probe| probe.spec.kind)
                .collect();
            let kinds = kinds(live)
                .into_iter()
                .filter(|kind| used.contains(kind.name.as_ref()));
            kinds
                .map(|kind| (kind.name.to_string(), kind.title.to_string()))
                .collect()
        }
        "group" => {
            let groups: BTreeSet<_> = whole_probes(live)
                .into_iter()
                .map(|probe| probe.spec.group)
                .collect();
            groups
                .into_iter()
                .filter(|group| !group.is_empty())
                .map(alike)
                .collect()
        }
        _ => Vec::new(),
    }
}
