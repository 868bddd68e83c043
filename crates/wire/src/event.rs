//! What happened, and who did what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::inventory::ChannelId;
use crate::probe::ProbeId;
use crate::{Severity, Timestamp};

/// Something that happened on the station. Numbered without a gap for the life of the station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Event {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// How bad.
    pub severity: Severity,
    /// The sort of event.
    pub sort: EventSort,
    /// The probe concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<ProbeId>,
    /// The channel concerned; the probe is then the one that tells why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
    /// The note that this one replaces; an empty text takes it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
    /// What happened, in one sentence; of a note, what was noted.
    pub text: String,
}

/// The sorts of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventSort {
    /// Something became worse.
    Raised,
    /// Something is well again.
    Cleared,
    /// An operator changed a setting.
    Changed,
    /// The station itself: started, stopped, a file set aside, a disk full.
    Station,
    /// Somebody noted something about a moment.
    Note,
}

/// Events as they are to be shown: a note that was replaced has its newest text in its own place, at its own time and
/// under its own number; one that was taken back is gone, and so is what replaced notes. `events` are in any order, and
/// what is left keeps it. A screen keeps what it was told and folds that, since
/// what replaces a note only counts as long as nothing newer does.
#[must_use]
pub fn fold(events: impl IntoIterator<Item = Event>) -> Vec<Event> {
    let (later, mut shown): (Vec<Event>, Vec<Event>) =
        events.into_iter().partition(|event| event.of.is_some());
    let mut newest: BTreeMap<u64, Event> = BTreeMap::new();
    for event in later {
        let Some(of) = event.of else { continue };
        if newest.get(&of).is_none_or(|known| known.seq < event.seq) {
            newest.insert(of, event);
        }
    }
    shown.retain_mut(|event| match newest.remove(&event.seq) {
        Some(later) => {
            event.text = later.text;
            !event.text.is_empty()
        }
        None => true,
    });
    shown
}

/// One operator action, kept for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct AuditEntry {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: String,
    /// What was done: `create`, `update`, `delete`, `apply`, …
    pub action: String,
    /// To what: `probe 12 "Gateway"`.
    pub subject: String,
    /// What changed, secrets hidden; empty when the action says it all.
    pub detail: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(seq: u64, of: Option<u64>, text: &str) -> Event {
        Event {
            seq,
            at: Timestamp(1000 + i64::try_from(seq).unwrap()),
            severity: Severity::Info,
            sort: EventSort::Note,
            probe: None,
            channel: None,
            of,
            text: text.to_owned(),
        }
    }

    fn folded(events: &[Event]) -> Vec<(u64, String)> {
        let folded = fold(events.to_vec());
        folded.into_iter().map(|event| (event.seq, event.text)).collect()
    }

    #[test]
    fn a_replaced_note_stands_in_its_own_place_with_its_newest_text() {
        let events = [
            note(7, Some(2), "Camera 3 swapped"),
            note(5, Some(2), "Camera 2 swapped"),
            note(3, None, "Mark"),
            note(2, None, "Camera swapped"),
        ];
        let wanted = [(3, "Mark".to_owned()), (2, "Camera 3 swapped".to_owned())];
        assert_eq!(folded(&events), wanted);
        let at = fold(events.to_vec())[1].at;
        assert_eq!(at, Timestamp(1002), "it happened when it happened");
        let mut other_way: Vec<Event> = events.to_vec();
        other_way.reverse();
        let mut wanted = wanted.to_vec();
        wanted.reverse();
        assert_eq!(folded(&other_way), wanted);
    }

    #[test]
    fn a_note_that_was_taken_back_is_gone_until_it_is_put_back() {
        let gone = [note(1, None, "Mark"), note(2, Some(1), "")];
        assert_eq!(folded(&gone), []);
        let back = [gone[0].clone(), gone[1].clone(), note(3, Some(1), "Mark")];
        assert_eq!(folded(&back), [(1, "Mark".to_owned())]);
    }

    #[test]
    fn what_replaces_a_note_that_is_not_there_is_not_shown() {
        assert_eq!(folded(&[note(9, Some(4), "Late")]), []);
    }
}
