//! The parts of what a probe looks at: a table for each sort, a row for each part. A figure is also the choice of what the
//! chart shows.

use std::sync::Arc;

use leptos::prelude::*;
use wire::kind::KindInfo;
use wire::probe::ProbeSpec;
use wire::reading::Fact;

use super::figures::{Chosen, Figure};
use crate::live::Row;
use crate::model::parts::{self, Part, Parts as Table};
use crate::text;

/// What the target says of itself, then a table for each sort of part; nothing where there is neither.
#[component]
pub(crate) fn Parts(
    /// Whose parts.
    kind: Arc<KindInfo>,
    /// What the operator said.
    #[prop(into)]
    spec: Signal<ProbeSpec>,
    /// What is measured.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
    /// What is said.
    #[prop(into)]
    facts: Signal<Vec<Fact>>,
    /// What the chart shows.
    chosen: Chosen,
) -> impl IntoView {
    let said = {
        let kind = kind.clone();
        Memo::new(move |_| facts.with(|facts| parts::of_the_whole(&kind, facts)))
    };
    let tables = {
        let kind = kind.clone();
        Memo::new(move |_| {
            facts.with(|facts| {
                rows.with(|rows| {
                    let series: Vec<_> = rows.iter().map(|row| row.series.as_ref()).collect();
                    parts::parts(&kind, &series, facts)
                })
            })
        })
    };
    let whole = move || {
        let said = said.get();
        let pair = |(title, words): (String, String)| view! { <div><dt>{title}</dt><dd>{words}</dd></div> };
        (!said.is_empty())
            .then(|| view! { <dl class="panel said">{said.into_iter().map(pair).collect_view()}</dl> })
    };
    let each = move || {
        let tables = tables.get().into_iter();
        let table =
            |table| view! { <OneTable kind=kind.clone() spec=spec rows=rows chosen=chosen table=table /> };
        tables.map(table).collect_view()
    };
    view! {
        {whole}
        <div class="sorts">{each}</div>
    }
}

#[component]
fn OneTable(
    kind: Arc<KindInfo>,
    spec: Signal<ProbeSpec>,
    rows: Signal<Vec<Row>>,
    chosen: Chosen,
    table: Table,
) -> impl IntoView {
    let title = text::part_title(&table.label).unwrap_or(&table.label).to_owned();
    let titles = table.facts.iter().map(|fact| ("words", &fact.title, &fact.help));
    let titles = titles.chain(
        table
            .metrics
            .iter()
            .map(|metric| ("", &metric.title, &metric.help)),
    );
    let heads: Vec<_> = titles
        .map(|(class, title, help)| view! { <th scope="col" class=class title=help.to_string()>{title.to_string()}</th> })
        .collect();
    let row = move |part: Part| {
        let cell = |id: Option<_>| {
            let row = rows.with_untracked(|rows| rows.iter().find(|row| Some(row.series.id) == id).cloned());
            let figure = row.map(|row| {
                view! { <Figure kind=kind.clone() spec=spec rows=rows row=row chosen=chosen in_table=true /> }
            });
            view! { <td>{figure}</td> }
        };
        view! {
            <tr>
                <th scope="row" dir="auto">{part.name}</th>
                {part.facts.into_iter().map(|words| view! { <td class="words" dir="auto">{words}</td> }).collect_view()}
                {part.series.into_iter().map(cell).collect_view()}
            </tr>
        }
    };
    view! {
        <section class="panel parts">
            <h2>{title.clone()}</h2>
            <div class="wide" tabindex="0" role="group" aria-label=title>
                <table>
                    <thead><tr><td></td>{heads}</tr></thead>
                    <tbody>{table.rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}
