//! What became known and is never given up, whatever the disk does.

use wire::alert::{Alert, Turn};
use wire::event::Event;
use wire::series::Series;

use crate::Batch;

/// What is to be saved in `state.db`, in the order in which it came.
#[derive(Default)]
pub(crate) struct Owed {
    pub(crate) series: Vec<Series>,
    pub(crate) events: Vec<Event>,
    pub(crate) alerts: Vec<Alert>,
    pub(crate) turns: Vec<Turn>,
}

impl Owed {
    pub(crate) fn is_empty(&self) -> bool {
        let Self {
            series,
            events,
            alerts,
            turns,
        } = self;
        series.is_empty() && events.is_empty() && alerts.is_empty() && turns.is_empty()
    }

    /// Whether people wait to be told of some of it.
    pub(crate) fn is_urgent(&self) -> bool {
        !self.alerts.is_empty() || !self.turns.is_empty()
    }

    /// Takes what is owed out of a batch.
    pub(crate) fn take(batch: &mut Batch) -> Self {
        Self {
            series: std::mem::take(&mut batch.series),
            events: std::mem::take(&mut batch.events),
            alerts: std::mem::take(&mut batch.alerts),
            turns: std::mem::take(&mut batch.turns),
        }
    }

    /// Adds what came later.
    pub(crate) fn append(&mut self, mut later: Self) {
        self.series.append(&mut later.series);
        self.events.append(&mut later.events);
        self.alerts.append(&mut later.alerts);
        self.turns.append(&mut later.turns);
    }
}
