//! The alerts that fire or did so a moment ago, and who may write about them.

use std::collections::BTreeMap;

use wire::alert::{Alert, AlertId};
use wire::{Severity, Timestamp};

use super::turns::Turns;
use crate::world::World;

/// All alerts, and what became of them.
pub(super) struct Book {
    pub(super) alerts: BTreeMap<AlertId, Alert>,
    pub(super) turns: Turns,
    last: u64,
}

/// What an instance must know to tell.
pub(super) struct Teller<'a> {
    pub(super) book: &'a mut Book,
    /// As bad as anything can be in this phase of the show.
    pub(super) at_most: Severity,
    pub(super) now: Timestamp,
}

impl Book {
    /// An empty one; the next alert and the next turn have the numbers after these.
    pub(super) fn new(last_alert: u64, last_turn: u64) -> Self {
        Self {
            alerts: BTreeMap::new(),
            turns: Turns::after(last_turn),
            last: last_alert,
        }
    }

    /// The number of a new alert.
    pub(super) fn next_id(&mut self) -> AlertId {
        self.last += 1;
        AlertId(self.last)
    }

    /// Lets instances tell what they see in this world now.
    pub(super) fn teller(&mut self, world: &World, now: Timestamp) -> Teller<'_> {
        Teller {
            book: self,
            at_most: world.in_phase().at_most,
            now,
        }
    }
}
