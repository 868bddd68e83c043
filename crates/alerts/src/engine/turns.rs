//! What became of alerts since somebody asked.

use std::collections::BTreeSet;

use wire::Timestamp;
use wire::alert::{Alert, AlertId, Turn, What};

/// Turns are numbered without a gap.
pub(super) struct Turns {
    last: u64,
    turns: Vec<Turn>,
    changed: BTreeSet<AlertId>,
}

impl Turns {
    /// The next one has the number after `last`.
    pub(super) fn after(last: u64) -> Self {
        Self {
            last,
            turns: Vec::new(),
            changed: BTreeSet::new(),
        }
    }

    /// An alert took a turn.
    pub(super) fn turn(&mut self, alert: &mut Alert, at: Timestamp, what: What, by: &str, text: String) {
        self.touch(alert);
        self.last += 1;
        self.turns.push(Turn {
            seq: self.last,
            alert: alert.id,
            at,
            what,
            severity: alert.severity,
            by: by.to_owned(),
            text,
        });
    }

    /// An alert changed in a way that is no turn of its life.
    pub(super) fn touch(&mut self, alert: &mut Alert) {
        alert.revision += 1;
        self.changed.insert(alert.id);
    }

    pub(super) fn take(&mut self) -> (BTreeSet<AlertId>, Vec<Turn>) {
        (std::mem::take(&mut self.changed), std::mem::take(&mut self.turns))
    }
}
