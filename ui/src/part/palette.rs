use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html::{Input, Li};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::shortcuts::{answers, use_opened};
use super::{Opened, Sheet};
use crate::guard::use_guard;
use crate::live::{Live, use_live};
use crate::model::face::Face;
use crate::model::palette::{self, Act, Item};
use crate::model::shortcuts::{Does, SHORTCUTS};
use crate::model::wall::{self, Place};
use crate::screen::{self, THEMES, use_screen};
use crate::text;
use crate::undo::use_undo;

/// Finds pages, probes, groups and orders by name, and a tile of the wall by its number.
#[component]
pub(crate) fn Palette() -> impl IntoView {
    let opened = use_opened();
    view! {
        <Sheet title=text::find_anything() is_open=opened.palette class="palette">
            <Finder opened=opened />
        </Sheet>
    }
}

#[component]
fn Finder(opened: Opened) -> impl IntoView {
    let live = use_live();
    let screen = use_screen();
    let navigate = use_navigate();
    let guard = use_guard();
    // As things were when it was opened: rows that move under a finger are worse than an old name.
    let items = StoredValue::new(untrack(|| items(live)));
    let recent = StoredValue::new(screen::recent());
    let typed = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    let rows = Memo::new(move |_| {
        let found = typed.with(|typed| {
            items.with_value(|items| recent.with_value(|recent| palette::found(items, typed, recent)))
        });
        chosen.set(0);
        found
    });
    let take = Callback::new(move |place: usize| {
        let act = items.with_value(|items| items.get(place).map(|item| item.act.clone()));
        let Some(act) = act else { return };
        screen::keep_recent(&recent.with_value(|recent| palette::taken(recent, &act.key())));
        opened.palette.set(false);
        match act {
            Act::Go(page) if !guard.lets_go(&page) => {}
            Act::Go(page) => navigate(&page, leptos_router::NavigateOptions::default()),
            Act::Wear(theme) => screen.wear(theme),
            Act::Key(does) => {
                let navigate = navigate.clone();
                // Once the page can be touched again.
                request_animation_frame(move || {
                    opened.act(does, &navigate);
                });
            }
        }
    });
    let keyed = move |event: KeyboardEvent| {
        let count = rows.with_untracked(Vec::len);
        let now = chosen.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => chosen.set((now + 1).min(count.saturating_sub(1))),
            "ArrowUp" => chosen.set(now.saturating_sub(1)),
            "Enter" => {
                if let Some(place) = rows.with_untracked(|rows| rows.get(now).copied()) {
                    take.run(place);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let entry = NodeRef::<Input>::new();
    Effect::new(move || {
        if let Some(entry) = entry.get() {
            entry.focus().ok();
        }
    });
    let row = move |(at, place): (usize, usize)| {
        let item = items.with_value(|items| items.get(place).cloned());
        item.map(|item| view! { <Row item=item at=at chosen=chosen take=move || take.run(place) /> })
    };
    let numbered = move || rows.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <input
            node_ref=entry
            class="find"
            type="search"
            role="combobox"
            inputmode="url"
            enterkeyhint="go"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            placeholder=text::palette_hint()
            aria-label=text::palette_hint()
            aria-controls="found"
            aria-expanded="true"
            aria-activedescendant=move || format!("found-{}", chosen.get())
            prop:value=typed
            on:input=move |event| typed.set(event_target_value(&event))
            on:keydown=keyed
        />
        <p class="vh" role="status">{move || text::spoken_found(rows.with(Vec::len))}</p>
        <ul id="found" class="found" role="listbox" aria-label=text::find_anything()>
            {move || numbered().into_iter().map(row).collect_view()}
        </ul>
        <p class="none-such" hidden=move || rows.with(|rows| !rows.is_empty())>{text::nothing_found()}</p>
    }
}

#[component]
fn Row(item: Item, at: usize, chosen: RwSignal<usize>, take: impl Fn() + 'static) -> impl IntoView {
    let row = NodeRef::<Li>::new();
    let is_chosen = Memo::new(move |_| chosen.get() == at);
    Effect::new(move || {
        if let (true, Some(row)) = (is_chosen.get(), row.get()) {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            row.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
    view! {
        <li
            node_ref=row
            id=format!("found-{at}")
            role="option"
            aria-selected=move || is_chosen.get().to_string()
            on:click=move |_| take()
        >
            <i class=item.glyph aria-hidden="true"></i>
            <span class="number">{item.number}</span>
            <span class="cut" dir="auto">{item.title}</span>
            <span class="cut t3" dir="auto">{item.hint}</span>
        </li>
    }
}

/// Everything that can be found now.
fn items(live: Live) -> Vec<Item> {
    let without = use_undo().doomed();
    let there = |place: &&Arc<Place>| !without.contains(&place.id);
    let groups = live
        .places
        .with(|places| wall::groups(places.iter().filter(there).cloned()));
    let orders = SHORTCUTS.iter().filter_map(|shortcut| {
        let act = match shortcut.does {
            Does::Go(page) => Act::Go(page.to_owned()),
            Does::List => Act::Key(Does::List),
            Does::Press(key) if key != "Escape" && answers(key).is_some() => Act::Key(shortcut.does),
            Does::Press(_) | Does::Find | Does::Search => return None,
        };
        Some(Item::new(
            (shortcut.title)(),
            text::key(shortcut.keys),
            shortcut.glyph,
            act,
        ))
    });
    let page = |title: &'static str, glyph: &'static str, to: &str| {
        Item::new(title, "", glyph, Act::Go(to.to_owned()))
    };
    let pages = [
        page(text::gallery(), "g g-eye", "/gallery"),
        page(text::phases(), "g g-power", "/phases"),
        page(text::alarm_health(), "g g-alerts", "/alerts/health"),
        page(text::receivers(), "g g-alerts", "/receivers"),
        page(text::routes(), "g g-alerts", "/routes"),
        page(text::silences(), "g g-hush", "/silences"),
        page(text::rules(), "g g-gear", "/rules"),
    ];
    let theme = |theme: &'static str| {
        let title = text::wear_theme(text::theme(theme));
        Item::new(title, "", "g g-theme", Act::Wear(theme))
    };
    let heads = groups.iter().filter(|group| !group.name.is_empty()).map(|group| {
        let name = String::from(js_sys::encode_uri_component(&group.name));
        let act = Act::Go(format!("/?group={name}"));
        Item::new(
            text::group_of_wall(&group.name),
            text::probes(group.places.len()),
            "g g-wall",
            act,
        )
    });
    let now = live.now();
    let tiles = groups.iter().flat_map(|group| group.places.iter()).zip(1..);
    let tiles = tiles.filter_map(|(place, number)| {
        let id = place.id;
        let cell = live.cell(id)?;
        Some(cell.view.with(|view| {
            let spec = &view.probe.spec;
            let glyph = Face::of(&view.state, now).glyph();
            let hint = [spec.target.as_str(), spec.group.as_str()].join("  ");
            Item::new(spec.name.clone(), hint, glyph, Act::Go(format!("/probe/{id}"))).numbered(number)
        }))
    });
    orders
        .chain(pages)
        .chain(THEMES.map(theme))
        .chain(heads)
        .chain(tiles)
        .collect()
}
