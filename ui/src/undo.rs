//! Orders with a way back. A deleted probe leaves the screen at once and the station after a few seconds, so that taking it back
//! loses nothing of its history.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use wire::changes::{Deleting, ProbeChange};
use wire::probe::{Probe, ProbeId};

use crate::link::{Proof, inventory};
use crate::live::Live;
use crate::{link, text};

const WAY_BACK: Duration = Duration::from_secs(8);
/// The proof of a hold counts for eight seconds, part of which the finger may still have rested.
const WAY_BACK_HELD: Duration = Duration::from_secs(6);

/// What is about to be deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Doomed {
    probes: Vec<ProbeId>,
    names: Vec<String>,
    /// Something that is no probe, by its address.
    place: Option<String>,
    /// That several were meant.
    proof: Option<Proof>,
}

/// What an order came to, and what takes it back.
#[derive(Clone)]
struct Said {
    what: String,
    back: Option<Arc<dyn Fn() + Send + Sync>>,
}

/// What is to be deleted, and what an order came to.
#[derive(Clone, Copy)]
pub(crate) struct Undo {
    doomed: RwSignal<Option<Doomed>>,
    /// The addresses of what was deleted, which lists that were read before may still hold.
    gone: RwSignal<BTreeSet<String>>,
    said: RwSignal<Option<Said>>,
    /// Counts what was said, so that a late end ends nothing newer.
    turn: StoredValue<u32>,
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
            gone: RwSignal::new(BTreeSet::new()),
            said: RwSignal::new(None),
            turn: StoredValue::new(0),
        };
        // Whoever closes the page has made up his mind.
        let handle = window_event_listener(leptos::ev::pagehide, move |_| undo.carry_out());
        on_cleanup(move || handle.remove());
        undo
    }

    /// The probes that are not to be shown.
    pub(crate) fn doomed(self) -> Vec<ProbeId> {
        self.doomed
            .with(|doomed| doomed.as_ref().map(|doomed| doomed.probes.clone()))
            .unwrap_or_default()
    }

    /// Deletes a probe, unless it is taken back.
    pub(crate) fn delete(self, probe: ProbeId, name: String) {
        let doomed = Doomed {
            probes: vec![probe],
            names: vec![name],
            place: None,
            proof: None,
        };
        self.doom(doomed, WAY_BACK);
    }

    /// Deletes what has this address, unless it is taken back.
    pub(crate) fn delete_at(self, place: String, name: String) {
        let doomed = Doomed {
            probes: Vec::new(),
            names: vec![name],
            place: Some(place),
            proof: None,
        };
        self.doom(doomed, WAY_BACK);
    }

    /// Whether what has this address is not to be shown.
    pub(crate) fn is_doomed(self, place: &str) -> bool {
        let is_it = |doomed: &Option<Doomed>| {
            let place_of = doomed.as_ref().and_then(|doomed| doomed.place.as_deref());
            place_of == Some(place)
        };
        self.doomed.with(is_it) || self.gone.with(|gone| gone.contains(place))
    }

    /// Deletes several probes that a hold has been proven for, unless they are taken back.
    pub(crate) fn delete_held(self, probes: Vec<(ProbeId, String)>, proof: Proof) {
        let (probes, names) = probes.into_iter().unzip();
        let doomed = Doomed {
            probes,
            names,
            place: None,
            proof: Some(proof),
        };
        self.doom(doomed, WAY_BACK_HELD);
    }

    fn doom(self, doomed: Doomed, way_back: Duration) {
        self.carry_out();
        self.doomed.set(Some(doomed.clone()));
        let still = move || self.doomed.with_untracked(|now| *now == Some(doomed.clone()));
        set_timeout(
            move || {
                if still() {
                    self.carry_out()
                }
            },
            way_back,
        );
    }

    /// Tells what an order came to.
    pub(crate) fn say(self, what: String) {
        self.tell(Said { what, back: None });
    }

    /// Tells what an order came to, with a way back for a few seconds. `back` outlives the page that offers it.
    pub(crate) fn offer(self, what: String, back: impl Fn() + Send + Sync + 'static) {
        let turn = self.tell(Said {
            what,
            back: Some(Arc::new(back)),
        });
        let end = move || {
            if self.turn.get_value() == turn {
                self.said.set(None);
            }
        };
        set_timeout(end, WAY_BACK);
    }

    /// Shows probes that were just added, with a way to be without them again.
    pub(crate) fn added(self, live: Live, probes: Vec<Probe>, said: String) {
        let ids: Vec<ProbeId> = probes.iter().map(|probe| probe.id).collect();
        probes.into_iter().for_each(|probe| live.take_probe(probe));
        let back = move || {
            let ids = ids.clone();
            leptos::task::spawn_local(async move {
                for id in ids {
                    if let Err(trouble) = link::delete_probe(id).await {
                        return self.say(trouble.sentence());
                    }
                }
            });
        };
        self.offer(said, back);
    }

    async fn remove(self, place: String) -> Result<(), link::Trouble> {
        self.gone.update(|gone| {
            gone.insert(place.clone());
        });
        let deleted = link::delete(&place).await;
        if deleted.is_err() {
            self.gone.update(|gone| {
                gone.remove(&place);
            });
        }
        deleted
    }

    fn tell(self, said: Said) -> u32 {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.said.set(Some(said));
        self.turn.get_value()
    }

    fn carry_out(self) {
        let Some(doomed) = self.doomed.get_untracked() else {
            return;
        };
        self.doomed.set(None);
        leptos::task::spawn_local(async move {
            let deleted = match (doomed.probes.as_slice(), &doomed.place) {
                (_, Some(place)) => self.remove(place.clone()).await,
                ([probe], _) => link::delete_probe(*probe).await,
                (several, None) => {
                    let delete = |id: &ProbeId| {
                        ProbeChange::Delete(Deleting {
                            id: *id,
                            revision: None,
                        })
                    };
                    let changes: Vec<_> = several.iter().map(delete).collect();
                    inventory::change_probes(&changes, doomed.proof.as_ref())
                        .await
                        .map(drop)
                }
            };
            if let Err(trouble) = deleted {
                let why = trouble.sentence();
                self.say(match doomed.names.as_slice() {
                    [name] => text::not_deleted(name, &why),
                    _ => text::none_deleted(&why),
                });
            }
        });
    }
}

/// The last word and the way back, over the lower edge of the page.
#[component]
pub(crate) fn Toast() -> impl IntoView {
    let undo = use_undo();
    move || {
        if let Some(doomed) = undo.doomed.get() {
            let back = move |_| undo.doomed.set(None);
            let said = view! {
                <div class="toast" role="status">
                    <span>{match doomed.names.as_slice() {
                        [name] => text::deleted(name),
                        several => text::several_deleted(several.len()),
                    }}</span>
                    <button class="btn go" on:click=back>{text::undo()}</button>
                </div>
            };
            return Some(said.into_any());
        }
        let Said { what, back } = undo.said.get()?;
        let is_offer = back.is_some();
        let act = move |_| {
            undo.said.set(None);
            if let Some(back) = &back {
                back();
            }
        };
        let said = view! {
            <div class="toast" role=if is_offer { "status" } else { "alert" }>
                <span>{what}</span>
                <button class="btn" class:go=is_offer on:click=act>{if is_offer { text::undo() } else { text::close() }}</button>
            </div>
        };
        Some(said.into_any())
    }
}
