//! The sound of a stream: a bar for each channel, and its loudness.

use leptos::prelude::*;
use wire::Unit;
use wire::series::SeriesId;

use crate::live::Row;
use crate::model::levels::{self, LOUDNESS, MARKS};
use crate::{format, text};

/// Bars with their marks, loudness beside them; words where nothing is heard.
#[component]
pub(crate) fn Levels(
    /// What is measured.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
) -> impl IntoView {
    let channels = Memo::new(move |_| {
        rows.with(|rows| {
            let series: Vec<_> = rows.iter().map(|row| row.series.as_ref()).collect();
            levels::channels(&series)
        })
    });
    let bars = move || {
        let bar = |(name, id): (String, SeriesId)| view! { <Bar rows=rows name=name id=id /> };
        channels.get().into_iter().map(bar).collect_view()
    };
    let marks = || {
        MARKS.map(|mark| {
            let place = format!("{}%", levels::height(mark));
            view! { <i style:bottom=place>{format::fixed(mark, 0)}</i> }
        })
    };
    let loudness = LOUDNESS.map(|metric| {
        let title = match metric {
            "mpegts_loudness_momentary_lufs" => text::loudness_now(),
            "mpegts_loudness_short_term_lufs" => text::loudness_of_3_s(),
            _ => text::loudness_in_all(),
        };
        let value = Memo::new(move |_| {
            let row = rows.with(|rows| rows.iter().find(|row| row.series.metric == metric).cloned())?;
            let (_, loudness) = row.trail.with(|trail| trail.latest())?;
            Some(format::fixed(loudness, 1))
        });
        view! { <div><dt>{title}</dt><dd><b>{move || value.get().unwrap_or_else(|| "–".to_owned())}</b> " LUFS"</dd></div> }
    });
    view! {
        <div class="levels">
            <Show when=move || channels.with(|channels| !channels.is_empty())>
                <div class="bars">{bars}</div>
                <div class="marks t3" aria-hidden="true">{marks()}</div>
            </Show>
            <dl class="loudness">{loudness}</dl>
        </div>
    }
}

#[component]
fn Bar(rows: Signal<Vec<Row>>, name: String, id: SeriesId) -> impl IntoView {
    let level = Memo::new(move |_| {
        let row = rows.with(|rows| rows.iter().find(|row| row.series.id == id).cloned())?;
        row.trail.with(|trail| trail.latest()).map(|(_, level)| level)
    });
    let spoken = move || {
        let level = level
            .get()
            .map(|level| format::value(Unit::DecibelsTruePeak, level).to_string());
        text::channel_level(&name, &level.unwrap_or_default())
    };
    let height = move || format!("{:.1}%", level.get().map_or(0.0, levels::height));
    view! {
        <div role="img" aria-label=spoken>
            <i class=move || level.get().map_or("bar", levels::class) style:height=height></i>
        </div>
    }
}
