//! Reports of shows: the list, the line-up that is signed, and one report.

mod line_up;
mod one;
mod since;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::report::{Head, MakeEvent, ReportSort};

pub(crate) use self::line_up::LineUp;
pub(crate) use self::one::Report;
use crate::link::reports;
use crate::live::{Live, use_live};
use crate::undo::use_undo;
use crate::who::use_who;
use crate::{format, text};

/// Stretches that are offered, in hours; none is since the newest line-up.
const STRETCHES: [Option<i64>; 5] = [None, Some(2), Some(8), Some(24), Some(24 * 7)];
const HOUR_MS: i64 = 3_600_000;

/// Every report, and the ways to new ones.
#[component]
pub(crate) fn Reports() -> impl IntoView {
    let live = use_live();
    let all = RwSignal::new(None::<Vec<Head>>);
    let trouble = RwSignal::new(None::<String>);
    leptos::task::spawn_local(async move {
        match reports::reports().await {
            // Nobody needs the answer when the page was left meanwhile.
            Ok(heads) => drop(all.try_set(Some(heads))),
            Err(met) => drop(trouble.try_set(Some(met.sentence()))),
        }
    });
    let is_empty = move || all.with(|all| all.as_ref().is_some_and(Vec::is_empty));
    view! {
        <main class="work reports">
            <header class="head">
                <h1 class="grow">{text::reports()}</h1>
                <a class="btn go" href="/reports/line-up"><i class="g g-ok" aria-hidden="true"></i>{text::line_up_now()}</a>
            </header>
            <p class="trouble" role="alert">{trouble}</p>
            <Make live=live />
            <ul class="list">
                <For each=move || all.get().unwrap_or_default() key=|head| head.id let(head)><Row live=live head=head /></For>
            </ul>
            <Show when=is_empty>
                <div class="lost">
                    <h2>{text::no_reports()}</h2>
                    <p>{text::no_reports_advice()}</p>
                </div>
            </Show>
        </main>
    }
}

#[component]
fn Row(live: Live, head: Head) -> impl IntoView {
    let sort = match head.sort {
        ReportSort::LineUp => text::line_up_report(head.id.0),
        ReportSort::Event => text::event_report(head.id.0),
    };
    let name = if head.show.is_empty() {
        sort.clone()
    } else {
        head.show.clone()
    };
    let more = [
        Some(sort).filter(|sort| *sort != name),
        Some(format::moment(head.at, live.now())),
        (!head.by.is_empty()).then(|| match head.sort {
            ReportSort::LineUp => text::signed_by(&head.by),
            ReportSort::Event => text::made_by(&head.by),
        }),
    ];
    let more = more.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <li>
            <a class="item" href=format!("/reports/{}", head.id.0)>
                <span class="grow">
                    <b class="cut" dir="auto">{name}</b>
                    <span class="said t3" dir="auto">{more}</span>
                </span>
            </a>
        </li>
    }
}

/// Which stretch, and the button that makes a report of it.
#[component]
fn Make(live: Live) -> impl IntoView {
    let who = use_who();
    let undo = use_undo();
    let navigate = StoredValue::new_local(use_navigate());
    let chosen = RwSignal::new(None::<i64>);
    let make = Action::new_local(move |(): &()| async move {
        let by = who.ask().await;
        let hours = chosen.get_untracked();
        let asked = MakeEvent {
            from: hours.map(|hours| live.now().plus_millis(-hours * HOUR_MS)),
            by: Some(by).filter(|by| !by.is_empty()),
            ..MakeEvent::default()
        };
        match reports::make_event(&asked).await {
            Ok(made) => navigate.with_value(|navigate| {
                navigate(
                    &format!("/reports/{}", made.head.id.0),
                    leptos_router::NavigateOptions::default(),
                );
            }),
            Err(met) => undo.say(met.sentence()),
        }
    });
    let chip = move |hours: Option<i64>| {
        let label = match hours {
            None => text::since_line_up().to_owned(),
            Some(hours) => text::last_hours(hours),
        };
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (chosen.get() == hours).to_string()
                on:click=move |_| chosen.set(hours)
            >{label}</button>
        }
    };
    view! {
        <section class="panel make">
            <h2>{text::make_event()}</h2>
            <p class="t2">{text::make_event_help()}</p>
            <div class="row chips">{STRETCHES.map(chip).collect_view()}</div>
            <button type="button" class="btn go" disabled=move || make.pending().get() on:click=move |_| drop(make.dispatch(()))>
                {move || if make.pending().get() { text::is_being_made() } else { text::make_it() }}
            </button>
        </section>
    }
}

/// The page of a report as the station writes it: a sheet of paper in every theme. Nothing in it runs.
#[component]
fn Paper(page: Signal<Option<String>>) -> impl IntoView {
    move || {
        page.get().map(|page| {
            view! { <iframe class="paper" sandbox="" srcdoc=page title=text::report_itself()></iframe> }
        })
    }
}
