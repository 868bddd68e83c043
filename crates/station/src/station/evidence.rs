//! Evidence of streams that became bad.

use store::Change;
use wire::evidence::{Bundle, Evidence};
use wire::probe::ProbeId;

use super::Station;
use crate::Refused;

impl Station {
    /// Bundles of evidence, newest first: all, or those of one probe.
    pub async fn evidence(&self, probe: Option<ProbeId>) -> Vec<Evidence> {
        let mut all = self.inner.witness.all().await;
        all.retain(|evidence| probe.is_none_or(|probe| evidence.probe == probe));
        all
    }

    /// A whole bundle, without its other files; nothing when there is none of this number.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn evidence_bundle(&self, id: u32) -> Result<Option<Bundle>, Refused> {
        self.inner.witness.bundle(id).await.map_err(Refused::Evidence)
    }

    /// A file of a bundle; nothing when it names none that is called so.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn evidence_file(&self, id: u32, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        let read = self.inner.witness.file(id, name.to_owned());
        read.await.map_err(Refused::Evidence)
    }

    /// Saves what is known of a probe now, and the last seconds of its packets if it is a stream; nothing when there is no such
    /// probe.
    ///
    /// # Errors
    /// The disk does not take it, or what the store says.
    pub async fn save_evidence(&self, author: &str, probe: ProbeId) -> Result<Option<Evidence>, Refused> {
        let saved = self.inner.witness.save_now(probe).await;
        let saved = saved.map_err(Refused::Evidence)?;
        if let Some(evidence) = &saved {
            self.note_evidence(author, "create", evidence).await?;
        }
        Ok(saved)
    }

    /// Deletes a bundle; false when there is none of this number.
    ///
    /// # Errors
    /// It cannot be deleted, or what the store says.
    pub async fn delete_evidence(&self, author: &str, id: u32) -> Result<bool, Refused> {
        let all = self.evidence(None).await;
        let Some(evidence) = all.iter().find(|evidence| evidence.id == id) else {
            return Ok(false);
        };
        self.note_evidence(author, "delete", evidence).await?;
        self.inner.witness.remove(id).await.map_err(Refused::Evidence)
    }

    async fn note_evidence(
        &self,
        author: &str,
        action: &'static str,
        evidence: &Evidence,
    ) -> Result<(), Refused> {
        let Evidence { id, name, .. } = evidence;
        let noted = [Change::Noted {
            action,
            subject: format!("evidence {id} of {name}"),
        }];
        self.inner.store.commit(author, self.now(), &noted).await?;
        Ok(())
    }
}
