//! One rule of a kind: how it holds, where that was said, and entries that set it otherwise.

use leptos::prelude::*;
use wire::kind::{Limits, Metric};
use wire::rule::{InForce, Origin};

use super::{Drafts, metric_of, origin, title};
use crate::format;
use crate::live::Live;
use crate::model::draft::plain;
use crate::model::lapse;
use crate::model::matching::{SEVERITIES, severity_of, severity_word};
use crate::model::tuning::{Draft, Sides};
use crate::page::telling::Around;
use crate::page::telling::form::Faults;
use crate::part::{Entry, Field};
use crate::text;

/// A line that opens.
#[component]
pub(super) fn OneRule(
    live: Live,
    around: Around,
    rule: InForce,
    drafts: Drafts,
    faults: Faults,
    here: Origin,
) -> impl IntoView {
    let key = rule.rule.clone();
    let metric = metric_of(live, &key);
    let is_open = RwSignal::new(faults.0.with_untracked(|faults| {
        faults
            .iter()
            .any(|fault| fault.field.starts_with(&format!("alerts.{key}.")))
    }));
    let rule = StoredValue::new(rule);
    let metric = StoredValue::new(metric);
    let name = rule.with_value(|rule| title(live, rule));
    let is_set = {
        let key = key.clone();
        Memo::new(move |_| drafts.with(|drafts| drafts.get(&key).is_some_and(|draft| !draft.is_bare())))
    };
    let told = move || rule.with_value(|rule| metric.with_value(|metric| in_short(rule, metric.as_ref())));
    view! {
        <li class="tuning" class:set=move || is_set.get()>
            <button type="button" class="item" aria-expanded=move || if is_open.get() { "true" } else { "false" } on:click=move |_| is_open.update(|open| *open = !*open)>
                <span class="grow">
                    <b class="said" dir="auto">{name}</b>
                    <span class="said t2">{told}</span>
                </span>
                <span class="t3">{move || if is_set.get() { text::from_here() } else { "" }}</span>
                <i class=move || if is_open.get() { "g g-back up" } else { "g g-back down" } aria-hidden="true"></i>
            </button>
            <Show when=move || is_open.get()>
                <Entries around=around rule=rule metric=metric drafts=drafts faults=faults here=here />
            </Show>
        </li>
    }
}

/// Severity and limits as they hold, or that it is off.
fn in_short(rule: &InForce, metric: Option<&Metric>) -> String {
    if !rule.enabled.value {
        return text::is_off().to_owned();
    }
    let mut parts = Vec::new();
    parts.extend(
        rule.severity
            .as_ref()
            .map(|said| text::severity(said.value).to_owned()),
    );
    if let (Some(said), Some(metric)) = (&rule.limits, metric) {
        parts.push(limits_in_words(said.value, metric));
    }
    parts.push(format!(
        "{} {}",
        text::raise_after(),
        lapse::write(rule.raise_after_ms.value)
    ));
    parts.join(" · ")
}

fn limits_in_words(limits: Limits, metric: &Metric) -> String {
    let side = text::over_or_under(limits.bad == wire::kind::Bad::Above);
    let one = |word: &str, limit: Option<f64>| {
        limit.map(|limit| format!("{word} {side} {}", format::value(metric.unit, limit)))
    };
    let both: Vec<_> = [
        one(text::warn(), limits.major),
        one(text::crit(), limits.critical),
    ]
    .into_iter()
    .flatten()
    .collect();
    if both.is_empty() {
        text::no_limit().to_owned()
    } else {
        both.join(", ")
    }
}

#[component]
fn Entries(
    around: Around,
    rule: StoredValue<InForce>,
    metric: StoredValue<Option<Metric>>,
    drafts: Drafts,
    faults: Faults,
    here: Origin,
) -> impl IntoView {
    let key = StoredValue::new(rule.with_value(|rule| rule.rule.clone()));
    let path = move |field: &str| key.with_value(|key| format!("alerts.{key}.{field}"));
    let draft = Memo::new(move |_| {
        drafts.with(|drafts| key.with_value(|key| drafts.get(key).cloned().unwrap_or_default()))
    });
    let change = move |field: &str, change: &dyn Fn(&mut Draft)| {
        faults.forget(&path(field));
        drafts.update(|drafts| change(drafts.entry(key.get_value()).or_default()));
    };
    // How it holds unless it is set here: what was set here does not count any more once the entry is empty.
    let holds = move |from: Origin, value: String| {
        if from == here {
            text::as_elsewhere().to_owned()
        } else {
            text::said_where(&value, &origin(from, here, around))
        }
    };
    let note = move |is_set: fn(&Draft) -> bool, otherwise: Callback<(), String>| {
        Signal::derive(move || {
            if draft.with(is_set) {
                text::from_here().to_owned()
            } else {
                otherwise.run(())
            }
        })
    };
    let back = move |field: &'static str, is_set: fn(&Draft) -> bool, take: fn(&mut Draft)| {
        view! {
            <Show when=move || draft.with(is_set)>
                <button type="button" class="chip take-back" on:click=move |_| change(field, &take)>{text::as_kind_has_it()}</button>
            </Show>
        }
    };
    let said = rule.get_value();
    let (enabled, severity, raise, clear, advice, hysteresis) = (
        said.enabled,
        said.severity,
        said.raise_after_ms,
        said.clear_after_ms,
        said.advice,
        said.hysteresis,
    );
    let one = move |field: &'static str,
                    title: &'static str,
                    entry: Entry,
                    read: fn(&Draft) -> String,
                    write: fn(&mut Draft, String),
                    is_set: fn(&Draft) -> bool,
                    take: fn(&mut Draft),
                    otherwise: Callback<(), String>| {
        view! {
            <div class="tuned-entry">
                <Field
                    name=path(field).replace(['.', '/'], "-")
                    title=title
                    help=note(is_set, otherwise)
                    entry=entry
                    value=Signal::derive(move || draft.with(read))
                    error=faults.at(path(field))
                    on_entry=move |typed: String| change(field, &|draft| write(draft, typed.clone()))
                    on_leave=|()| ()
                />
                {back(field, is_set, take)}
            </div>
        }
    };
    let on_off = Entry::Choice(vec![
        ("true".to_owned(), text::yes().to_owned()),
        ("false".to_owned(), text::no().to_owned()),
    ]);
    let severities = Entry::Choice(SEVERITIES.map(text::severity_choice).to_vec());
    let yes = move || if enabled.value { text::yes() } else { text::no() }.to_owned();
    let severity_said = move || match severity {
        Some(said) => holds(said.from, text::severity(said.value).to_owned()),
        None => text::said_where(text::as_it_is_seen(), text::from_kind()),
    };
    let advice = StoredValue::new(advice);
    let advice_said = move || {
        advice.with_value(|said| {
            let value = if said.value.is_empty() {
                text::no_advice().to_owned()
            } else {
                said.value.clone()
            };
            holds(said.from, value)
        })
    };
    let has_limits = metric.with_value(Option::is_some);
    view! {
        <div class="tuned-entries">
            {one("enabled", text::rule_fires(), on_off, |draft| draft.enabled.map(|on| on.to_string()).unwrap_or_default(),
                |draft, word| draft.enabled = Some(word == "true"), |draft| draft.enabled.is_some(), |draft| draft.enabled = None,
                Callback::new(move |()| holds(enabled.from, yes())))}
            {one("severity", text::how_bad(), severities, |draft| draft.severity.map(severity_word).unwrap_or_default().to_owned(),
                |draft, word| draft.severity = severity_of(&word), |draft| draft.severity.is_some(), |draft| draft.severity = None,
                Callback::new(move |()| severity_said()))}
            {has_limits.then(|| view! { <LimitEntries around=around rule=rule metric=metric draft=draft here=here error=faults.at(path("limits"))
                change=Callback::new(move |limits: Option<Sides>| change("limits", &|draft| {
                    draft.limits.clone_from(&limits);
                    draft.limits_back = limits.is_none();
                })) /> })}
            {has_limits.then(|| one("hysteresis", text::hysteresis(), Entry::Number, |draft| draft.hysteresis.clone(),
                |draft, typed| draft.hysteresis = typed, |draft| !draft.hysteresis.is_empty(), |draft| draft.hysteresis.clear(),
                Callback::new(move |()| holds(hysteresis.from, format!("{}\u{a0}%", plain(hysteresis.value * 100.0))))))}
            {one("raise_after_ms", text::raise_after(), Entry::Text, |draft| draft.raise.clone(), |draft, typed| draft.raise = typed,
                |draft| !draft.raise.is_empty(), |draft| draft.raise.clear(),
                Callback::new(move |()| holds(raise.from, lapse::write(raise.value))))}
            {one("clear_after_ms", text::clear_after(), Entry::Text, |draft| draft.clear.clone(), |draft, typed| draft.clear = typed,
                |draft| !draft.clear.is_empty(), |draft| draft.clear.clear(),
                Callback::new(move |()| holds(clear.from, lapse::write(clear.value))))}
            {one("advice", text::advice(), Entry::Lines, |draft| draft.advice.clone(), |draft, typed| draft.advice = typed,
                |draft| !draft.advice.is_empty(), |draft| draft.advice.clear(),
                Callback::new(move |()| advice_said()))}
        </div>
    }
}

/// From where on the metric is bad.
#[component]
fn LimitEntries(
    around: Around,
    rule: StoredValue<InForce>,
    metric: StoredValue<Option<Metric>>,
    draft: Memo<Draft>,
    here: Origin,
    error: Signal<Option<String>>,
    change: Callback<Option<Sides>>,
) -> impl IntoView {
    let held = rule.with_value(|rule| rule.limits);
    let Some(metric) = metric.get_value() else {
        return ().into_any();
    };
    let sign = crate::model::draft::limit_scale(&metric).sign;
    let begin = match held {
        Some(said) => Sides::of(said.value, &metric),
        None => Sides::none(),
    };
    let begin = StoredValue::new(begin);
    let usual = StoredValue::new(
        metric
            .limits
            .map_or_else(Sides::none, |limits| Sides::of(limits, &metric)),
    );
    let is_back = move || draft.with(|draft| draft.limits_back);
    let now = Memo::new(move |_| {
        let set = draft.with(|draft| draft.limits.clone());
        set.unwrap_or_else(|| {
            if is_back() {
                usual.get_value()
            } else {
                begin.get_value()
            }
        })
    });
    let write = move |write: &dyn Fn(&mut Sides)| {
        let mut sides = now.get_untracked();
        write(&mut sides);
        change.run(Some(sides));
    };
    let is_set = move || draft.with(|draft| draft.limits.is_some());
    let where_from = move || match held {
        _ if is_set() => text::from_here().to_owned(),
        _ if is_back() => text::as_elsewhere().to_owned(),
        Some(said) => origin(said.from, here, around),
        None => text::said_where(text::no_limit(), text::from_kind()),
    };
    let can_turn = metric.limits.is_none();
    let side = move || text::over_or_under(now.with(|sides| sides.bad == wire::kind::Bad::Above));
    let turn = move |_| {
        write(&|sides| {
            sides.bad = match sides.bad {
                wire::kind::Bad::Above => wire::kind::Bad::Below,
                wire::kind::Bad::Below => wire::kind::Bad::Above,
            };
        });
    };
    // What is set on the form of the probe is taken back with it.
    let is_here = move || is_set() || (!is_back() && held.is_some_and(|said| said.from == here));
    let title = metric.title.to_string();
    let entry = |word: &'static str, read: fn(&Sides) -> String, put: fn(&mut Sides, String)| {
        view! {
            <label class="limit">
                <span>{word}</span>
                <input
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    aria-label=text::spoken_limit(&title, word, sign)
                    aria-invalid=move || if error.with(Option::is_some) { "true" } else { "false" }
                    prop:value=move || now.with(read)
                    on:input=move |event| { let typed = event_target_value(&event); write(&|sides| put(sides, typed.clone())) }
                />
            </label>
        }
    };
    let unit = if sign.is_empty() {
        String::new()
    } else {
        format!(", {sign}")
    };
    view! {
        <div class="tuned-entry">
            <div class="bounds" class:wrong=move || error.with(Option::is_some)>
                <span class="title">{text::limits_heading()}<span class="t3">{unit}</span></span>
                {if can_turn {
                    view! { <button type="button" class="chip side" on:click=turn>{side}</button> }.into_any()
                } else {
                    view! { <span class="side t3">{side}</span> }.into_any()
                }}
                {entry(text::warn(), |sides| sides.major.clone(), |sides, typed| sides.major = typed)}
                {entry(text::crit(), |sides| sides.critical.clone(), |sides, typed| sides.critical = typed)}
                <p class="note">{move || error.get().map(|error| crate::model::face::sentence(&error))}</p>
            </div>
            <p class="note">{where_from}</p>
            <Show when=is_here>
                <button type="button" class="chip take-back" on:click=move |_| change.run(None)>{text::as_kind_has_it()}</button>
            </Show>
        </div>
    }
    .into_any()
}
