//! The operators' own rules, a sentence each.

use leptos::prelude::*;
use wire::rule::{Rule, Scope};

use super::{Around, Head, List, Switch, kinds, probe_name, whole_probes};
use crate::live::{Live, use_live};
use crate::model::rule::{Draft, Names, looks_at, rule_sentence};
use crate::text;

/// The rules by number.
#[component]
pub(crate) fn Rules() -> impl IntoView {
    let live = use_live();
    let list = List::<Rule>::fetch();
    let around = Around::fetch();
    let shown = list.shown();
    let is_empty = list.is_empty(shown);
    let row = move |rule: Rule| view! { <Row live=live list=list around=around rule=rule /> };
    view! {
        <main class="work devices telling">
            <Head title=text::rules() add=text::add_rule() to="/rules/add">
                <a class="btn" href="/rules/import"><i class="g g-import" aria-hidden="true"></i>{text::import_rules()}</a>
            </Head>
            <p class="trouble" role="alert">{list.trouble}</p>
            <ul class="list">
                <For each=move || shown.get() key=|rule| (rule.id, rule.revision) children=row />
            </ul>
            <Show when=is_empty>
                <div class="lost">
                    <h2>{text::no_rules()}</h2>
                    <p>{text::no_rules_advice()}</p>
                    <a class="btn go" href="/rules/add"><i class="g g-plus" aria-hidden="true"></i>{text::add_rule()}</a>
                </div>
            </Show>
        </main>
    }
}

/// A rule in words. Follows the lists of what it names.
pub(super) fn in_words(draft: &Draft, live: Live, around: Around) -> String {
    let kinds = kinds(live);
    let names = Names {
        kinds: &kinds,
        probe: &|id| probe_name(live, wire::probe::ProbeId(id)),
        scope: &|scope| scope_in_words(scope, live, around),
    };
    rule_sentence(draft, &names)
}

fn scope_in_words(scope: &Scope, live: Live, around: Around) -> String {
    if scope.is_everything() {
        return text::looks_at_all().to_owned();
    }
    let title = |kind: &String| {
        live.kind(kind)
            .map_or_else(|| kind.clone(), |kind| kind.title.to_string())
    };
    let lists = [
        scope.kinds.iter().map(title).collect::<Vec<_>>(),
        scope.groups.clone(),
        scope.devices.iter().map(|id| around.device(*id)).collect(),
        scope.channels.iter().map(|id| around.channel(*id)).collect(),
        scope.probes.iter().map(|id| probe_name(live, *id)).collect(),
    ];
    let lists = lists.into_iter().filter(|list| !list.is_empty());
    lists
        .map(|list| list.join(text::or_between()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// How many probes a rule looks at, in words. Follows the list of probes.
pub(super) fn reach(scope: &Scope, live: Live, around: Around) -> String {
    let probes = whole_probes(live);
    let count = around
        .channels
        .with(|channels| looks_at(scope, probes.iter(), channels).len());
    if count == 0 {
        return text::looks_at_none().to_owned();
    }
    text::looks_at_count(count)
}

#[component]
fn Row(live: Live, list: List<Rule>, around: Around, rule: Rule) -> impl IntoView {
    let id = rule.id;
    let draft = StoredValue::new(rule.spec.clone());
    let sentence = move || {
        let kinds = kinds(live);
        draft.with_value(|spec| in_words(&Draft::of(spec, &kinds), live, around))
    };
    let reach = move || draft.with_value(|spec| reach(&spec.on, live, around));
    let of = (rule.id.0, rule.revision);
    let switch = Callback::new(move |enabled| {
        let mut spec = draft.get_value();
        spec.enabled = enabled;
        list.change(of, spec);
    });
    let name = rule.spec.name;
    view! {
        <li class="with-orders">
            <a class="item" class:off=!rule.spec.enabled href=format!("/rule/{}", id.0)>
                <span class="grow">
                    <b class="cut" dir="auto">{name.clone()}</b>
                    <span class="said t2" dir="auto">{sentence}</span>
                    <span class="said t3">{reach}</span>
                </span>
            </a>
            <Switch label=text::switch_thing(&name) is_on=rule.spec.enabled on_touch=switch />
        </li>
    }
}
