//! Notes, and what happened in a part of the past.

use gloo_net::http::Request;
use wire::Timestamp;
use wire::api::Page;
use wire::event::{Event, EventSort};
use wire::inventory::ChannelId;
use wire::note::{NoteSpec, NoteText};
use wire::probe::ProbeId;

use super::{Trouble, accepted, get, odd, read};

/// Which events are asked for, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Which {
    pub(crate) from: Option<Timestamp>,
    pub(crate) to: Option<Timestamp>,
    pub(crate) probe: Option<ProbeId>,
    pub(crate) channel: Option<ChannelId>,
    /// All sorts if empty.
    pub(crate) sorts: Vec<EventSort>,
    /// Where the page before ended.
    pub(crate) cursor: Option<String>,
    /// At most so many.
    pub(crate) limit: u32,
}

/// A page of events, newest first, each note as it was last written.
pub(crate) async fn events(which: &Which) -> Result<Page<Event>, Trouble> {
    let mut path = format!("/api/v1/events?limit={}", which.limit);
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            path.push_str(&format!("&{name}={value}"));
        }
    };
    add("from", which.from.map(|from| from.0.to_string()));
    add("to", which.to.map(|to| to.0.to_string()));
    add("probe", which.probe.map(|probe| probe.to_string()));
    add("channel", which.channel.map(|channel| channel.0.to_string()));
    let words: Vec<_> = which.sorts.iter().map(|sort| word(*sort)).collect();
    add("sort", (!words.is_empty()).then(|| words.join(",")));
    add("cursor", which.cursor.clone());
    get(&path).await
}

fn word(sort: EventSort) -> &'static str {
    match sort {
        EventSort::Raised => "raised",
        EventSort::Cleared => "cleared",
        EventSort::Changed => "changed",
        EventSort::Station => "station",
        EventSort::Note => "note",
    }
}

/// Notes something about a moment.
pub(crate) async fn note(spec: &NoteSpec) -> Result<Event, Trouble> {
    let request = Request::post("/api/v1/notes").json(spec);
    let request = request.map_err(|error| odd(&error.to_string()))?;
    read(accepted(request.send().await.map_err(|_| Trouble::NoAnswer)?).await?).await
}

/// Writes a note anew.
pub(crate) async fn reword(seq: u64, text: String) -> Result<(), Trouble> {
    let request = Request::put(&format!("/api/v1/notes/{seq}")).json(&NoteText { text });
    let request = request.map_err(|error| odd(&error.to_string()))?;
    accepted(request.send().await.map_err(|_| Trouble::NoAnswer)?)
        .await
        .map(drop)
}

/// Takes a note back.
pub(crate) async fn take_back(seq: u64) -> Result<(), Trouble> {
    let request = Request::delete(&format!("/api/v1/notes/{seq}"));
    accepted(request.send().await.map_err(|_| Trouble::NoAnswer)?)
        .await
        .map(drop)
}
