//! Failures of Flywatch itself.

use store::Change;
use tokio::task::{JoinHandle, spawn_blocking};
use wire::crash::Crash;

use super::Station;
use crate::Refused;

impl Station {
    /// The newest reports of failures of Flywatch itself, newest first.
    pub async fn crashes(&self) -> Vec<Crash> {
        let crashes = self.inner.watch.crashes();
        // Without a thread for it, the process ends.
        spawn_blocking(move || crashes.all()).await.unwrap_or_default()
    }

    /// Deletes a report of a failure; false when there is none of this name.
    ///
    /// # Errors
    /// What the store says, or the report cannot be deleted.
    pub async fn put_away_crash(&self, author: &str, name: &str) -> Result<bool, Refused> {
        if !self.crashes().await.iter().any(|crash| crash.name == name) {
            return Ok(false);
        }
        let noted = [Change::Noted {
            action: "delete",
            subject: format!("crash report {name}"),
        }];
        self.inner.store.commit(author, self.now(), &noted).await?;
        self.inner.watch.crashes().remove(name).map_err(Refused::Report)
    }
}

/// The exit status of a program that met a mistake of its own (`EX_SOFTWARE` of `sysexits.h`).
const MISTAKE: i32 = 70;

/// Ends the program when the spine ends by a mistake: old values would go on to look new. Started anew, it watches again.
pub(super) fn end_with(spine: JoinHandle<()>) {
    tokio::spawn(async move {
        if spine.await.is_err_and(|end| end.is_panic()) {
            tracing::error!("the station cannot go on and ends");
            std::process::exit(MISTAKE);
        }
    });
}
