//! What is done to all tiles that are chosen: first shown for each, then done to all or none.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use wire::changes::ProbeChange;
use wire::probe::Probe;
use wire::touch::DELETE_PROBES;

use super::section::heading;
use crate::link::inventory::change_probes;
use crate::link::{Proof, Trouble};
use crate::live::{Live, use_live};
use crate::model::change::{self, Edit, Row};
use crate::model::wall::Place;
use crate::part::{CarryOut, Choice, Hold, Sheet, Tap};
use crate::undo::{Undo, use_undo};
use crate::{format, text};

/// The paces that are offered, in milliseconds.
const PACES: [u32; 7] = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];
/// So many rows tell what an order does; the rest is counted.
const ROWS: usize = 200;

/// What can be done with them, along the lower edge of the wall.
#[component]
pub(super) fn Bulk(
    choice: Choice,
    /// The tiles that are shown, which can all be chosen at once.
    shown: Memo<Vec<Arc<Place>>>,
) -> impl IntoView {
    let live = use_live();
    let edit = RwSignal::new(None::<Edit>);
    // What was deleted meanwhile, here or elsewhere, is not chosen any more.
    let chosen = Memo::new(move |_| {
        live.places.with(|places| {
            choice.chosen.with(|chosen| {
                let ids = places.iter().map(|place| place.id);
                ids.filter(|id| chosen.contains(id)).collect::<BTreeSet<_>>()
            })
        })
    });
    let is_none = Signal::derive(move || chosen.with(BTreeSet::is_empty));
    let all = move |_| {
        let all = shown.with_untracked(|shown| shown.iter().map(|place| place.id).collect());
        choice.chosen.set(all);
    };
    let group = move || {
        let mut groups = live.places.with_untracked(|places| {
            let chosen = places
                .iter()
                .filter(|place| chosen.with_untracked(|chosen| chosen.contains(&place.id)));
            chosen.map(|place| place.group.clone()).collect::<BTreeSet<_>>()
        });
        Edit::Group(groups.pop_first().unwrap_or_default())
    };
    let order = move |glyph: &'static str, title: &'static str, of: Callback<(), Edit>| {
        view! {
            <button class="btn small" disabled=is_none on:click=move |_| edit.set(Some(of.run(())))>
                <i class=format!("g {glyph}") aria-hidden="true"></i>
                {title}
            </button>
        }
    };
    view! {
        <div class="bulk" role="toolbar" aria-label=text::chosen_orders() data-awake="">
            <b role="status">{move || text::chosen(chosen.with(BTreeSet::len))}</b>
            <button class="btn small" on:click=all>{move || text::choose_all(shown.with(Vec::len))}</button>
            {order("g-wall", text::group(), Callback::new(move |()| group()))}
            {order("g-stale", text::pace_title(), Callback::new(|()| Edit::Pace(1_000)))}
            {order("g-power", text::switch_on(), Callback::new(|()| Edit::Switch(true)))}
            {order("g-off", text::switch_off(), Callback::new(|()| Edit::Switch(false)))}
            {order("g-trash", text::delete(), Callback::new(|()| Edit::Delete))}
            <button class="btn small" on:click=move |_| choice.end()>{text::done_choosing()}</button>
        </div>
        <Preview live=live choice=choice chosen=chosen edit=edit />
    }
}

/// What becomes of each, before anything is done.
#[component]
fn Preview(
    live: Live,
    choice: Choice,
    chosen: Memo<BTreeSet<wire::probe::ProbeId>>,
    edit: RwSignal<Option<Edit>>,
) -> impl IntoView {
    let undo = use_undo();
    let is_open = RwSignal::new(false);
    Effect::new(move || is_open.set(edit.with(Option::is_some)));
    Effect::new(move || {
        if !is_open.get() && edit.with_untracked(Option::is_some) {
            edit.set(None);
        }
    });
    let rows = Memo::new(move |_| {
        let probes: Vec<Probe> = chosen.with(|chosen| {
            let cells = chosen.iter().filter_map(|id| live.cell(*id));
            cells
                .map(|cell| cell.view.with_untracked(|view| view.probe.clone()))
                .collect()
        });
        let watch = |probe: &Probe| live.kind(&probe.spec.kind).map(|kind| kind.watch);
        edit.with(|edit| {
            edit.as_ref()
                .map(|edit| change::plan(edit, &probes, watch))
                .unwrap_or_default()
        })
    });
    let count = Memo::new(move |_| rows.with(|rows| rows.iter().filter(|row| row.change.is_some()).count()));
    let title = Signal::derive(move || edit.with(|edit| edit.as_ref().map_or(String::new(), title_of)));
    let wrong = RwSignal::new(None::<String>);
    Effect::new(move || {
        edit.track();
        wrong.set(None);
    });
    let change = CarryOut::new(move |()| {
        let rows = rows.get_untracked();
        async move {
            match carry_out(live, &rows).await {
                Ok(changed) => {
                    offer_back(live, undo, &rows, &changed);
                    edit.set(None);
                    choice.end();
                }
                Err(trouble) => wrong.set(Some(sentence(&trouble, &rows))),
            }
            Ok(())
        }
    });
    let delete = CarryOut::new(move |proof: Proof| {
        let rows = rows.get_untracked();
        async move {
            let doomed = rows.iter().map(|row| (row.probe.id, row.probe.spec.name.clone()));
            undo.delete_held(doomed.collect(), proof);
            edit.set(None);
            choice.end();
            Ok(())
        }
    });
    let is_delete = move || edit.with(|edit| *edit == Some(Edit::Delete));
    let is_nothing = Signal::derive(move || count.get() == 0);
    view! {
        <Sheet title=title is_open=is_open class="preview">
            <Entry live=live edit=edit />
            <ul class="rows">
                <For each=move || rows.with(|rows| rows.iter().take(ROWS).cloned().collect::<Vec<_>>()) key=row_key let(row)>
                    <li class:same=row.change.is_none()>
                        <b class="cut" dir="auto" title=row.probe.spec.name.clone()>{row.probe.spec.name.clone()}</b>
                        <span class="cut" dir="auto">{told(&row)}</span>
                    </li>
                </For>
            </ul>
            <p class="t3">{move || {
                let more = rows.with(Vec::len).saturating_sub(ROWS);
                (more > 0).then(|| text::and_more(more))
            }}</p>
            <p class="trouble" role="alert">{wrong}</p>
            {move || if is_delete() {
                view! {
                    <Hold order=&DELETE_PROBES label=Signal::derive(move || text::delete_probes(count.get())) disabled=is_nothing carry_out=delete />
                }.into_any()
            } else {
                view! {
                    <Tap label=Signal::derive(move || text::change_probes(count.get())) disabled=is_nothing carry_out=change />
                }.into_any()
            }}
        </Sheet>
    }
}

fn row_key(row: &Row) -> (wire::probe::ProbeId, String, bool) {
    (row.probe.id, row.after.clone(), row.change.is_some())
}

fn told(row: &Row) -> String {
    match (&row.change, row.before.as_str()) {
        (None, _) => text::stays(&row.before),
        (Some(_), "") => row.after.clone(),
        (Some(_), before) => format!("{before} → {}", row.after),
    }
}

fn title_of(edit: &Edit) -> String {
    match edit {
        Edit::Group(_) => text::group(),
        Edit::Pace(_) => text::pace_title(),
        Edit::Switch(true) => text::switch_on(),
        Edit::Switch(false) => text::switch_off(),
        Edit::Delete => text::delete(),
    }
    .to_owned()
}

/// The group or the pace that all get.
#[component]
fn Entry(live: Live, edit: RwSignal<Option<Edit>>) -> impl IntoView {
    let is_group = Memo::new(move |_| edit.with(|edit| matches!(edit, Some(Edit::Group(_)))));
    let is_pace = Memo::new(move |_| edit.with(|edit| matches!(edit, Some(Edit::Pace(_)))));
    let groups = Memo::new(move |_| {
        live.places.with(|places| {
            places
                .iter()
                .map(|place| place.group.clone())
                .collect::<BTreeSet<_>>()
        })
    });
    let chip = move |title: String, to: Edit| {
        let is_on = {
            let to = to.clone();
            move || edit.with(|edit| edit.as_ref() == Some(&to)).to_string()
        };
        view! {
            <button class="chip" aria-pressed=is_on on:click=move |_| edit.set(Some(to.clone()))>
                <span class="cut" dir="auto">{title}</span>
            </button>
        }
    };
    view! {
        <Show when=move || is_group.get()>
            <div class="field">
                <label for="bulk-group">{text::group()}</label>
                <input
                    id="bulk-group"
                    autocomplete="off"
                    prop:value=move || edit.with(|edit| if let Some(Edit::Group(group)) = edit { group.clone() } else { String::new() })
                    on:input:target=move |event| edit.set(Some(Edit::Group(event.target().value())))
                />
            </div>
            <div class="chips">
                {move || groups.get().into_iter().map(|group| chip(heading(&group), Edit::Group(group))).collect_view()}
            </div>
        </Show>
        <Show when=move || is_pace.get()>
            <div class="chips" role="group" aria-label=text::pace_title()>
                {PACES.map(|every_ms| chip(format::span(every_ms), Edit::Pace(every_ms))).collect_view()}
            </div>
        </Show>
    }
}

async fn carry_out(live: Live, rows: &[Row]) -> Result<Vec<Probe>, Trouble> {
    let changes: Vec<_> = rows.iter().filter_map(|row| row.change.clone()).collect();
    let changed = change_probes(&changes, None).await?;
    for probe in &changed {
        live.take_probe(probe.clone());
    }
    Ok(changed)
}

/// Why nothing was changed, with the name of the probe that stood in the way.
fn sentence(trouble: &Trouble, rows: &[Row]) -> String {
    let Trouble::Refused(problem) = trouble else {
        return trouble.sentence();
    };
    let first = problem.errors.first().and_then(|error| {
        let changed = rows.iter().filter(|row| row.change.is_some());
        let row = changed.into_iter().nth(change::mistaken(&error.field)?)?;
        Some(text::not_for(&row.probe.spec.name, &error.message))
    });
    first.unwrap_or_else(|| problem.detail.clone())
}

fn offer_back(live: Live, undo: Undo, rows: &[Row], changed: &[Probe]) {
    let back: Arc<[ProbeChange]> = change::back(rows, changed).into();
    undo.offer(text::changed_probes(changed.len()), move || {
        let back = back.clone();
        leptos::task::spawn_local(async move {
            match change_probes(&back, None).await {
                Ok(probes) => probes.into_iter().for_each(|probe| live.take_probe(probe)),
                Err(trouble) => undo.say(trouble.sentence()),
            }
        });
    });
}
