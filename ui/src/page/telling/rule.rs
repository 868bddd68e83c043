//! Adding and changing a rule of the operator's own.

use std::collections::BTreeSet;

use leptos::prelude::*;
use wire::inventory::{ChannelId, DeviceId};
use wire::probe::ProbeId;
use wire::rule::{Rule, Scope};

use super::form::{Ends, Entries, saving};
use super::rules::{in_words, reach};
use super::test::TestEntries;
use super::trial::OnThePast;
use super::{Around, change_of, kinds, named, probes, whole_probes};
use crate::link::telling::Kept;
use crate::live::{Live, use_live};
use crate::model::face::sentence;
use crate::model::matching::{SEVERITIES, severity_of, severity_word};
use crate::model::rule::Draft;
use crate::part::{Entry, Toggles, toggle};
use crate::text;

const LIST: &str = "/rules";

/// A new rule.
#[component]
pub(crate) fn AddRule() -> impl IntoView {
    view! {
        <main class="work sheet-of-one telling">
            <h1 class="page-title">{text::add_rule()}</h1>
            <Form of=None begin=Draft::new() />
        </main>
    }
}

/// A change of a rule that is there.
#[component]
pub(crate) fn EditRule() -> impl IntoView {
    let live = use_live();
    let is_greeted = Memo::new(move |_| live.hello.with(Option::is_some));
    let shown = move |rule: Rule| {
        // How values are entered is known only once the station has told of its kinds.
        let rule = StoredValue::new(rule);
        (move || {
            is_greeted.get().then(|| {
                let rule = rule.get_value();
                let begin = untrack(|| Draft::of(&rule.spec, &kinds(live)));
                let form = view! { <Form of=Some(rule.number()) begin=begin /> };
                change_of(&rule, LIST, form)
            })
        })
        .into_any()
    };
    view! { <main class="work sheet-of-one telling">{named::<Rule>(LIST, shown)}</main> }
}

#[component]
fn Form(of: Option<(u32, u32)>, begin: Draft) -> impl IntoView {
    let live = use_live();
    let entries = Entries::begin(begin);
    let Entries { draft, faults } = entries;
    let around = Around::fetch();
    let read = move || untrack(|| draft.with(|draft| draft.spec(&kinds(live))));
    let saving = saving::<Rule>(of, LIST, faults, read);
    let tried = move |()| {
        let (spec, wrong) = read();
        // It may be nameless still.
        let is_fine = wrong.iter().all(|fault| fault.field == "name");
        is_fine.then_some(spec)
    };
    let severities = Entry::Choice(SEVERITIES.map(text::severity_choice).to_vec());
    let words = move || draft.with(|draft| in_words(draft, live, around));
    view! {
        <form class="entries" novalidate autocomplete="off" on:submit=saving.submit()>
            <p class="panel in-words" dir="auto"><span class="t3">{text::in_words()}</span><span>{words}</span></p>
            {entries.one("name", text::thing_name(), text::rule_name_help(), Entry::Text, |draft| draft.name.clone(), |draft, typed| draft.name = typed)}
            {entries.one("severity", text::how_bad(), "", severities, |draft| severity_word(draft.severity).to_owned(),
                |draft, word| draft.severity = severity_of(&word).unwrap_or(draft.severity))}
            <ScopeEntries live=live around=around draft=draft />
            <fieldset class="rows tests">
                <legend>{text::it_fires_when()}</legend>
                <TestEntries live=live way=Vec::new() path="when".to_owned() draft=draft faults=faults />
            </fieldset>
            <div class="pair">
                {entries.one("raise_after_ms", text::raise_after(), text::raise_after_help(), Entry::Text, |draft| draft.raise.clone(), |draft, typed| draft.raise = typed)}
                {entries.one("clear_after_ms", text::clear_after(), text::clear_after_help(), Entry::Text, |draft| draft.clear.clone(), |draft, typed| draft.clear = typed)}
            </div>
            {entries.one("advice", text::advice(), text::advice_help(), Entry::Lines, |draft| draft.advice.clone(), |draft, typed| draft.advice = typed)}
            <OnThePast live=live around=around read=tried />
            <Ends saving=saving />
        </form>
    }
}

/// What the rule looks at.
#[component]
fn ScopeEntries(live: Live, around: Around, draft: RwSignal<Draft>) -> impl IntoView {
    type Offered = Signal<Vec<(String, String)>>;
    let scope = Memo::new(move |_| draft.with(|draft| draft.scope.clone()));
    let used = Signal::derive(move || {
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
    });
    let groups = Signal::derive(move || {
        let groups: BTreeSet<_> = whole_probes(live)
            .into_iter()
            .map(|probe| probe.spec.group)
            .collect();
        let groups = groups.into_iter().filter(|group| !group.is_empty());
        groups.map(|group| (group.clone(), group)).collect()
    });
    let devices = Signal::derive(move || {
        around.devices.with(|all| {
            all.iter()
                .map(|device| (device.id.0.to_string(), device.spec.name.clone()))
                .collect()
        })
    });
    let channels = Signal::derive(move || {
        around.channels.with(|all| {
            all.iter()
                .map(|channel| (channel.id.0.to_string(), channel.spec.name.clone()))
                .collect()
        })
    });
    let every_probe = Signal::derive(move || {
        probes(live)
            .into_iter()
            .map(|(id, name)| (id.to_string(), name))
            .collect()
    });
    let line = move |name: &'static str,
                     title: &'static str,
                     offers: Offered,
                     chosen: fn(&Scope) -> Vec<String>,
                     touch: fn(&mut Scope, String)| {
        let is_there = Memo::new(move |_| !offers.with(Vec::is_empty));
        view! {
            <Show when=move || is_there.get()>
                <Toggles
                    name=name.to_owned()
                    title=title
                    offers=offers
                    chosen=Signal::derive(move || scope.with(chosen))
                    on_touch=move |word: String| draft.update(|draft| touch(&mut draft.scope, word))
                />
            </Show>
        }
    };
    view! {
        <fieldset class="rows">
            <legend>{text::what_it_looks_at()}</legend>
            <p class="note">{text::what_it_looks_at_help()} " " <b>{move || sentence(&scope.with(|scope| reach(scope, live, around)))}</b></p>
            {line("kinds", text::scope_kinds(), used, |scope| scope.kinds.clone(), |scope, word| toggle(&mut scope.kinds, word))}
            {line("groups", text::scope_groups(), groups, |scope| scope.groups.clone(), |scope, word| toggle(&mut scope.groups, word))}
            {line("devices", text::scope_devices(), devices, |scope| numbers(&scope.devices, |id| id.0),
                |scope, word| word.parse().ok().map(DeviceId).into_iter().for_each(|id| toggle(&mut scope.devices, id)))}
            {line("channels", text::scope_channels(), channels, |scope| numbers(&scope.channels, |id| id.0),
                |scope, word| word.parse().ok().map(ChannelId).into_iter().for_each(|id| toggle(&mut scope.channels, id)))}
            {line("probes", text::scope_probes(), every_probe, |scope| numbers(&scope.probes, |id| id.0),
                |scope, word| word.parse().ok().map(ProbeId).into_iter().for_each(|id| toggle(&mut scope.probes, id)))}
        </fieldset>
    }
}

fn numbers<T: Copy>(ids: &[T], number: fn(T) -> u32) -> Vec<String> {
    ids.iter().map(|id| number(*id).to_string()).collect()
}
