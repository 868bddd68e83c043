//! Every probe at a glance.

mod welcome;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use wire::series::{SeriesId, Told};

use self::welcome::Welcome;
use crate::live::{Live, use_live};
use crate::model::wall::{self, Group};
use crate::part::{PAST_STEP_MS, Tile};
use crate::undo::use_undo;
use crate::{link, text};

/// So many tiles fit on a desk when they are large.
const FEW: usize = 8;

/// All probes as tiles under the headings of their groups, each at its fixed place.
#[component]
pub(crate) fn Wall() -> impl IntoView {
    let live = use_live();
    let undo = use_undo();
    fetch_past(live);
    let query = use_query_map();
    let show = Memo::new(move |_| query.with(|query| query.get("show").unwrap_or_default()));
    let groups = Memo::new(move |_| live.places.with(|places| wall::groups(places, undo.doomed())));
    let names =
        move || groups.with(|groups| groups.iter().map(|group| group.name.clone()).collect::<Vec<_>>());
    let is_empty = Memo::new(move |_| live.filled.get() && groups.with(Vec::is_empty));
    let is_few = move || {
        let tiles: usize = groups.with(|groups| groups.iter().map(|group| group.probes.len()).sum());
        (tiles <= FEW).then_some("")
    };
    let word = move || match show.get().as_str() {
        "crit" => Some(text::CRIT),
        "warn" => Some(text::WARN),
        "stale" => Some(text::STALE),
        _ => None,
    };
    view! {
        <main class="work wall" data-show=show>
            <h1 class="vh">{text::WALL}</h1>
            <Show when=move || !is_empty.get() && word().is_some()>
                <div class="filter">
                    <span class="grow">{move || word().map(text::showing_only)}</span>
                    <a class="btn small" href="/">{text::SHOW_ALL}</a>
                </div>
                <p class="none-such">{text::NONE_SUCH}</p>
            </Show>
            <div class="groups" data-few=is_few>
                <For each=names key=Clone::clone let(name)>
                    <Section live=live groups=groups name=name />
                </For>
            </div>
            <Show when=move || is_empty.get()>
                <Welcome />
            </Show>
        </main>
    }
}

#[component]
fn Section(live: Live, groups: Memo<Vec<Group>>, name: String) -> impl IntoView {
    let heading = if name.is_empty() {
        text::OTHERS.to_owned()
    } else {
        name.clone()
    };
    let probes = Memo::new(move |_| {
        let of_name = |group: &Group| (group.name == name).then(|| group.probes.clone());
        groups
            .with(|groups| groups.iter().find_map(of_name))
            .unwrap_or_default()
    });
    view! {
        <section class="group" style:--n=move || probes.with(Vec::len).to_string()>
            <h2><b>{heading}</b> " " <span>{move || text::probes(probes.with(Vec::len))}</span></h2>
            <div class="tiles">
                <For each=move || probes.get() key=|id| *id let(id)>
                    {live.cell(id).map(|cell| view! { <Tile live=live cell=cell /> })}
                </For>
            </div>
        </section>
    }
}

/// Fills the lines of the tiles with what the station remembers, once for each series.
fn fetch_past(live: Live) {
    // No more may be asked for.
    const AT_ONCE: usize = 50;
    Effect::new(move |known: Option<Vec<SeriesId>>| {
        let mut known = known.unwrap_or_default();
        live.filled.track();
        let new: Vec<_> = live
            .first_series()
            .into_iter()
            .filter(|id| !known.contains(id))
            .collect();
        for some in new.chunks(AT_ONCE) {
            let some = some.to_vec();
            leptos::task::spawn_local(async move {
                let to = live.now();
                let asked = link::history(&some, to.plus_millis(-300_000), to, PAST_STEP_MS, &[Told::Last]);
                if let Ok(past) = asked.await {
                    live.remember(&past);
                }
            });
        }
        known.extend(new);
        known
    });
}
