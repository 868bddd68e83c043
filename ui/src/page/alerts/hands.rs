//! What people do with alerts, each with a way back.

use leptos::prelude::*;
use wire::alert::{AlertId, Handling};

use crate::link::{self, Trouble};
use crate::live::{Live, use_live};
use crate::text;
use crate::undo::{Undo, use_undo};
use crate::who::{Who, use_who};

/// Whoever is at this screen.
#[derive(Clone, Copy)]
pub(super) struct Hands {
    live: Live,
    undo: Undo,
    who: Who,
}

impl Hands {
    /// Of the page.
    pub(super) fn new() -> Self {
        Self {
            live: use_live(),
            undo: use_undo(),
            who: use_who(),
        }
    }

    /// Takes care of alerts.
    pub(super) async fn acknowledge(self, ids: Vec<AlertId>) -> Result<(), Trouble> {
        let handling = Handling::Acknowledge {
            note: String::new(),
            minutes: None,
        };
        let said = text::acknowledged_alerts;
        self.give(ids, handling, said, Handling::Unacknowledge).await
    }

    /// No longer takes care of them.
    pub(super) async fn give_back(self, ids: Vec<AlertId>) -> Result<(), Trouble> {
        let back = Handling::Acknowledge {
            note: String::new(),
            minutes: None,
        };
        self.give(ids, Handling::Unacknowledge, text::given_back, back)
            .await
    }

    /// Puts them aside; until they are resolved without minutes.
    pub(super) async fn shelve(
        self,
        ids: Vec<AlertId>,
        minutes: Option<u32>,
        note: String,
    ) -> Result<(), Trouble> {
        let handling = Handling::Shelve { note, minutes };
        self.give(ids, handling, text::shelved_alerts, Handling::Unshelve)
            .await
    }

    /// Takes them from the shelf; taken back, they lie there for as long as they would have.
    pub(super) async fn unshelve(self, ids: Vec<AlertId>) -> Result<(), Trouble> {
        let now = self.live.now();
        let left = self.live.alerts.with_untracked(|known| {
            let shelved = ids.iter().find_map(|id| known.get(*id)?.shelved.clone())?;
            let minutes = shelved.until.map(|until| {
                let minutes = until.millis_since(now).div_euclid(60_000) + 1;
                u32::try_from(minutes).unwrap_or(1).max(1)
            });
            Some((minutes, shelved.note))
        });
        let (minutes, note) = left.unwrap_or_default();
        let back = Handling::Shelve { note, minutes };
        self.give(ids, Handling::Unshelve, text::unshelved_alerts, back)
            .await
    }

    /// Says something about them; what was said stays.
    pub(super) async fn comment(self, ids: Vec<AlertId>, note: String) -> Result<(), Trouble> {
        let by = self.who.ask().await;
        let done = link::alerts::handle(&ids, &Handling::Comment { note }, &by).await?;
        self.live.take_alerts(done);
        self.undo.say(text::noted_alert().to_owned());
        Ok(())
    }

    async fn give(
        self,
        ids: Vec<AlertId>,
        handling: Handling,
        said: fn(usize) -> String,
        back: Handling,
    ) -> Result<(), Trouble> {
        if ids.is_empty() {
            self.undo.say(text::nothing_to_do().to_owned());
            return Ok(());
        }
        let by = self.who.ask().await;
        let done = link::alerts::handle(&ids, &handling, &by).await?;
        if done.is_empty() {
            self.undo.say(text::nothing_to_do().to_owned());
            return Ok(());
        }
        let ids: Vec<AlertId> = done.iter().map(|alert| alert.id).collect();
        self.live.take_alerts(done);
        self.undo.offer(said(ids.len()), move || {
            let (ids, back, by) = (ids.clone(), back.clone(), by.clone());
            leptos::task::spawn_local(async move {
                match link::alerts::handle(&ids, &back, &by).await {
                    Ok(done) => self.live.take_alerts(done),
                    Err(trouble) => self.undo.say(trouble.sentence()),
                }
            });
        });
        Ok(())
    }

    /// Gives an order in the background, and tells when it is not carried out.
    pub(super) fn order(self, order: impl Future<Output = Result<(), Trouble>> + 'static) {
        leptos::task::spawn_local(async move {
            if let Err(trouble) = order.await {
                self.undo.say(trouble.sentence());
            }
        });
    }
}
