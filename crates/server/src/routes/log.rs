//! What happened, and who did what: newest first.

use aide::axum::ApiRouter;
use aide::axum::routing::get_with;
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use store::Events;
use wire::Timestamp;
use wire::api::Page;
use wire::event::{AuditEntry, Event, EventSort};
use wire::inventory::ChannelId;
use wire::probe::ProbeId;

use crate::App;
use crate::answer::Paging;
use crate::ask::Params;
use crate::problem::Refusal;

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/events",
            get_with(events, |op| {
                op.tag("log").summary("What happened, newest first").description(
                    "Everything, or what fits all that is given. A note stands under its own number, at its own time \
                     and with its newest text; one that was taken back is left out.",
                )
            }),
        )
        .api_route(
            "/api/v1/audit",
            get_with(audit, |op| op.tag("log").summary("Who did what, newest first")),
        )
}

/// Which events.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// Not before this moment, in milliseconds since 1970 UTC.
    from: Option<Timestamp>,
    /// Before this moment, in milliseconds since 1970 UTC.
    to: Option<Timestamp>,
    /// Only those of this probe, which may be deleted by now.
    probe: Option<ProbeId>,
    /// Only those about this channel, which may be deleted by now.
    channel: Option<ChannelId>,
    /// Only those of these sorts, with commas between: `raised`, `cleared`, `changed`, `station`, `note`.
    sort: Option<String>,
    /// `next` of the page before; the first page without it.
    cursor: Option<String>,
    /// How many entries at most: 1 to 1000, 200 if not given.
    limit: Option<u32>,
}

impl Wanted {
    fn split(self) -> Result<(Events, Paging), Refusal> {
        let Self {
            from,
            to,
            probe,
            channel,
            sort,
            cursor,
            limit,
        } = self;
        if let (Some(from), Some(to)) = (from, to)
            && from >= to
        {
            return Err(Refusal::entry("to", "The end must be later than the begin."));
        }
        let sort_of = |word: &str| serde_json::from_value(Value::from(word.trim())).ok();
        let sorts: Option<Vec<EventSort>> =
            sort.map_or(Some(Vec::new()), |sort| sort.split(',').map(sort_of).collect());
        let sorts = sorts.ok_or_else(|| {
            Refusal::entry(
                "sort",
                "Give one or more of raised, cleared, changed, station and note, with commas between them.",
            )
        })?;
        let events = Events {
            from,
            to,
            probe,
            channel,
            sorts,
        };
        Ok((events, Paging { cursor, limit }))
    }
}

async fn events(
    State(app): State<App>,
    Params(wanted): Params<Wanted>,
) -> Result<Json<Page<Event>>, Refusal> {
    let (wanted, paging) = wanted.split()?;
    let limit = paging.limit()?;
    let items = app
        .station
        .store()
        .events(&wanted, paging.last()?, limit + 1)
        .await?;
    Ok(page(items, limit, |event| event.seq))
}

async fn audit(
    State(app): State<App>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<AuditEntry>>, Refusal> {
    let limit = paging.limit()?;
    let items = app.station.store().audit(paging.last()?, limit + 1).await?;
    Ok(page(items, limit, |entry| entry.seq))
}

/// A page of `items`, of which there is one too many when others follow.
pub(super) fn page<T>(mut items: Vec<T>, limit: u32, number: impl Fn(&T) -> u64) -> Json<Page<T>> {
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|last| number(last).to_string());
    Json(Page { items, next })
}
