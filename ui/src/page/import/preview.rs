use leptos::prelude::*;

use super::{Desk, Look};
use crate::model::import::{Fate, Row, counts, rows};
use crate::text;

/// So many rows are shown at first, and with each tap for more.
const AT_ONCE: usize = 200;

/// What would become of each row.
#[component]
pub(super) fn Preview(desk: Desk) -> impl IntoView {
    let all = Memo::new(move |_| {
        desk.look.with(|look| match look {
            Look::Seen(plan) => rows(plan),
            Look::Nothing | Look::Asked | Look::Failed(_) => Vec::new(),
        })
    });
    let only = RwSignal::new(None::<Fate>);
    let most = RwSignal::new(AT_ONCE);
    let counted = Memo::new(move |_| all.with(|all| counts(all)));
    // A filter for what is no longer there would show an empty page.
    Effect::new(move || {
        let is_gone = |fate: Fate| counted.with(|counted| counted.iter().all(|(known, _)| *known != fate));
        if only.get().is_some_and(is_gone) {
            only.set(None);
        }
    });
    let choose = move |fate: Option<Fate>| {
        only.set(fate);
        most.set(AT_ONCE);
    };
    let chip = move |fate: Option<Fate>, label: String| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (only.get() == fate).to_string()
                on:click=move |_| choose(fate)
            >
                {label}
            </button>
        }
    };
    let chips = move || {
        let every = chip(None, text::all_rows(all.with(Vec::len)));
        let counted = counted.get().into_iter();
        (
            every,
            counted
                .map(|(fate, count)| chip(Some(fate), text::only_fate(fate, count)))
                .collect_view(),
        )
    };
    let shown = Memo::new(move |_| {
        let only = only.get();
        all.with(|all| {
            let chosen = all.iter().filter(|row| only.is_none_or(|only| row.fate == only));
            let rows: Vec<Row> = chosen.clone().take(most.get()).cloned().collect();
            (chosen.count().saturating_sub(rows.len()), rows)
        })
    });
    let more = move || {
        let left = Some(shown.with(|(left, _)| *left)).filter(|left| *left > 0)?;
        let next = left.min(AT_ONCE);
        let show = move |_| most.update(|most| *most += AT_ONCE);
        Some(view! { <button type="button" class="btn" on:click=show>{text::show_more_rows(next)}</button> })
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <section class="panel plan">
                <div class="chips" role="group" aria-label=text::column_state()>{chips}</div>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{text::column_line()}</th>
                            <th scope="col">{text::column_state()}</th>
                            <th scope="col">{text::column_thing()}</th>
                            <th scope="col">{text::column_detail()}</th>
                        </tr>
                    </thead>
                    <tbody>{move || shown.with(|(_, rows)| rows.iter().map(one).collect_view())}</tbody>
                </table>
                {more}
            </section>
        </Show>
    }
}

fn one(row: &Row) -> impl IntoView + use<> {
    let (class, glyph) = match row.fate {
        Fate::Wrong => ("wrong", "g-crit"),
        Fate::Deleted => ("deleted", "g-trash"),
        Fate::New => ("new", "g-plus"),
        Fate::Changed => ("changed", "g-edit"),
        Fate::Unwise => ("unwise", "g-info"),
        Fate::Same => ("same", "g-check"),
    };
    let line = row.line.map(|line| line.to_string());
    let detail = row.detail.clone();
    let rest = match &row.thing {
        Some((thing, name)) => {
            let thing = text::thing(*thing);
            view! {
                <td>
                    <div class="thing cut">
                        <span class="t3">{thing}</span>
                        " "
                        <bdi title=name.clone()>{name.clone()}</bdi>
                    </div>
                </td>
                <td class="detail" dir="auto">{detail}</td>
            }
            .into_any()
        }
        None => view! { <td class="detail" colspan="2" dir="auto">{detail}</td> }.into_any(),
    };
    view! {
        <tr class=class>
            <td class="line num">{line}</td>
            <td class="fate"><i class=format!("g {glyph}") aria-hidden="true"></i>{text::fate(row.fate)}</td>
            {rest}
        </tr>
    }
}
