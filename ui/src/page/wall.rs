//! Every probe at a glance.

mod address;
mod bar;
mod bulk;
mod choose;
mod section;

use std::sync::Arc;

use leptos::prelude::*;
use wire::series::{SeriesId, Told};

use self::bar::WallBar;
pub(crate) use self::bar::{BarSwitch, WallBarButton};
use self::bulk::Bulk;
use self::choose::Touches;
use self::section::{Folds, Jump, Section};
use super::Welcome;
use crate::live::{Live, use_live};
use crate::model::filter;
use crate::model::wall::{self, Place};
use crate::part::{Choice, PAST_STEP_MS, Sight};
use crate::screen::use_screen;
use crate::undo::use_undo;
use crate::{link, text};

/// So many tiles fit on a desk when they are large.
const FEW: usize = 8;

/// All probes as tiles under the headings of their groups, each at its fixed place.
#[component]
pub(crate) fn Wall() -> impl IntoView {
    let live = use_live();
    let undo = use_undo();
    let screen = use_screen();
    provide_context(Sight::new());
    let choice = Choice::new();
    provide_context(choice);
    let touches = Touches::new(choice);
    fetch_past(live);
    let filter = address::follow();
    let folds = Folds::new();

    // What can be found, with the words under which it is.
    let known = Memo::new(move |_| {
        let doomed = undo.doomed();
        let told = |place: &Arc<Place>| {
            let kind = live.kind(&place.kind);
            let told = filter::told(place, kind.as_ref().map_or("", |kind| kind.title.as_ref()));
            (place.clone(), told)
        };
        live.places.with(|places| {
            let there = places.iter().filter(|place| !doomed.contains(&place.id));
            there.map(told).collect::<Vec<_>>()
        })
    });
    let found = Memo::new(move |_| {
        filter.with(|filter| known.with(|known| filter.among(known).into_iter().cloned().collect::<Vec<_>>()))
    });
    let groups = Memo::new(move |_| {
        let shown = |place: &&Arc<Place>| {
            filter.with(|filter| {
                filter.show.is_empty() || filter.takes(live.faces.with(|faces| faces.get(place.id)))
            })
        };
        let mut groups = found.with(|found| wall::groups(found.iter().filter(shown).cloned()));
        if screen.worn.with(|profile| profile == "phone") {
            live.faces.with(|faces| wall::worst_first(&mut groups, faces));
        }
        groups
    });
    let shown = Memo::new(move |_| {
        groups.with(|groups| {
            groups
                .iter()
                .flat_map(|group| group.places.iter().cloned())
                .collect::<Vec<_>>()
        })
    });
    let names = Memo::new(move |_| {
        groups.with(|groups| groups.iter().map(|group| group.name.clone()).collect::<Vec<_>>())
    });
    let count = Memo::new(move |_| shown.with(Vec::len));
    let is_empty = Memo::new(move |_| live.filled.get() && known.with(Vec::is_empty));
    let finds_nothing =
        Memo::new(move |_| live.filled.get() && !is_empty.get() && groups.with(Vec::is_empty));
    // More than a screenful: then headings fold and lead from group to group.
    let is_long = Memo::new(move |_| {
        let screenful = screen.worn.with(|profile| match profile.as_str() {
            "desk" => 40,
            "phone" => 6,
            _ => 12,
        });
        known.with(Vec::len) > screenful
    });
    view! {
        <main class="work wall">
            <h1 class="vh">{text::wall()}</h1>
            <Show when=move || live.filled.get() && !is_empty.get()>
                <WallBar live=live filter=filter known=known found=found count=count choice=choice />
                <Show when=move || is_long.get() && names.with(|names| names.len() > 1)>
                    <Jump live=live groups=groups />
                </Show>
            </Show>
            <div
                class="groups"
                data-few=move || (count.get() <= FEW).then_some("")
                on:pointerdown=move |event| touches.down(&event)
                on:pointermove=move |event| touches.moved(&event)
                on:pointerup=move |_| touches.lifted()
                on:pointercancel=move |_| touches.lifted()
                on:contextmenu=move |event| touches.menu(&event)
                on:click=move |event| touches.clicked(&event)
                on:keydown=move |event| touches.keyed(&event)
            >
                <For each=move || names.get() key=Clone::clone let(name)>
                    <Section live=live groups=groups folds=folds name=name is_long=is_long is_whole=Signal::derive(move || filter.with(filter::Filter::is_open)) />
                </For>
            </div>
            <Show when=move || finds_nothing.get()>
                <div class="none-such" role="status">
                    <p>{text::finds_nothing()}</p>
                    <a class="btn" href="/">{text::show_all()}</a>
                </div>
            </Show>
            <Show when=move || choice.is_on.get()>
                <Bulk choice=choice shown=shown />
            </Show>
            <Show when=move || is_empty.get()>
                <Welcome />
            </Show>
        </main>
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
