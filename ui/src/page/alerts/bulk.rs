//! One order for all incidents that are chosen.

use leptos::prelude::*;
use wire::alert::AlertId;

use super::hands::Hands;
use super::orders::ShelveSheet;
use super::row::Chosen;
use crate::live::Live;
use crate::model::alerts::Incident;
use crate::part::{CarryOut, Dwell};
use crate::text;

/// Under the rows while some can be chosen.
#[component]
pub(super) fn Bulk(live: Live, chosen: Chosen) -> impl IntoView {
    let hands = Hands::new();
    let shelving = RwSignal::new(false);
    let of = move |read: fn(&Incident) -> Vec<AlertId>| {
        Memo::new(move |_| {
            let incidents = chosen
                .ids
                .with(|ids| ids.iter().filter_map(|id| live.incident(*id)).collect::<Vec<_>>());
            incidents.iter().flat_map(read).collect::<Vec<_>>()
        })
    };
    let (to_take, to_shelve) = (of(Incident::to_take), of(Incident::to_shelve));
    let end = move || chosen.is_on.set(false);
    let acknowledge = CarryOut::new(move |()| async move {
        let done = hands.acknowledge(to_take.get_untracked()).await;
        if done.is_ok() {
            end();
        }
        done
    });
    let label = Signal::derive(move || text::acknowledge(to_take.with(Vec::len)));
    let none = Signal::derive(move || to_take.with(Vec::is_empty));
    view! {
        <div class="bulk" role="toolbar" aria-label=text::select_alerts()>
            <b>{move || text::selected_alerts(chosen.ids.with(|ids| ids.len()))}</b>
            <Dwell label=label does=text::acknowledge_help() disabled=none carry_out=acknowledge />
            <button type="button" class="btn" disabled=move || to_shelve.with(Vec::is_empty) aria-haspopup="dialog" on:click=move |_| shelving.set(true)>
                {move || text::shelve_many(to_shelve.with(Vec::len))}
            </button>
            <button type="button" class="btn" on:click=move |_| end()>{text::end_selecting()}</button>
        </div>
        <ShelveSheet ids=to_shelve is_open=shelving on_done=Callback::new(move |()| end()) />
    }
}
