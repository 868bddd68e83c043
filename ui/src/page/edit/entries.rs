//! The entries of the form: those of every probe, those of its kind, and its limits.

use std::collections::BTreeSet;

use leptos::prelude::*;
use wire::kind::{Bad, Field as KindField, Metric, Watch};
use wire::probe::ProbeId;

use super::Sheet;
use crate::format;
use crate::live::Live;
use crate::model::draft::{Draft, limit_field, limit_scale, meant};
use crate::model::keys;
use crate::part::{Entry, Field, Setting};
use crate::text;

/// Where it looks, what it is called, where it stands, how often it looks.
#[component]
pub(super) fn Basics(live: Live, sheet: Sheet, original: Option<ProbeId>) -> impl IntoView {
    let draft = sheet.draft;
    let twin = Memo::new(move |_| {
        let (kind, target) = draft.with(|draft| (draft.kind.clone(), draft.target.trim().to_owned()));
        live.looking_at(&kind, &target, original)
    });
    let example = Signal::derive(move || {
        if let Some(twin) = twin.get() {
            return text::looks_there(&twin);
        }
        text::example(
            &sheet
                .kind
                .get()
                .map_or_else(String::new, |kind| kind.example.to_string()),
        )
    });
    let name = Signal::derive(move || {
        let kind = sheet.kind.get();
        kind.map_or_else(String::new, |kind| {
            draft.with(|draft| draft.suggested_name(&kind))
        })
    });
    let groups = move || {
        let groups = live.places.with(|places| {
            places
                .iter()
                .map(|place| place.group.clone())
                .collect::<BTreeSet<_>>()
        });
        groups.into_iter().filter(|group| !group.is_empty())
    };
    let offer = move |group: String| {
        let title = group.clone();
        view! {
            <button type="button" class="chip" on:click=move |_| draft.update(|draft| draft.group.clone_from(&group))>
                {title}
            </button>
        }
    };
    let aim = move |draft: &mut Draft, typed: String| aim(live, draft, typed, original.is_none());
    let one = move |field: &'static str,
                    title: &'static str,
                    help: Signal<String>,
                    otherwise: Signal<String>,
                    entry,
                    of: fn(&mut Draft) -> &mut String| {
        // Reading needs no change, but one way to name an entry is enough.
        let value = Signal::derive(move || of(&mut draft.get()).clone());
        view! {
            <Field
                name=field.to_owned()
                title=title
                help=help
                entry=entry
                value=value
                otherwise=otherwise
                error=sheet.error(field)
                on_entry=move |typed: String| draft.update(|draft| if field == "target" { aim(draft, typed) } else { *of(draft) = typed })
                on_leave=move |()| sheet.leave(field)
            />
        }
    };
    let none = Signal::stored(String::new());
    let pace = Memo::new(move |_| sheet.kind.get().map(|kind| kind.watch));
    let usual = |millis: u32| Signal::stored(text::usual(&format::span(millis)));
    view! {
        {one("target", text::target(), example, none, Entry::Address, |draft| &mut draft.target)}
        <Begins live=live sheet=sheet aim=Callback::new(move |typed| draft.update(|draft| aim(draft, typed))) />
        {one("name", text::name(), Signal::stored(text::name_help().to_owned()), name, Entry::Text, |draft| &mut draft.name)}
        {one("group", text::group(), Signal::stored(text::group_help().to_owned()), none, Entry::Text, |draft| &mut draft.group)}
        <div class="chips offers">{move || groups().map(offer).collect_view()}</div>
        <div class="pair">
            {move || match pace.get() {
                Some(Watch::AtIntervals { every_ms, timeout_ms }) => view! {
                    {one("every_ms", text::every(), none, usual(every_ms), Entry::Number, |draft| &mut draft.every)}
                    {one("timeout_ms", text::timeout_entry(), none, usual(timeout_ms), Entry::Number, |draft| &mut draft.timeout)}
                }
                .into_any(),
                Some(Watch::AllTheTime { silent_ms }) => {
                    one("timeout_ms", text::silence_entry(), none, usual(silent_ms), Entry::Number, |draft| &mut draft.timeout).into_any()
                }
                None => ().into_any(),
            }}
        </div>
    }
}

/// Takes a target. A whole address says by its scheme what watches it, as long as the kind may still be chosen.
fn aim(live: Live, draft: &mut Draft, typed: String, is_new: bool) {
    draft.target = typed;
    let other = live.hello.with_untracked(|hello| {
        let hello = hello.as_ref().filter(|_| is_new)?;
        meant(&draft.target, &hello.kinds).cloned()
    });
    if let Some(other) = other.filter(|other| other.name != draft.kind) {
        *draft = std::mem::take(draft).of_kind(&other);
    }
}

/// How targets begin: an example, and the networks in which probes looked last.
#[component]
fn Begins(live: Live, sheet: Sheet, aim: Callback<String>) -> impl IntoView {
    let begins = move || {
        let kind = sheet.kind.get()?;
        let way = keys::way(&kind);
        let recent = live.newest_targets();
        let networks = keys::offers(way.as_deref().unwrap_or_default(), way.as_slice(), &recent);
        let networks = networks.into_iter().map(|offer| offer.entry);
        Some(std::iter::once(kind.example.to_string()).chain(networks))
    };
    let begin = move |target: String| {
        let shown = target.clone();
        view! { <button type="button" class="chip" on:click=move |_| aim.run(target.clone())>{shown}</button> }
    };
    view! { <div class="chips offers begins">{move || begins().into_iter().flatten().map(begin).collect_view()}</div> }
}

/// What only this kind can be told.
#[component]
pub(super) fn SettingEntries(sheet: Sheet, fields: Vec<KindField>) -> impl IntoView {
    let is_empty = fields.is_empty();
    let entry = move |field: KindField| {
        let name = field.name.to_string();
        let (reads, writes, leaves) = (name.clone(), name.clone(), name.clone());
        let value = Signal::derive(move || {
            sheet
                .draft
                .with(|draft| draft.settings.get(&reads).cloned().unwrap_or_default())
        });
        view! {
            <Setting
                field=field
                value=value
                error=sheet.error(&name)
                on_entry=move |typed: String| sheet.draft.update(|draft| drop(draft.settings.insert(writes.clone(), typed)))
                on_leave=move |()| sheet.leave(&leaves)
            />
        }
    };
    let entries = fields.into_iter().map(entry).collect_view();
    view! {
        <fieldset hidden=is_empty>
            <legend>{text::settings_of_kind()}</legend>
            {entries}
        </fieldset>
    }
}

/// From where on a figure is bad.
#[component]
pub(super) fn LimitEntries(sheet: Sheet, metrics: Vec<Metric>) -> impl IntoView {
    let entries = metrics
        .into_iter()
        .map(|metric| view! { <LimitEntry sheet=sheet metric=metric /> })
        .collect_view();
    view! {
        <fieldset class="limits">
            <legend>{text::limits_heading()}</legend>
            <p class="note">{text::limits_help()}</p>
            {entries}
        </fieldset>
    }
}

#[component]
fn LimitEntry(sheet: Sheet, metric: Metric) -> impl IntoView {
    let name = metric.name.to_string();
    let field = limit_field(&metric);
    let error = sheet.error(&field);
    let sign = limit_scale(&metric).sign;
    let bounds = {
        let name = name.clone();
        Memo::new(move |_| sheet.draft.with(|draft| draft.limits.get(&name).cloned()))
    };
    let entry = |word: &'static str, is_critical: bool| {
        let (name, field) = (name.clone(), field.clone());
        let value = move || {
            bounds.with(|bounds| {
                bounds.as_ref().map(|bounds| {
                    if is_critical {
                        &bounds.critical
                    } else {
                        &bounds.major
                    }
                    .clone()
                })
            })
        };
        let typed = move |event| {
            let typed = event_target_value(&event);
            sheet.draft.update(|draft| {
                if let Some(bounds) = draft.limits.get_mut(&name) {
                    *(if is_critical {
                        &mut bounds.critical
                    } else {
                        &mut bounds.major
                    }) = typed;
                }
            });
        };
        view! {
            <label class="limit">
                <span>{word}</span>
                <input
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    aria-label=text::spoken_limit(&metric.title, word, sign)
                    aria-invalid=move || if error.with(Option::is_some) { "true" } else { "false" }
                    prop:value=value
                    on:input=typed
                    on:blur=move |_| sheet.leave(&field)
                />
            </label>
        }
    };
    let turn = {
        let name = name.clone();
        move |_| {
            sheet.draft.update(|draft| {
                if let Some(bounds) = draft.limits.get_mut(&name) {
                    bounds.bad = if bounds.bad == Bad::Above {
                        Bad::Below
                    } else {
                        Bad::Above
                    };
                }
            });
        }
    };
    let word = move || {
        let is_above = bounds.with(|bounds| bounds.as_ref().is_none_or(|bounds| bounds.bad == Bad::Above));
        if is_above { text::over() } else { text::under() }
    };
    // Which side is bad is up to the operator only where the kind does not say.
    let side = match metric.limits {
        Some(_) => view! { <span class="side t3">{word}</span> }.into_any(),
        None => view! { <button type="button" class="chip side" on:click=turn>{word}</button> }.into_any(),
    };
    let unit = if sign.is_empty() {
        String::new()
    } else {
        format!(", {sign}")
    };
    view! {
        <div class="bounds" class:wrong=move || error.with(Option::is_some)>
            <span class="title">{metric.title.to_string()}<span class="t3">{unit}</span></span>
            {side}
            {entry(text::warn(), false)}
            {entry(text::crit(), true)}
            <p class="note">{move || error.get().map(|error| crate::model::face::sentence(&error))}</p>
        </div>
    }
}
