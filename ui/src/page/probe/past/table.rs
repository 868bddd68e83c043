//! The same values as a table, newest first.

use leptos::prelude::*;

use crate::format;
use crate::model::sheet::Row;
use crate::part::Axes;
use crate::text;

/// How many rows are shown at most; files have them all.
const MOST_ROWS: usize = 500;

/// What the chart shows in numbers.
#[component]
pub(super) fn Table(
    #[prop(into)] axes: Signal<Option<Axes>>,
    #[prop(into)] rows: Signal<Vec<Row>>,
) -> impl IntoView {
    let titles = Memo::new(move |_| {
        axes.with(|axes| axes.as_ref().map(|axes| axes.titles.clone()).unwrap_or_default())
    });
    let unit = move || axes.with(|axes| axes.as_ref().map(|axes| axes.unit));
    let head = move || {
        let titles = titles.get();
        let column = |word: &str, title: &str| {
            let title = format!("{word}, {title}");
            view! { <th scope="col">{title}</th> }
        };
        let columns = |title: &String| {
            view! { {column(text::least(), title)} {column(text::mean(), title)} {column(text::greatest(), title)} }
        };
        titles.iter().map(columns).collect_view()
    };
    let body = move || {
        let Some(unit) = unit() else {
            return Vec::new();
        };
        let value = |value: Option<f64>| {
            value.map_or_else(|| "–".to_owned(), |value| format::value(unit, value).to_string())
        };
        rows.with(|rows| {
            let line = |row: &Row| {
                let cells = row.steps.iter().map(|step| {
                    let cells = [
                        step.map(|step| step.low),
                        step.map(|step| step.mean),
                        step.map(|step| step.high),
                    ];
                    cells.map(|cell| view! { <td>{value(cell)}</td> }).collect_view()
                });
                view! { <tr><th scope="row">{format::date_and_clock(row.at)}</th>{cells.collect_view()}</tr> }
            };
            rows.iter().rev().take(MOST_ROWS).map(line).collect_view()
        })
    };
    let left = move || rows.with(|rows| rows.len().checked_sub(MOST_ROWS).filter(|left| *left > 0));
    view! {
        <div class="numbers" tabindex="0" role="region" aria-label=text::table()>
            <table>
                <thead><tr><th scope="col">{text::table_time()}</th>{head}</tr></thead>
                <tbody>{body}</tbody>
            </table>
            <p class="t3">{move || left().map(text::rows_left)}</p>
        </div>
    }
}
