//! A test of a rule as entries: its sort, what the sort asks for, and the tests that it is made of.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use wire::kind::{KindInfo, Metric, Sort as Moves};
use wire::probe::ProbeId;

use super::form::Faults;
use super::{kinds, probes, whole_probes};
use crate::live::Live;
use crate::model::rule::{Asked, Draft, Node, SORTS, Sort, Takes, metric};
use crate::part::{Entry, Field, Offers, Select};
use crate::text;

/// The test that is reached by `way` from the whole one. `path` is how the station names it.
#[component]
pub(super) fn TestEntries(
    live: Live,
    way: Vec<usize>,
    path: String,
    draft: RwSignal<Draft>,
    faults: Faults,
) -> impl IntoView {
    let at = StoredValue::new(way);
    let node = Memo::new(move |_| draft.with(|draft| at.with_value(|way| draft.test.at(way).cloned())));
    let sort = Memo::new(move |_| node.with(|node| node.as_ref().map(|node| node.sort)));
    let parts = Memo::new(move |_| node.with(|node| node.as_ref().map_or(0, |node| node.parts().len())));
    let change = Callback::new(move |change: Change| {
        draft.update(|draft| {
            if let Some(node) = at.with_value(|way| draft.test.at_mut(way)) {
                change.0(node);
            }
        });
    });
    let (id, own) = (path.replace('.', "-"), faults.at(path.clone()));
    let offers: Vec<_> = SORTS
        .iter()
        .map(|sort| (text::sort_of(*sort).to_owned(), text::sort_of(*sort).to_owned()))
        .collect();
    let path = StoredValue::new(path);
    let choose = move |word: String| {
        path.with_value(|path| faults.forget(path));
        let sort = SORTS.into_iter().find(|sort| text::sort_of(*sort) == word);
        sort.into_iter()
            .for_each(|sort| change.run(Change::new(move |node| node.become_sort(sort))));
    };
    let entries = move || {
        let sort = sort.get()?;
        let entry = move |asked: &'static Asked| {
            let path = path.get_value();
            view! { <OneEntry live=live sort=sort asked=*asked path=path node=node at=at draft=draft change=change faults=faults /> }
        };
        Some(sort.asked().iter().map(entry).collect_view())
    };
    let inner = move |part: usize| {
        let way = at.with_value(|way| [way.as_slice(), &[part]].concat());
        let is_one_of = sort.get_untracked().is_some_and(Sort::holds_several);
        let path = path.with_value(|path| {
            if is_one_of {
                format!("{path}.of.{part}")
            } else {
                format!("{path}.of")
            }
        });
        let remove = move |_| {
            path_of(at, draft, faults);
            change.run(Change::new(move |node| {
                drop((part < node.inner.len()).then(|| node.inner.remove(part)))
            }));
        };
        let is_removable = move || is_one_of && parts.get() > 1;
        view! {
            <li>
                <TestEntries live=live way=way path=path draft=draft faults=faults />
                <Show when=is_removable>
                    <button type="button" class="btn small remove" on:click=remove><i class="g g-del" aria-hidden="true"></i>{text::remove_test()}</button>
                </Show>
            </li>
        }
        .into_any()
    };
    let add = move |_| change.run(Change::new(|node| node.inner.push(Node::new(Sort::Limit))));
    let holds_several = move || sort.get().is_some_and(Sort::holds_several);
    // What a test is made of is made anew with its sort: its way to the station is another one then.
    let inners = move || {
        let _ = sort.get();
        view! {
            <ol class="tests-within" hidden=move || parts.get() == 0>
                <For each=move || 0..parts.get() key=|part| *part children=inner />
            </ol>
        }
    };
    view! {
        <div class="one-test" role="group" aria-label=text::sort_of_test()>
            <Select
                name=format!("{id}-sort")
                title=text::sort_of_test()
                offers=Signal::stored(vec![(String::new(), offers)])
                value=Signal::derive(move || sort.get().map(text::sort_of).unwrap_or_default().to_owned())
                error=own
                on_choice=choose
            />
            <div class="test-entries">{entries}</div>
            {inners}
            <Show when=holds_several>
                <button type="button" class="btn small" on:click=add><i class="g g-plus" aria-hidden="true"></i>{text::add_test()}</button>
            </Show>
        </div>
    }
    .into_any()
}

/// Tests that move up in their list have another way: what was said of them does not hold any more.
fn path_of(at: StoredValue<Vec<usize>>, draft: RwSignal<Draft>, faults: Faults) {
    let is_whole = at.with_value(Vec::is_empty) || draft.with_untracked(|draft| draft.test.inner.len() > 1);
    if is_whole {
        faults.forget("when");
    }
}

/// A change of one test.
#[derive(Clone)]
struct Change(Arc<dyn Fn(&mut Node) + Send + Sync>);

impl Change {
    fn new(change: impl Fn(&mut Node) + Send + Sync + 'static) -> Self {
        Self(Arc::new(change))
    }
}

#[component]
fn OneEntry(
    live: Live,
    sort: Sort,
    asked: Asked,
    path: String,
    node: Memo<Option<Node>>,
    at: StoredValue<Vec<usize>>,
    draft: RwSignal<Draft>,
    change: Callback<Change>,
    faults: Faults,
) -> impl IntoView {
    let Asked { field, takes, .. } = asked;
    let (title, help) = text::entry_of(sort, field, takes);
    let full = format!("{path}.{field}");
    let name = full.replace('.', "-");
    let error = faults.at(full.clone());
    let value = Signal::derive(move || {
        node.with(|node| {
            node.as_ref()
                .map(|node| node.entry(field).to_owned())
                .unwrap_or_default()
        })
    });
    let forget = StoredValue::new(full);
    let write = Callback::new(move |typed: String| {
        forget.with_value(|full| faults.forget(full));
        change.run(Change::new(move |node| {
            drop(node.entries.insert(field, typed.clone()))
        }));
    });
    let select = move |offers: Signal<Offers>| {
        let nothing = text::choose_one();
        view! { <Select name=name.clone() title=title help=Signal::stored(help.to_owned()) offers=offers nothing=nothing value=value error=error on_choice=write /> }
            .into_any()
    };
    let unit = Memo::new(move |_| {
        let scale = node.with(|node| node.as_ref().and_then(|node| node.scale(&kinds(live))));
        let sign = scale.map(|scale| scale.sign).unwrap_or_default();
        match takes {
            Takes::Value if !sign.is_empty() => format!(", {sign}"),
            Takes::Speed if sign.is_empty() => ", 1/s".to_owned(),
            Takes::Speed => format!(", {sign}/s"),
            _ => String::new(),
        }
    });
    match takes {
        Takes::Series | Takes::Counter => {
            let offers = Signal::derive(move || metrics(live, &draft.get(), at, takes == Takes::Counter));
            view! {
                {select(offers)}
                <Parts live=live path=path field=field node=node change=change faults=faults />
            }
            .into_any()
        }
        Takes::Defect => select(Signal::derive(move || defects(live, &draft.get(), at))),
        Takes::Probe => select(Signal::derive(move || {
            let names = probes(live).into_iter().map(|(id, name)| (id.to_string(), name));
            vec![(String::new(), names.collect())]
        })),
        Takes::Side | Takes::SideOrBoth => {
            let mut words = vec![("above", text::side_above()), ("below", text::side_below())];
            if takes == Takes::SideOrBoth {
                words.push(("", text::side_both()));
            }
            let words = words
                .into_iter()
                .map(|(word, title)| (word.to_owned(), title.to_owned()));
            view! {
                <Field name=forget.get_value().replace('.', "-") title=title help=Signal::stored(help.to_owned()) entry=Entry::Choice(words.collect()) value=value error=error on_entry=write on_leave=|()| () />
            }
            .into_any()
        }
        _ => {
            let entry = if matches!(takes, Takes::Lapse | Takes::Spent) {
                Entry::Text
            } else {
                Entry::Number
            };
            let help = help.to_owned();
            (move || {
                let title = format!("{title}{}", unit.get());
                let (name, help, entry) = (forget.get_value().replace('.', "-"), help.clone(), entry.clone());
                view! { <Field name=name title=title help=Signal::stored(help) entry=entry value=value error=error on_entry=write on_leave=|()| () /> }
            })
            .into_any()
        }
    }
}

/// Which of the series of a metric that has several.
#[component]
fn Parts(
    live: Live,
    path: String,
    field: &'static str,
    node: Memo<Option<Node>>,
    change: Callback<Change>,
    faults: Faults,
) -> impl IntoView {
    let key = match field {
        "bad" => "bad.labels",
        "of" => "of.labels",
        _ => "series.labels",
    };
    let full = format!("{path}.{field}");
    let labels = Memo::new(move |_| {
        let name = node.with(|node| {
            node.as_ref()
                .map(|node| node.entry(field).to_owned())
                .unwrap_or_default()
        });
        let labels = metric(&kinds(live), &name).map(|metric| metric.labels.join(", "));
        labels.filter(|labels| !labels.is_empty())
    });
    let value = Signal::derive(move || {
        node.with(|node| {
            node.as_ref()
                .map(|node| node.entry(key).to_owned())
                .unwrap_or_default()
        })
    });
    let write = Callback::new(move |typed: String| {
        change.run(Change::new(move |node| {
            drop(node.entries.insert(key, typed.clone()))
        }));
    });
    let error = faults.at(format!("{full}.labels"));
    let name = format!("{}-labels", full.replace('.', "-"));
    move || {
        let labels = labels.get()?;
        let help = text::entry_labels_help(&labels);
        Some(view! {
            <Field name=name.clone() title=text::entry_labels() help=Signal::stored(help) entry=Entry::Text value=value error=error on_entry=write on_leave=|()| () />
        })
    }
}

/// The kinds that a test may name: that of the probe it is made at, else those in scope, else those of any probe.
fn in_scope(live: Live, draft: &Draft, at: StoredValue<Vec<usize>>) -> Vec<Arc<KindInfo>> {
    let all = whole_probes(live);
    let of_probe = |id: ProbeId| {
        all.iter()
            .find(|probe| probe.id == id)
            .map(|probe| probe.spec.kind.clone())
    };
    let elsewhere = at.with_value(|way| {
        let nodes = (0..=way.len())
            .rev()
            .filter_map(|depth| draft.test.at(&way[..depth]));
        let mut at = nodes.filter(|node| node.sort == Sort::At);
        at.find_map(|node| of_probe(ProbeId(node.entry("probe").parse().ok()?)))
    });
    let wanted: BTreeSet<String> = match elsewhere {
        Some(kind) => [kind].into(),
        None if !draft.scope.kinds.is_empty() => draft.scope.kinds.iter().cloned().collect(),
        None if !draft.scope.probes.is_empty() => {
            draft.scope.probes.iter().filter_map(|id| of_probe(*id)).collect()
        }
        None => all.iter().map(|probe| probe.spec.kind.clone()).collect(),
    };
    let every = kinds(live);
    let chosen: Vec<_> = every
        .iter()
        .filter(|kind| wanted.contains(kind.name.as_ref()))
        .cloned()
        .collect();
    if chosen.is_empty() { every } else { chosen }
}

fn metrics(live: Live, draft: &Draft, at: StoredValue<Vec<usize>>, counts: bool) -> Offers {
    let fits = |metric: &&Metric| !counts || metric.sort == Moves::Counter;
    in_scope(live, draft, at)
        .into_iter()
        .map(|kind| {
            let metrics = kind.metrics.iter().filter(fits);
            let offers = metrics.map(|metric| (metric.name.to_string(), metric.title.to_string()));
            (kind.title.to_string(), offers.collect::<Vec<_>>())
        })
        .filter(|(_, offers)| !offers.is_empty())
        .collect()
}

fn defects(live: Live, draft: &Draft, at: StoredValue<Vec<usize>>) -> Offers {
    in_scope(live, draft, at)
        .into_iter()
        .map(|kind| {
            let offer = |code: &str, help: &str| (code.to_owned(), text::first_sentence(help).to_owned());
            let offers = kind
                .findings
                .iter()
                .map(|finding| offer(&finding.code, &finding.help));
            (kind.title.to_string(), offers.collect::<Vec<_>>())
        })
        .filter(|(_, offers)| !offers.is_empty())
        .collect()
}
