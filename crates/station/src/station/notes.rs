//! What people note about a moment.

use std::time::Duration;

use store::Error;
use wire::Severity;
use wire::event::{AuditEntry, Event, EventSort, fold};
use wire::note::{AHEAD_MS, MARK, NoteSpec, note_text};
use wire::settings::FieldError;

use super::Station;
use crate::Refused;
use crate::spine::Order;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// How long whoever notes or handles something waits for the disk at most.
const PATIENCE: Duration = Duration::from_secs(10);

impl Station {
    /// Notes something about a moment; it is on disk when this returns.
    ///
    /// # Errors
    /// Wrong entries, a disk that does not take it, or what the store says.
    pub async fn add_note(&self, author: &str, note: &NoteSpec) -> Result<Event, Refused> {
        let now = self.now();
        let at = note.at.unwrap_or(now);
        let text = note_text(&note.text).map_err(|message| FieldError::new("text", message));
        let kept = i64::from(self.settings().spec.retention.five_minutes_days);
        let mut wrong: Vec<FieldError> = text.clone().err().into_iter().collect();
        if at > now.plus_millis(AHEAD_MS) {
            let message = "that moment is still to come; note what has happened";
            wrong.push(FieldError::new("at", message));
        }
        if at < now.plus_millis(-kept * DAY_MS) {
            let message = format!("events are kept for {kept} days; choose a later moment");
            wrong.push(FieldError::new("at", message));
        }
        if let Some(probe) = note.probe.filter(|id| self.probe_view(*id).is_none()) {
            let message = format!("there is no probe {probe}; it may have been deleted");
            wrong.push(FieldError::new("probe", message));
        }
        let text = match text {
            Ok(text) if wrong.is_empty() => text,
            _ => return Err(Refused::Invalid(wrong)),
        };
        let event = Event {
            seq: 0,
            at,
            severity: Severity::Info,
            sort: EventSort::Note,
            probe: note.probe,
            channel: None,
            of: None,
            text: if text.is_empty() { MARK } else { text }.to_owned(),
        };
        let detail = format!("{:?} at {}", event.text, at.rfc3339());
        self.write(author, "create", "note", &detail, event).await
    }

    /// Lets a note say something else; one that was taken back is there again. Gives the note as it is now.
    ///
    /// # Errors
    /// There is no such note, a wrong text, a disk that does not take it, or what the store says.
    pub async fn change_note(&self, author: &str, seq: u64, text: &str) -> Result<Event, Refused> {
        let wrong = |message: String| Refused::Invalid(vec![FieldError::new("text", message)]);
        let text = note_text(text).map_err(wrong)?;
        if text.is_empty() {
            return Err(wrong("write what is to be noted, or delete the note".to_owned()));
        }
        let (note, said) = self.note(seq).await?;
        if said.as_deref() != Some(text) {
            self.replace(author, "update", &note, said.as_deref(), text)
                .await?;
        }
        let text = text.to_owned();
        Ok(Event { text, ..note })
    }

    /// Takes a note back.
    ///
    /// # Errors
    /// There is no such note, a disk that does not take it, or what the store says.
    pub async fn delete_note(&self, author: &str, seq: u64) -> Result<(), Refused> {
        let (note, said) = self.note(seq).await?;
        let said = said.ok_or(Refused::NoNote(seq))?;
        self.replace(author, "delete", &note, Some(&said), "").await
    }

    /// A note as it was made, and what it says now; nothing when it was taken back.
    async fn note(&self, seq: u64) -> Result<(Event, Option<String>), Refused> {
        let written = self.inner.store.event(seq).await?;
        let made = |event: &&Event| event.seq == seq && event.sort == EventSort::Note && event.of.is_none();
        let note = written.iter().find(made).cloned().ok_or(Refused::NoNote(seq))?;
        let said = fold(written).into_iter().next().map(|note| note.text);
        Ok((note, said))
    }

    async fn replace(
        &self,
        author: &str,
        action: &str,
        note: &Event,
        said: Option<&str>,
        text: &str,
    ) -> Result<(), Refused> {
        let words = |text: Option<&str>| {
            let text = text.filter(|text| !text.is_empty());
            text.map_or_else(|| "nothing".to_owned(), |text| format!("{text:?}"))
        };
        let detail = format!("{} → {}", words(said), words(Some(text)));
        let event = Event {
            seq: 0,
            of: Some(note.seq),
            text: text.to_owned(),
            ..note.clone()
        };
        let subject = format!("note {}", note.seq);
        self.write(author, action, &subject, &detail, event)
            .await
            .map(drop)
    }

    /// Tells an event to everybody, with an audit entry, and waits until both are on disk.
    async fn write(
        &self,
        author: &str,
        action: &str,
        subject: &str,
        detail: &str,
        event: Event,
    ) -> Result<Event, Refused> {
        let entry = AuditEntry {
            seq: 0,
            at: self.now(),
            author: author.to_owned(),
            action: action.to_owned(),
            subject: subject.to_owned(),
            detail: detail.to_owned(),
        };
        self.inner.store.record(&entry).await?;
        let told = self.give(|done| Order::Write(event, done)).await;
        let (event, batch) = told.await.map_err(|_| Error::Closed)?;
        self.saved(batch).await?;
        Ok(event)
    }

    /// Waits until a batch is on disk.
    pub(super) async fn saved(&self, batch: u64) -> Result<(), Refused> {
        let mut progress = self.inner.store.committed();
        let saved = progress.wait_for(|progress| progress.batch >= batch);
        match tokio::time::timeout(PATIENCE, saved).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) => Err(Error::Closed.into()),
            Err(_) => Err(Refused::NotSaved),
        }
    }
}
