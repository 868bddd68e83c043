//! Reports of failures of Flywatch itself.

use aide::axum::ApiRouter;
use aide::axum::routing::{delete_with, get_with};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::NoContent;
use schemars::JsonSchema;
use serde::Deserialize;
use wire::api::Page;
use wire::crash::Crash;

use crate::problem::{NOT_FOUND, Refusal};
use crate::{AUTHOR, App};

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/crashes",
            get_with(all, |op| {
                op.tag("log")
                    .summary("Reports of failures of Flywatch itself: the newest 20, newest first")
            }),
        )
        .api_route(
            "/api/v1/crashes/{name}",
            delete_with(put_away, |op| {
                op.tag("log")
                    .summary("Put a report away, once it was read or sent on")
            }),
        )
}

/// Which report.
#[derive(Deserialize, JsonSchema)]
struct Named {
    /// Its `name`, as it was listed.
    name: String,
}

async fn all(State(app): State<App>) -> Json<Page<Crash>> {
    Json(Page {
        items: app.station.crashes().await,
        next: None,
    })
}

async fn put_away(State(app): State<App>, Path(Named { name }): Path<Named>) -> Result<NoContent, Refusal> {
    if app.station.put_away_crash(AUTHOR, &name).await? {
        return Ok(NoContent);
    }
    Err(Refusal::new(
        NOT_FOUND,
        "There is no report of this name; it may have been put away already.",
    ))
}
