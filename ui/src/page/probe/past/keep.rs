//! Saving and sharing what the chart shows.

use leptos::prelude::*;
use wire::Timestamp;

use super::address;
use super::drawn::Drawn;
use crate::live::Live;
use crate::model::sheet::{Row, csv, file_name};
use crate::model::stretch::Stretch;
use crate::part::{Sheet, picture, save_picture, save_text};
use crate::screen::{Inks, use_screen};
use crate::{format, text};

/// What is saved, and what is said about it.
#[derive(Clone, Copy)]
struct Saving {
    live: Live,
    name: Signal<String>,
    drawn: Drawn,
    rows: Memo<Vec<Row>>,
    said: RwSignal<Option<String>>,
}

impl Saving {
    fn titles(self) -> Vec<String> {
        let axes = self.drawn.axes.get_untracked();
        axes.map(|axes| axes.titles).unwrap_or_default()
    }

    fn file(self, ending: &str) -> String {
        let scene = self.drawn.scene.get_untracked();
        let at = scene.map(|scene| format::entered(scene.to)).unwrap_or_default();
        let first = self.titles().into_iter().next().unwrap_or_default();
        file_name(&[&self.name.get_untracked(), &first, &at], ending)
    }

    fn picture(self, inks: &Inks) {
        let file = self.file("png");
        let canvas = self.drawn.scene.get_untracked().and_then(|scene| {
            let hello = self.live.hello.get_untracked();
            let station = hello.map(|hello| hello.station.clone()).unwrap_or_default();
            let lines = [
                format!("{}: {}", self.name.get_untracked(), self.titles().join(", ")),
                format!("{} · {station}", stretch_told(scene.from, scene.to)),
            ];
            picture(&lines, &scene, inks)
        });
        let Some(canvas) = canvas else {
            self.said.set(Some(text::not_kept().to_owned()));
            return;
        };
        let told = file.clone();
        save_picture(&file, &canvas, move |is_saved| {
            let sentence = if is_saved {
                text::kept_file(&told)
            } else {
                text::not_kept().to_owned()
            };
            self.said.set(Some(sentence));
        });
    }

    fn values(self) {
        let Some(unit) = self.drawn.axes.get_untracked().map(|axes| axes.unit) else {
            return;
        };
        let titles: Vec<_> = self.titles().into_iter().map(|title| (title, unit)).collect();
        let file = self.file("csv");
        let values = self
            .rows
            .with_untracked(|rows| csv(&titles, rows, format::rfc3339));
        self.said
            .set(Some(match save_text(&file, "text/csv;charset=utf-8", &values) {
                Ok(()) => text::kept_file(&file),
                Err(_) => text::not_kept().to_owned(),
            }));
    }

    /// The address of exactly what is shown, also when the chart moves on.
    fn link(self) -> String {
        let location = window().location();
        let origin = location.origin().unwrap_or_default();
        let path = location.pathname().unwrap_or_default();
        let scene = self.drawn.scene.get_untracked();
        let stretch = scene.map(|scene| Stretch::between(scene.from, scene.to).query());
        let axes = self.drawn.axes.get_untracked();
        let figures = axes.map(|axes| address::list(&axes.series)).unwrap_or_default();
        format!("{origin}{path}?figure={figures}&{}", stretch.unwrap_or_default())
    }

    fn copy(self, link: String, place: NodeRef<leptos::html::Input>) {
        leptos::task::spawn_local(async move {
            let written = window().navigator().clipboard().write_text(&link);
            if wasm_bindgen_futures::JsFuture::from(written).await.is_ok() {
                self.said.set(Some(text::copied().to_owned()));
                return;
            }
            if let Some(place) = place.get_untracked() {
                place.select();
            }
            self.said.set(Some(text::not_copied().to_owned()));
        });
    }
}

/// A button, and the sheet that it opens: picture, values, link.
#[component]
pub(super) fn Keep(live: Live, name: Signal<String>, drawn: Drawn, rows: Memo<Vec<Row>>) -> impl IntoView {
    let screen = use_screen();
    let is_open = RwSignal::new(false);
    let said = RwSignal::new(None::<String>);
    let place = NodeRef::<leptos::html::Input>::new();
    let link = RwSignal::new(String::new());
    let saving = Saving {
        live,
        name,
        drawn,
        rows,
        said,
    };
    let order = |glyph: &'static str, word: &'static str, help: &'static str| {
        view! {
            <i class=format!("g {glyph}") aria-hidden="true"></i>
            <span><b>{word}</b><span class="t3">{help}</span></span>
        }
    };
    let open = move |_| {
        said.set(None);
        link.set(saving.link());
        is_open.set(true);
    };
    view! {
        <button class="chip wide" on:click=open>
            <i class="g g-save" aria-hidden="true"></i>{text::keep()}
        </button>
        <Sheet is_open=is_open title=Signal::stored(text::keep_heading().to_owned())>
            <div class="choices">
                <button class="choice" on:click=move |_| screen.inks.with_untracked(|inks| saving.picture(inks))>
                    {order("g-picture", text::keep_picture(), text::keep_picture_help())}
                </button>
                <button class="choice" on:click=move |_| saving.values()>
                    {order("g-table", text::keep_values(), text::keep_values_help())}
                </button>
                <button class="choice" on:click=move |_| saving.copy(link.get_untracked(), place)>
                    {order("g-link", text::keep_link(), text::keep_link_help())}
                </button>
            </div>
            <div class="field">
                <input type="text" readonly node_ref=place aria-label=text::keep_link() prop:value=link />
            </div>
            <p role="status">{said}</p>
        </Sheet>
    }
}

/// `21 Nov 14:00:00 to 15:00:00 +01`.
fn stretch_told(from: Timestamp, to: Timestamp) -> String {
    let end = format::moment(to, from);
    format!("{} – {end} {}", format::date_and_clock(from), format::zone(to))
}
