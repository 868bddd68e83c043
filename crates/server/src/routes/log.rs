//! What happened, and who did what: newest first.

use aide::axum::ApiRouter;
use aide::axum::routing::get_with;
use axum::Json;
use axum::extract::State;
use wire::api::Page;
use wire::event::{AuditEntry, Event};

use crate::App;
use crate::answer::Paging;
use crate::ask::Params;
use crate::problem::Refusal;

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/events",
            get_with(events, |op| op.tag("log").summary("What happened, newest first")),
        )
        .api_route(
            "/api/v1/audit",
            get_with(audit, |op| op.tag("log").summary("Who did what, newest first")),
        )
}

async fn events(
    State(app): State<App>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<Event>>, Refusal> {
    let limit = paging.limit()?;
    let items = app.station.store().events(paging.last()?, limit + 1).await?;
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
fn page<T>(mut items: Vec<T>, limit: u32, number: impl Fn(&T) -> u64) -> Json<Page<T>> {
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|last| number(last).to_string());
    Json(Page { items, next })
}
