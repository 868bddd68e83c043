//! Reports of failures of Flywatch itself: shown, then put away.

use leptos::prelude::*;
use wire::crash::Crash;

use crate::link::station;
use crate::live::use_live;
use crate::undo::use_undo;
use crate::{format, text};

/// The reports that nobody has put away.
#[component]
pub(super) fn Crashes() -> impl IntoView {
    let crashes = RwSignal::new(None::<Vec<Crash>>);
    let trouble = RwSignal::new(None::<String>);
    let fetch = Action::new_local(move |(): &()| async move {
        match station::crashes().await {
            Ok(all) => crashes.set(Some(all)),
            Err(met) => trouble.set(Some(met.sentence())),
        }
    });
    fetch.dispatch(());
    let is_empty = move || crashes.with(|crashes| crashes.as_ref().is_some_and(Vec::is_empty));
    let some = move || crashes.get().unwrap_or_default();
    view! {
        <section class="panel crashes">
            <h3>{text::crashes_heading()}</h3>
            <p class="trouble" role="alert">{trouble}</p>
            <Show when=is_empty><p class="t3">{text::no_crashes()}</p></Show>
            <Show when=move || !some().is_empty()><p class="t3">{text::crashes_help()}</p></Show>
            <ul><For each=some key=|crash| crash.name.clone() let(crash)><Report crash=crash crashes=crashes /></For></ul>
        </section>
    }
}

#[component]
fn Report(crash: Crash, crashes: RwSignal<Option<Vec<Crash>>>) -> impl IntoView {
    let live = use_live();
    let undo = use_undo();
    let name = StoredValue::new(crash.name.clone());
    let put_away = Action::new_local(move |(): &()| {
        let name = name.get_value();
        async move {
            match station::put_crash_away(&name).await {
                Ok(()) => {
                    crashes.update(|crashes| {
                        crashes
                            .iter_mut()
                            .for_each(|all| all.retain(|crash| crash.name != name))
                    });
                    undo.say(text::crash_put_away().to_owned());
                }
                Err(trouble) => undo.say(trouble.sentence()),
            }
        }
    });
    let moment = format::moment(crash.at, live.now());
    let head = [
        Some(format!("{} {}", crash.program, crash.version)),
        crash.thread,
        crash.place,
        crash.backtrace,
    ];
    let whole = head.into_iter().flatten().collect::<Vec<_>>().join("\n");
    view! {
        <li>
            <p><time>{moment}</time> " " <span>{crash.message}</span></p>
            <div class="row">
                <details class="grow"><summary class="btn small">{text::show_report()}</summary><pre>{whole}</pre></details>
                <button class="btn small" disabled=move || put_away.pending().get() on:click=move |_| drop(put_away.dispatch(()))>{text::put_away()}</button>
            </div>
        </li>
    }
}
