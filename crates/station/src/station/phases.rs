//! The phases of the show, and the work that is locked in them.

use store::{Change, Changed};
use wire::phase::{Enter, Entered, Work};

use super::Station;
use crate::Refused;

impl Station {
    /// The phase of the show; none as long as nobody has declared one.
    #[must_use]
    pub fn phase(&self) -> Option<Entered> {
        self.live().phase().cloned()
    }

    /// The newest `limit` phases that were declared before number `before`, newest first.
    ///
    /// # Errors
    /// What the store says.
    pub async fn phases(&self, before: Option<u64>, limit: u32) -> Result<Vec<Entered>, Refused> {
        Ok(self.inner.store.phases(before, limit).await?)
    }

    /// Declares a phase; it is on disk and holds when this returns. Gives the phase that holds then: to declare the same one
    /// again changes nothing.
    ///
    /// # Errors
    /// Wrong entries, or what the store says.
    pub async fn enter_phase(&self, author: &str, enter: Enter) -> Result<Entered, Refused> {
        let wrong = enter.faults();
        if !wrong.is_empty() {
            return Err(Refused::Invalid(wrong));
        }
        let Enter { phase, show, .. } = enter;
        match self
            .change_one(author, Change::EnterPhase { phase, show })
            .await?
        {
            Changed::Phase(entered) => Ok(entered),
            _ => Err(store::Error::Closed.into()),
        }
    }

    /// Refuses work that is locked in the phase that the show is in.
    pub(super) fn allow(&self, work: Work) -> Result<(), Refused> {
        let Some(Entered { phase, .. }) = self.phase() else {
            return Ok(());
        };
        if self.settings().spec.phases.of(phase).locked.contains(&work) {
            return Err(Refused::Locked(work, phase));
        }
        Ok(())
    }

    /// Puts changes on disk, all or none, unless one of them is locked.
    pub(super) async fn save(&self, author: &str, changes: &[Change]) -> Result<Vec<Changed>, Refused> {
        for work in changes.iter().filter_map(work) {
            self.allow(work)?;
        }
        Ok(self.inner.store.commit(author, self.now(), changes).await?)
    }
}

/// What sort of work a change is; nothing for what can always be done.
fn work(change: &Change) -> Option<Work> {
    match change {
        Change::PutProbe { .. }
        | Change::ConfigureProbe { .. }
        | Change::PutDevice { .. }
        | Change::ConfigureDevice { .. }
        | Change::PutChannel { .. }
        | Change::ConfigureChannel { .. }
        | Change::PutTemplate { .. }
        | Change::PutStation { .. } => Some(Work::Change),
        Change::PutRule { .. } | Change::PutReceiver { .. } | Change::PutRoute { .. } => Some(Work::Tell),
        Change::DeleteProbe { .. }
        | Change::DeleteDevice { .. }
        | Change::DeleteChannel { .. }
        | Change::DeleteTemplate { .. }
        | Change::DeleteRule { .. }
        | Change::DeleteReceiver { .. }
        | Change::DeleteRoute { .. } => Some(Work::Delete),
        // Whoever is flooded must be able to make it quiet, and to take that back.
        Change::PutSilence { .. }
        | Change::DeleteSilence { .. }
        | Change::EnterPhase { .. }
        | Change::Noted { .. } => None,
    }
}
