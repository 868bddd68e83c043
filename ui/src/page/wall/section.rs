//! One group of tiles under its heading.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::live::Live;
use crate::model::wall::{Group, Worst};
use crate::part::Tile;
use crate::screen::{keep, kept, use_screen};
use crate::text;

const KEPT_AS: &str = "flywatch.folded";

/// Which groups are folded on this screen.
#[derive(Clone, Copy)]
pub(super) struct Folds(RwSignal<BTreeSet<String>>);

impl Folds {
    /// As this screen was left.
    pub(super) fn new() -> Self {
        let folded = kept(KEPT_AS).and_then(|kept| serde_json::from_str(&kept).ok());
        Self(RwSignal::new(folded.unwrap_or_default()))
    }

    fn turn(self, group: &str) {
        self.0.update(|folded| {
            if !folded.remove(group) {
                folded.insert(group.to_owned());
            }
        });
        if let Ok(folded) = self.0.with_untracked(serde_json::to_string) {
            keep(KEPT_AS, &folded);
        }
    }
}

/// What stands over a group; those without a group have a heading too.
pub(super) fn heading(name: &str) -> String {
    if name.is_empty() {
        text::others().to_owned()
    } else {
        name.to_owned()
    }
}

/// The heading and, unless it is folded, the tiles.
#[component]
pub(super) fn Section(
    live: Live,
    groups: Memo<Vec<Group>>,
    folds: Folds,
    name: String,
    /// More than a screenful is on the wall.
    is_long: Memo<bool>,
    /// Nothing is filtered away.
    is_whole: Signal<bool>,
) -> impl IntoView {
    let screen = use_screen();
    let places = Memo::new({
        let name = name.clone();
        move |_| {
            let of_name = |group: &Group| (group.name == name).then(|| group.places.clone());
            groups
                .with(|groups| groups.iter().find_map(of_name))
                .unwrap_or_default()
        }
    });
    let worst = Memo::new(move |_| {
        live.faces
            .with(|faces| places.with(|places| Worst::of(places, faces)))
    });
    // What was found is shown, wherever it stands.
    let is_folded = Memo::new({
        let name = name.clone();
        move |_| is_whole.get() && folds.0.with(|folded| folded.contains(&name))
    });
    // On the rack a heading that can be touched is as high as a finger; a wall that fits needs the room for its tiles.
    let can_fold =
        Memo::new(move |_| is_long.get() || is_folded.get() || screen.worn.with(|profile| profile != "rack"));
    let title = heading(&name);
    let inside = move || {
        view! {
            <b class="cut" dir="auto" title=title.clone()>{title.clone()}</b>
            <span>{move || text::probes(places.with(Vec::len))}</span>
            <WorstOf worst=worst />
        }
    };
    let line = {
        let inside = inside.clone();
        move || {
            let name = name.clone();
            if can_fold.get() {
                let turn = move |_| folds.turn(&name);
                view! {
                    <button class="fold" aria-expanded=move || (!is_folded.get()).to_string() on:click=turn>
                        <i class="g g-next" class:open=move || !is_folded.get() aria-hidden="true"></i>
                        {inside()}
                    </button>
                }
                .into_any()
            } else {
                inside().into_any()
            }
        }
    };
    view! {
        <section class="group" style:--n=move || places.with(Vec::len).to_string()>
            <h2>{line}</h2>
            <Show when=move || !is_folded.get()>
                <div class="tiles">
                    <For each=move || places.get() key=|place| (place.id, place.name.clone(), place.kind.clone()) let(place)>
                        {live.cell(place.id).map(|cell| view! { <Tile live=live cell=cell /> })}
                    </For>
                </div>
            </Show>
        </section>
    }
}

/// The worst state of a group and how many are in it; nothing when all is well.
#[component]
fn WorstOf(worst: Memo<Option<Worst>>) -> impl IntoView {
    move || {
        worst.get().map(|worst| {
            view! {
                <span class=format!("worst {}", worst.face.class())>
                    <i class=worst.face.glyph() aria-hidden="true"></i>
                    {worst.count}
                    <span class="vh">{format!(" {}", worst.face.spoken())}</span>
                </span>
            }
        })
    }
}

/// The groups in one line: a touch leads there.
#[component]
pub(super) fn Jump(live: Live, groups: Memo<Vec<Group>>) -> impl IntoView {
    let leads = move || {
        let lead = |(index, group): (usize, &Group)| {
            let worst = live.faces.with(|faces| Worst::of(&group.places, faces));
            (index, heading(&group.name), worst)
        };
        groups.with(|groups| groups.iter().enumerate().map(lead).collect::<Vec<_>>())
    };
    view! {
        <nav class="chips jump" aria-label=text::groups()>
            <For each=leads key=Clone::clone let((index, title, worst))>
                <button class="chip" on:click=move |_| show(index)>
                    <span class="cut" dir="auto" title=title.clone()>{title.clone()}</span>
                    <WorstOf worst=Memo::new(move |_| worst) />
                </button>
            </For>
        </nav>
    }
}

fn show(index: usize) {
    let group = format!(".wall .groups > section:nth-of-type({})", index + 1);
    if let Ok(Some(group)) = document().query_selector(&group) {
        group.scroll_into_view();
    }
}
