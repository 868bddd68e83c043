//! Deleting with a way back: a probe leaves the screen at once and the station after a few seconds, so that taking it back
//! loses nothing of its history.

use std::time::Duration;

use leptos::prelude::*;
use wire::probe::ProbeId;

use crate::{link, text};

const WAY_BACK: Duration = Duration::from_secs(8);

/// A probe that is about to be deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Doomed {
    probe: ProbeId,
    name: String,
}

/// What is to be deleted, and what an order came to.
#[derive(Clone, Copy)]
pub(crate) struct Undo {
    doomed: RwSignal<Option<Doomed>>,
    said: RwSignal<Option<String>>,
}

/// The one way back.
pub(crate) fn use_undo() -> Undo {
    expect_context()
}

impl Undo {
    /// Nothing to take back.
    pub(crate) fn new() -> Self {
        let undo = Self {
            doomed: RwSignal::new(None),
            said: RwSignal::new(None),
        };
        // Whoever closes the page has made up his mind.
        let handle = window_event_listener(leptos::ev::pagehide, move |_| undo.carry_out());
        on_cleanup(move || handle.remove());
        undo
    }

    /// The probe that is not to be shown.
    pub(crate) fn doomed(self) -> Option<ProbeId> {
        self.doomed
            .with(|doomed| doomed.as_ref().map(|doomed| doomed.probe))
    }

    /// Deletes a probe, unless it is taken back.
    pub(crate) fn delete(self, probe: ProbeId, name: String) {
        self.carry_out();
        let doomed = Doomed { probe, name };
        self.doomed.set(Some(doomed.clone()));
        let still = move || self.doomed.with_untracked(|now| *now == Some(doomed.clone()));
        set_timeout(
            move || {
                if still() {
                    self.carry_out()
                }
            },
            WAY_BACK,
        );
    }

    /// Tells what an order came to.
    pub(crate) fn say(self, what: String) {
        self.said.set(Some(what));
    }

    fn carry_out(self) {
        let Some(doomed) = self.doomed.get_untracked() else {
            return;
        };
        self.doomed.set(None);
        leptos::task::spawn_local(async move {
            if let Err(trouble) = link::delete_probe(doomed.probe).await {
                self.say(text::not_deleted(&doomed.name, &trouble.sentence()));
            }
        });
    }
}

/// The last word and the way back, over the lower edge of the page.
#[component]
pub(crate) fn Toast() -> impl IntoView {
    let undo = use_undo();
    let close = move |_| undo.said.set(None);
    move || {
        if let Some(doomed) = undo.doomed.get() {
            let back = move |_| undo.doomed.set(None);
            return view! {
                <div class="toast" role="status">
                    <span>{text::deleted(&doomed.name)}</span>
                    <button class="btn go" on:click=back>{text::UNDO}</button>
                </div>
            }
            .into_any();
        }
        undo.said
            .get()
            .map(|said| {
                view! {
                    <div class="toast" role="alert">
                        <span>{said}</span>
                        <button class="btn" on:click=close>{text::CLOSE}</button>
                    </div>
                }
            })
            .into_any()
    }
}
