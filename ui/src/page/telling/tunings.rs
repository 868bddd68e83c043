//! The rules that come with kinds of probes: how they hold, where that was said, and what is set otherwise.

mod one;
mod scope;

use std::collections::BTreeMap;

use leptos::prelude::*;
use wire::inventory::Channel;
use wire::kind::Metric;
use wire::probe::ProbeId;
use wire::rule::{InForce, Origin, RuleKey, Tunings};
use wire::settings::FieldError;

use self::one::OneRule;
pub(crate) use self::scope::{ChannelRules, DeviceRules, StationRules};
use super::form::Faults;
use super::{Around, NotThere};
use crate::link::{self, telling};
use crate::live::{Live, use_live};
use crate::model::tuning::{Draft, is_tuned, rule_title};
use crate::page::probe::probe_of_address;
use crate::text;

/// What is entered for every rule that is changed.
type Drafts = RwSignal<BTreeMap<RuleKey, Draft>>;

/// The metric that a rule of a kind is about, if it is about one.
fn metric_of(live: Live, rule: &RuleKey) -> Option<Metric> {
    live.kind(rule.family())?.metric(rule.name()).cloned()
}

/// The rules of one probe.
#[component]
pub(crate) fn ProbeRules() -> impl IntoView {
    let live = use_live();
    let id = probe_of_address();
    let known = Memo::new(move |_| {
        let id = id.get()?;
        live.cell(id).map(|_| id)
    });
    view! {
        <main class="work sheet-of-one telling">
            {move || match known.get() {
                Some(id) => view! { <OfProbe live=live id=id /> }.into_any(),
                None if live.filled.get() => view! { <NotThere why=None list="/" /> }.into_any(),
                None => ().into_any(),
            }}
        </main>
    }
}

#[component]
fn OfProbe(live: Live, id: ProbeId) -> impl IntoView {
    let around = Around::fetch();
    let rules = RwSignal::new(None::<Vec<InForce>>);
    let trouble = RwSignal::new(None::<String>);
    let drafts: Drafts = RwSignal::new(BTreeMap::new());
    let faults = Faults::new();
    let said = RwSignal::new(None::<&'static str>);
    let probe = move || {
        live.cell(id)
            .map(|cell| cell.view.with_untracked(|view| view.probe.clone()))
    };
    let name = untrack(probe).map(|probe| probe.spec.name).unwrap_or_default();
    let fetch = move || {
        leptos::task::spawn_local(async move {
            match telling::rules_of(id).await {
                Ok(all) => drop(rules.try_set(Some(all))),
                Err(met) => drop(trouble.try_set(Some(met.sentence()))),
            }
        });
    };
    let begin = move || {
        let alerts = untrack(probe).map(|probe| probe.spec.alerts).unwrap_or_default();
        drafts.set(untrack(|| begun(live, &alerts)));
    };
    begin();
    fetch();
    let save = Action::new_local(move |(): &()| {
        let (alerts, wrong) = untrack(|| read(live, drafts));
        let kept = untrack(probe);
        async move {
            trouble.set(None);
            said.set(None);
            let Some(kept) = kept else { return };
            let is_wrong = !wrong.is_empty();
            faults.0.set(wrong);
            if is_wrong {
                return trouble.set(Some(text::fix_entries().to_owned()));
            }
            let mut spec = kept.spec;
            // What is as the kind has it again is so for limits of the form of the probe, too.
            let taken_back = |metric: &String| {
                let key = RuleKey::of_kind(&spec.kind, metric);
                drafts.with_untracked(|drafts| drafts.get(&key).is_some_and(|draft| draft.limits_back))
            };
            let back: Vec<_> = spec
                .limits
                .keys()
                .filter(|metric| taken_back(metric))
                .cloned()
                .collect();
            spec.limits.retain(|metric, _| !back.contains(metric));
            spec.alerts = alerts;
            match link::change_probe(kept.id, kept.revision, &spec).await {
                Ok(probe) => {
                    live.take_probe(probe);
                    begin();
                    fetch();
                    said.set(Some(text::saved()));
                }
                Err(met) => trouble.set(Some(faults.refused(met))),
            }
        }
    });
    view! {
        <header class="head">
            <a class="btn small back" href=format!("/probe/{id}") aria-label=text::back_to_list()><i class="g g-back" aria-hidden="true"></i></a>
            <h1 class="grow cut" dir="auto">{text::rules_of(&name)}</h1>
        </header>
        <p class="t2 known">{text::rules_of_help()}</p>
        <RuleList live=live around=around rules=rules drafts=drafts faults=faults here=Origin::Probe />
        <Deeds back=format!("/probe/{id}") trouble=trouble said=said save=save />
    }
}

/// What is set, as it is entered.
fn begun(live: Live, alerts: &Tunings) -> BTreeMap<RuleKey, Draft> {
    let draft = |(key, tuning): (&RuleKey, &wire::rule::Tuning)| {
        (key.clone(), Draft::of(tuning, metric_of(live, key).as_ref()))
    };
    alerts.iter().map(draft).collect()
}

/// What is entered, as it is to be set.
fn read(live: Live, drafts: Drafts) -> (Tunings, Vec<FieldError>) {
    let mut faults = Vec::new();
    let tunings = drafts.with(|drafts| {
        let set = drafts.iter().filter(|(_, draft)| !draft.is_bare());
        set.map(|(key, draft)| {
            let tuning = draft.read(key, metric_of(live, key).as_ref(), &mut faults);
            (key.clone(), tuning)
        })
        .collect()
    });
    (tunings, faults)
}

/// Where a value was said, in words.
fn origin(from: Origin, here: Origin, around: Around) -> String {
    match from {
        from if from == here => text::from_here().to_owned(),
        Origin::Kind => text::from_kind().to_owned(),
        Origin::Station => text::from_whole_station().to_owned(),
        Origin::Device { id } => text::from_device(&around.device(id)),
        Origin::Channel { id } => text::from_channel(&around.channel(id)),
        Origin::Probe => text::from_probe().to_owned(),
    }
}

/// The rules, found by a search; each opens to be changed.
#[component]
fn RuleList(
    live: Live,
    around: Around,
    rules: RwSignal<Option<Vec<InForce>>>,
    drafts: Drafts,
    faults: Faults,
    /// What is set on this page.
    here: Origin,
) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let only_changed = RwSignal::new(false);
    let shown = Memo::new(move |_| {
        let words = search.with(|search| search.to_lowercase());
        let fits = |rule: &&InForce| {
            let text = format!("{} {}", title(live, rule), rule.rule).to_lowercase();
            let is_changed = || {
                is_tuned(rule)
                    || drafts.with(|drafts| drafts.get(&rule.rule).is_some_and(|draft| !draft.is_bare()))
            };
            words.split_whitespace().all(|word| text.contains(word)) && (!only_changed.get() || is_changed())
        };
        rules.with(|rules| rules.iter().flatten().filter(fits).cloned().collect::<Vec<_>>())
    });
    let finds_none = move || rules.with(Option::is_some) && shown.with(Vec::is_empty);
    let row = move |rule: InForce| view! { <OneRule live=live around=around rule=rule drafts=drafts faults=faults here=here /> };
    view! {
        <div class="row find-rule">
            <input
                class="search grow"
                type="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=text::find_rule()
                placeholder=text::find_rule()
                prop:value=search
                on:input=move |event| search.set(event_target_value(&event))
            />
            <button type="button" class="chip" aria-pressed=move || if only_changed.get() { "true" } else { "false" } on:click=move |_| only_changed.update(|on| *on = !*on)>
                {text::only_changed()}
            </button>
        </div>
        <ul class="list tuned">
            <For each=move || shown.get() key=|rule| format!("{rule:?}") children=row />
        </ul>
        <Show when=finds_none><p class="t2">{text::no_rule_found()}</p></Show>
    }
}

/// What a rule is called here.
fn title(live: Live, rule: &InForce) -> String {
    rule_title(live.kind(rule.rule.family()).as_deref(), &rule.rule).unwrap_or_else(|| rule.title.clone())
}

/// The last order of the page, always in reach.
#[component]
fn Deeds(
    back: String,
    trouble: RwSignal<Option<String>>,
    said: RwSignal<Option<&'static str>>,
    save: Action<(), ()>,
) -> impl IntoView {
    view! {
        <div class="deeds">
            <p class="trouble" role="alert">{trouble}</p>
            <a class="btn" href=back>{text::cancel()}</a>
            <button type="button" class="btn go" disabled=move || save.pending().get() on:click=move |_| drop(save.dispatch(()))>
                {move || said.get().unwrap_or(text::save_change())}
            </button>
        </div>
    }
}

/// Whether a channel goes through a probe.
fn goes_through(channel: &Channel, probe: ProbeId) -> bool {
    channel.spec.hops.iter().any(|hop| hop.probes.contains(&probe))
}
