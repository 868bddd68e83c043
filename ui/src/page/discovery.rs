//! What the station sees on its networks, and watching it with a few taps.

mod list;
mod scan;

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::changes::ProbeChange;
use wire::discovery::Discovery as Seen;

use self::list::List;
use self::scan::Scans;
use crate::link::{Trouble, discovery, inventory};
use crate::live::{Live, use_live};
use crate::model::discovery::{Choice, is_running};
use crate::text;
use crate::undo::use_undo;

/// How often a scan that runs is asked how far it is.
const WHILE_SCANNING: Duration = Duration::from_millis(500);
/// Who is there changes slowly: so many of those turns.
const OTHERWISE: u32 = 10;

/// The page of what is here.
#[component]
pub(crate) fn Discovery() -> impl IntoView {
    let live = use_live();
    view! {
        <main class="work here">
            <header class="head">
                <a class="btn small back" href="/" aria-label=text::to_the_wall()><i class="g g-back" aria-hidden="true"></i></a>
                <h1 class="grow">{text::on_this_network()}</h1>
            </header>
            <Here live=live />
        </main>
    }
}

/// The list of what is here, the scans that find more, and the button that watches what is ticked.
#[component]
pub(crate) fn Here(live: Live) -> impl IntoView {
    let undo = use_undo();
    let navigate = use_navigate();
    let found = RwSignal::new(None::<Seen>);
    let choice = RwSignal::new(Choice::default());
    let trouble = RwSignal::new(None::<String>);
    let look = Action::new_local(move |(): &()| async move {
        match discovery::discovery().await {
            Ok(seen) => {
                choice.update(|choice| choice.take(&seen.seen));
                found.set(Some(seen));
                trouble.set(None);
            }
            Err(met) => trouble.set(Some(met.sentence())),
        }
    });
    look.dispatch(());
    let turn = StoredValue::new(0_u32);
    let again = move || {
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let is_due = turn.get_value().is_multiple_of(OTHERWISE)
            || found.with_untracked(|found| found.as_ref().is_some_and(is_running));
        if is_due && !look.pending().get_untracked() {
            look.dispatch(());
        }
    };
    if let Ok(handle) = set_interval_with_handle(again, WHILE_SCANNING) {
        on_cleanup(move || handle.clear());
    }
    let watch = Action::new_local(move |(): &()| {
        let chosen = choice.with_untracked(Choice::probes);
        let navigate = navigate.clone();
        async move {
            let adds: Vec<_> = chosen
                .iter()
                .map(|(_, spec)| ProbeChange::Add(Box::new(spec.clone())))
                .collect();
            match inventory::change_probes(&adds, None).await {
                Ok(probes) => {
                    let said = text::now_watched(probes.len());
                    undo.added(live, probes, said);
                    navigate("/", leptos_router::NavigateOptions::default());
                }
                Err(met) => trouble.set(Some(told(&met, |at| {
                    chosen.get(at).map(|(_, spec)| spec.name.clone())
                }))),
            }
        }
    });
    let count = Memo::new(move |_| choice.with(Choice::count));
    view! {
        <List live=live choice=choice found=found />
        <Scans live=live found=found look=look trouble=trouble />
        <div class="deeds">
            <p class="trouble" role="alert">{trouble}</p>
            <a class="btn" href="/add"><i class="g g-plus" aria-hidden="true"></i>{text::by_hand()}</a>
            <button class="btn go first" disabled=move || count.get() == 0 || watch.pending().get() on:click=move |_| drop(watch.dispatch(()))>
                <i class="g g-eye" aria-hidden="true"></i>{move || text::watch_these(count.get())}
            </button>
        </div>
    }
}

/// Why nothing was added; a mistake is told with the name of the probe that has it.
fn told(trouble: &Trouble, name: impl Fn(usize) -> Option<String>) -> String {
    if let Trouble::Refused(problem) = trouble
        && let Some(wrong) = problem.errors.first()
        && let Some(name) = wrong
            .field
            .split('.')
            .next()
            .and_then(|at| at.parse().ok())
            .and_then(name)
    {
        return text::not_watched(&name, &wrong.message);
    }
    trouble.sentence()
}
