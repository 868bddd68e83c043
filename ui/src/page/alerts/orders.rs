//! What can be done with an incident: acknowledge, put aside, say something, and take each of it back.

use leptos::prelude::*;
use wire::alert::{AlertId, LONGEST_NOTE};

use super::hands::Hands;
use crate::model::alerts::{Incident, Standing};
use crate::part::{CarryOut, Dwell, Line, Sheet};
use crate::text;

/// At the foot of the page, in reach of the thumb.
#[component]
pub(super) fn Orders(incident: Memo<Incident>) -> impl IntoView {
    let hands = Hands::new();
    let of = move |read: fn(&Incident) -> Vec<AlertId>| Memo::new(move |_| incident.with(read));
    let (to_take, to_give_back) = (of(Incident::to_take), of(Incident::to_give_back));
    let (to_shelve, to_unshelve) = (of(Incident::to_shelve), of(Incident::to_unshelve));
    let all = of(|incident| incident.alerts.iter().map(|alert| alert.id).collect());
    let standing = Memo::new(move |_| incident.with(Incident::standing));
    let shelving = RwSignal::new(false);
    let noting = RwSignal::new(false);
    let acknowledge =
        CarryOut::new(move |()| async move { hands.acknowledge(to_take.get_untracked()).await });
    let label = Signal::derive(move || text::acknowledge(to_take.with(Vec::len)));
    let can_take = Memo::new(move |_| {
        matches!(standing.get(), Standing::Waiting | Standing::Quiet) && to_take.with(|ids| !ids.is_empty())
    });
    let give_back = move |_| hands.order(hands.give_back(to_give_back.get_untracked()));
    let unshelve = move |_| hands.order(hands.unshelve(to_unshelve.get_untracked()));
    view! {
        <div class="acts">
            <Show when=move || can_take.get()>
                <Dwell label=label does=text::acknowledge_help() shortcut="a" carry_out=acknowledge />
            </Show>
            <Show when=move || !can_take.get() && to_give_back.with(|ids| !ids.is_empty())>
                <button type="button" class="btn" title=text::give_back_help() on:click=give_back>{text::give_back()}</button>
            </Show>
            <Show when=move || to_unshelve.with(|ids| !ids.is_empty())>
                <button type="button" class="btn" on:click=unshelve><i class="g g-moon" aria-hidden="true"></i>{text::from_shelf()}</button>
            </Show>
            <Show when=move || to_shelve.with(|ids| !ids.is_empty())>
                <button type="button" class="btn" aria-haspopup="dialog" on:click=move |_| shelving.set(true)>{text::shelve()}</button>
            </Show>
            <button type="button" class="btn" aria-haspopup="dialog" on:click=move |_| noting.set(true)>{text::note_alert()}</button>
        </div>
        <ShelveSheet ids=to_shelve is_open=shelving on_done=Callback::new(|()| ()) />
        <NoteSheet ids=all is_open=noting />
    }
}

/// For how long, and why.
#[component]
pub(super) fn ShelveSheet(
    ids: Memo<Vec<AlertId>>,
    is_open: RwSignal<bool>,
    /// Called when it is done.
    on_done: Callback<()>,
) -> impl IntoView {
    view! {
        <Sheet title=text::shelve_title() is_open=is_open>
            <Shelving ids=ids is_open=is_open on_done=on_done />
        </Sheet>
    }
}

#[component]
fn Shelving(ids: Memo<Vec<AlertId>>, is_open: RwSignal<bool>, on_done: Callback<()>) -> impl IntoView {
    let hands = Hands::new();
    let minutes = RwSignal::new(Some(15));
    let note = RwSignal::new(String::new());
    let trouble = RwSignal::new(None::<String>);
    let ways: [(Option<u32>, &str); 4] = [
        (Some(15), text::minutes_15()),
        (Some(60), text::hours_1()),
        (Some(240), text::hours_4()),
        (None, text::until_resolved()),
    ];
    let chip = move |(way, word): (Option<u32>, &'static str)| {
        let is_on = move || (minutes.get() == way).to_string();
        view! { <button type="button" class="chip" role="radio" aria-checked=is_on on:click=move |_| minutes.set(way)>{word}</button> }
    };
    let shelve = Action::new_local(move |(): &()| {
        let (ids, minutes, note) = (ids.get_untracked(), minutes.get_untracked(), note.get_untracked());
        async move {
            if note.chars().count() > LONGEST_NOTE {
                return trouble.set(Some(text::note_too_long(LONGEST_NOTE)));
            }
            is_open.set(false);
            if let Err(met) = hands.shelve(ids, minutes, note).await {
                hands.order(async { Err(met) });
            } else {
                on_done.try_run(());
            }
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        shelve.dispatch(());
    };
    view! {
        <form on:submit=submit>
            <div class="chips" role="radiogroup" aria-label=text::shelve_title()>{ways.map(chip).collect_view()}</div>
            <Line id="shelve-why" label=text::shelve_reason() longest=LONGEST_NOTE words=note first=false>
                <p class="trouble" role="alert">{trouble}</p>
            </Line>
            <div class="sheet-ends">
                <button type="button" class="btn" on:click=move |_| is_open.set(false)>{text::cancel()}</button>
                <button type="submit" class="btn go">{move || text::shelve_many(ids.with(Vec::len))}</button>
            </div>
        </form>
    }
}

/// What is said about it, for the others.
#[component]
fn NoteSheet(ids: Memo<Vec<AlertId>>, is_open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Sheet title=text::note_alert() is_open=is_open>
            <Noting ids=ids is_open=is_open />
        </Sheet>
    }
}

#[component]
fn Noting(ids: Memo<Vec<AlertId>>, is_open: RwSignal<bool>) -> impl IntoView {
    let hands = Hands::new();
    let note = RwSignal::new(String::new());
    let save = move || {
        // It stands with the first, which all of the incident are told with.
        let first: Vec<AlertId> = ids.get_untracked().into_iter().take(1).collect();
        is_open.set(false);
        hands.order(hands.comment(first, note.get_untracked()));
    };
    let is_empty = move || note.with(|note| note.trim().is_empty());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !is_empty() {
            save();
        }
    };
    view! {
        <form on:submit=submit>
            <Line id="alert-note" label=text::note_words() longest=LONGEST_NOTE words=note />
            <div class="sheet-ends">
                <button type="button" class="btn" on:click=move |_| is_open.set(false)>{text::cancel()}</button>
                <button type="submit" class="btn go" disabled=is_empty>{text::save_note()}</button>
            </div>
        </form>
    }
}
