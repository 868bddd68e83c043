//! The past of a probe: the chart of its figures, what happened meanwhile, and how far it looks back.

mod address;
mod asked;
mod bar;
mod drawn;
mod keep;
mod keys;
mod other_time;
mod table;

use leptos::prelude::*;
use wire::Timestamp;
use wire::live::ProbeView;

pub(super) use self::address::{figures as asked_figures, stretch as asked_stretch};
use self::bar::{Bar, Behind, Steps};
use self::drawn::drawn;
use self::keep::Keep;
use self::table::Table;
use super::happened::{Flags, Happened};
use crate::live::{Live, Row};
use crate::model::sheet::rows as rows_of;
use crate::part::{Chart, Chosen, Handling, insets};
use crate::screen::use_screen;
use crate::text;

/// History from the station, with what came since drawn behind it.
#[component]
pub(super) fn Past(
    live: Live,
    view: Signal<ProbeView>,
    rows: Signal<Vec<Row>>,
    chosen: Chosen,
    handling: Handling,
    happened: Happened,
    window: Memo<(Timestamp, Timestamp)>,
) -> impl IntoView {
    let screen = use_screen();
    address::keep(handling.stretch, chosen.figures);
    keys::act_on(live, handling.stretch);
    let drawn = drawn(live, view, rows, chosen.figures, handling.stretch, window);
    let title = move || {
        drawn
            .axes
            .with(|axes| axes.as_ref().map(|axes| axes.titles.clone()).unwrap_or_default())
    };
    let legend = move || {
        let titles = title();
        let several = titles.len() > 1;
        let entry = |(place, title): (usize, String)| {
            let swatch =
                several.then(|| view! { <i class=format!("swatch line-{place}") aria-hidden="true"></i> });
            view! { <span class="cut" dir="auto">{swatch}{title}</span> }
        };
        titles.into_iter().enumerate().map(entry).collect_view()
    };
    let now = Signal::derive(move || live.now());
    let is_table = RwSignal::new(false);
    let shown_rows = Memo::new(move |_| {
        let (from, to) = window.get();
        drawn.curves.with(|curves| rows_of(curves, from, to))
    });
    let name = Signal::derive(move || view.with(|view| view.probe.spec.name.clone()));
    view! {
        <section class="panel past" style=move || screen.inks.with(|inks| insets(inks.label_px))>
            <Bar live=live handling=handling />
            <div class="legend">
                <h2>{legend}</h2>
                <Behind live=live stretch=handling.stretch />
            </div>
            <div class="canvas" class:is-table=is_table>
                <Chart axes=drawn.axes curves=drawn.curves scene=drawn.scene handling=handling now=now />
                <p class="none-such" hidden=move || drawn.note.with(Option::is_none)>{drawn.note}</p>
                {move || is_table.get().then(|| view! { <Table axes=drawn.axes rows=shown_rows /> })}
            </div>
            <Flags happened=happened edges=window />
            <div class="tools" role="toolbar" aria-label=text::tools()>
                <Steps live=live handling=handling />
                <span class="grow"></span>
                <button
                    class="chip wide"
                    aria-pressed=move || if is_table.get() { "true" } else { "false" }
                    on:click=move |_| is_table.update(|is_table| *is_table = !*is_table)
                >
                    {text::table()}
                </button>
                <Keep live=live name=name drawn=drawn rows=shown_rows />
            </div>
        </section>
    }
}
