//! The first step: how the station is called, how this screen speaks and looks.

use leptos::prelude::*;
use wire::station::{LONGEST_NAME, Station};

use crate::link::station;
use crate::part::{Entry, Field};
use crate::text;

/// Everything here can be left as it is, and changed later in the settings.
#[component]
pub(super) fn Introduce(
    /// Called when the step is done with.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let kept = RwSignal::new(None::<Station>);
    let name = RwSignal::new(String::new());
    let trouble = RwSignal::new(None::<String>);
    let fetch = Action::new_local(move |(): &()| async move {
        // A station that does not tell keeps its name; the step is not worth a complaint.
        if let Ok(station) = station::station().await {
            if name.with_untracked(String::is_empty) {
                name.set(station.spec.name.clone());
            }
            kept.set(Some(station));
        }
    });
    fetch.dispatch(());
    let save = Action::new_local(move |(): &()| {
        let typed = name.get_untracked().trim().to_owned();
        let changed = kept
            .get_untracked()
            .filter(|kept| kept.spec.name != typed && !typed.is_empty());
        async move {
            let Some(mut changed) = changed else {
                return on_done.run(());
            };
            changed.spec.name = typed;
            match station::set_station(changed.revision, &changed.spec, None).await {
                Ok(_) => on_done.run(()),
                Err(met) => trouble.set(Some(met.sentence())),
            }
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save.dispatch(());
    };
    let too_long = move || {
        let is_long = name.with(|name| name.trim().chars().count() > LONGEST_NAME);
        is_long
            .then(|| text::station_name_too_long(LONGEST_NAME))
            .or_else(|| trouble.get())
    };
    view! {
        <form class="introduce" novalidate on:submit=submit>
            <header class="head">
                <h1 class="grow">{text::welcome_to()}</h1>
                <span class="t3">{text::step(1, 2)}</span>
            </header>
            <p class="t2">{text::welcome_advice()}</p>
            <section class="panel half">
                <h2>{text::language_heading()}</h2>
                <crate::page::settings::Languages />
            </section>
            <section class="panel half">
                <h2>{text::theme_heading()}</h2>
                <crate::page::settings::Themes />
            </section>
            <section class="panel">
                <Field
                    name="station".to_owned()
                    title=text::station_name()
                    help=Signal::stored(text::station_name_help().to_owned())
                    entry=Entry::Text
                    value=name
                    error=Signal::derive(too_long)
                    on_entry=move |typed: String| {
                        trouble.set(None);
                        name.set(typed);
                    }
                    on_leave=|()| ()
                />
            </section>
            <div class="deeds">
                <button class="btn" type="button" on:click=move |_| on_done.run(())>{text::skip_step()}</button>
                <button class="btn go first" type="submit" disabled=move || save.pending().get() || kept.with(Option::is_none) && fetch.pending().get()>
                    {text::next_step()}<i class="g g-next" aria-hidden="true"></i>
                </button>
            </div>
        </form>
    }
}
