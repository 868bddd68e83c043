//! What is set on the station itself: its name here, its history beside it.

use leptos::prelude::*;
use wire::station::{LONGEST_NAME, Station as Kept, StationSpec};

use super::history::History;
use crate::link::{Proof, Trouble, station};
use crate::live::use_live;
use crate::part::{Entry, Field};
use crate::text;
use crate::undo::{Undo, use_undo};

/// The station's own settings; sections of them are saved apart.
#[component]
pub(super) fn Station() -> impl IntoView {
    let live = use_live();
    let kept = RwSignal::new(None::<Kept>);
    let trouble = RwSignal::new(None::<String>);
    let fetch = Action::new_local(move |(): &()| async move {
        match station::station().await {
            Ok(station) => kept.set(Some(station)),
            Err(met) => trouble.set(Some(met.sentence())),
        }
    });
    // Another screen may change it; every screen is told of the name.
    let told = Memo::new(move |_| {
        live.hello
            .with(|hello| hello.as_ref().map(|hello| hello.station.clone()))
    });
    Effect::new(move || {
        // Read, not only followed: nobody works out what nobody reads.
        if told.get().is_some() {
            fetch.dispatch(());
        }
    });
    view! {
        <p class="trouble" role="alert">{trouble}</p>
        <Name kept=kept />
        <History kept=kept />
    }
}

/// Saves what `change` makes of the settings; what the station says of it.
pub(super) async fn save(
    kept: RwSignal<Option<Kept>>,
    change: impl FnOnce(&mut StationSpec),
    proof: Option<Proof>,
) -> Result<(), Trouble> {
    let Some(mut station) = kept.get_untracked() else {
        return Err(Trouble::NoAnswer);
    };
    change(&mut station.spec);
    match station::set_station(station.revision, &station.spec, proof.as_ref()).await {
        Ok(saved) => {
            kept.set(Some(saved));
            Ok(())
        }
        // Asked to be held, an order that was no shortening here is one against what somebody else has set meanwhile.
        Err(Trouble::Refused(mut problem)) if matches!(problem.status, 409 | 412 | 428) => {
            // Show what holds now before anything is overwritten.
            kept.set(Some(station::station().await?));
            problem.detail = text::changed_elsewhere().to_owned();
            Err(Trouble::Refused(problem))
        }
        Err(met) => Err(met),
    }
}

/// Gives the station another name, whatever else is set by now.
fn rename(undo: Undo, name: String) {
    leptos::task::spawn_local(async move {
        let renamed = async {
            let mut now = station::station().await?;
            now.spec.name.clone_from(&name);
            station::set_station(now.revision, &now.spec, None).await
        };
        match renamed.await {
            Ok(_) => undo.say(text::station_named(&name)),
            Err(trouble) => undo.say(trouble.sentence()),
        }
    });
}

#[component]
fn Name(kept: RwSignal<Option<Kept>>) -> impl IntoView {
    let undo = use_undo();
    let name = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<String>);
    let is_kept = Memo::new(move |_| kept.with(|kept| kept.as_ref().map(|kept| kept.spec.name.clone())));
    Effect::new(move || {
        if let Some(kept) = is_kept.get() {
            name.set(kept);
        }
    });
    let changed = Memo::new(move |_| {
        is_kept.with(|kept| {
            kept.as_ref()
                .is_some_and(|kept| name.with(|name| name.trim() != kept))
        })
    });
    let wrong = Memo::new(move |_| {
        name.with(|name| match name.trim().chars().count() {
            0 if is_kept.with(Option::is_some) => Some(text::station_name_missing().to_owned()),
            length if length > LONGEST_NAME => Some(text::station_name_too_long(LONGEST_NAME)),
            _ => None,
        })
    });
    let set = Action::new_local(move |wish: &String| {
        let wish = wish.clone();
        let before = is_kept.get_untracked().unwrap_or_default();
        async move {
            match save(kept, |spec| spec.name.clone_from(&wish), None).await {
                Ok(()) => {
                    let back = before.clone();
                    undo.offer(text::station_named(&wish), move || rename(undo, back.clone()));
                }
                Err(met) => refused.set(Some(met.sentence())),
            }
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        set.dispatch(name.get_untracked().trim().to_owned());
    };
    view! {
        <form class="panel" novalidate on:submit=submit>
            <Field
                name="station".to_owned()
                title=text::station_name()
                help=Signal::stored(text::station_name_help().to_owned())
                entry=Entry::Text
                value=name
                error=Signal::derive(move || wrong.get().or_else(|| refused.get()))
                on_entry=move |typed: String| {
                    refused.set(None);
                    name.set(typed);
                }
                on_leave=|()| ()
            />
            <button class="btn" type="submit" disabled=move || !changed.get() || wrong.with(Option::is_some) || set.pending().get()>
                {text::save_name()}
            </button>
        </form>
    }
}
