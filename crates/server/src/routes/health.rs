//! How the station is, what it can watch, and links to sign in.

use aide::axum::ApiRouter;
use aide::axum::routing::{get_with, post_with};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;
use wire::api::{Health, Page};
use wire::kind::KindInfo;

use crate::App;
use crate::problem::Refusal;

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/health",
            get_with(health, |op| {
                op.tag("station").summary("How the station itself is")
            }),
        )
        .api_route(
            "/api/v1/kinds",
            get_with(kinds, |op| {
                op.tag("station")
                    .summary("Every kind of probe, with its fields and metrics")
            }),
        )
        .api_route(
            "/api/v1/session/links",
            post_with(link, |op| {
                op.tag("station")
                    .summary("Make an address that signs a browser in, once, within five minutes")
                    .response::<201, Json<Link>>()
                    .default_response::<Refusal>()
            }),
        )
}

async fn health(State(app): State<App>) -> Json<Health> {
    Json(app.station.health())
}

async fn kinds(State(app): State<App>) -> Json<Page<KindInfo>> {
    Json(Page {
        items: app.station.kinds(),
        next: None,
    })
}

/// A way in.
#[derive(Serialize, JsonSchema)]
struct Link {
    /// To be opened in a browser on this machine.
    url: String,
}

async fn link(State(app): State<App>) -> Response {
    let url = app.access.link(app.at);
    (
        StatusCode::CREATED,
        [(header::CACHE_CONTROL, "no-store")],
        Json(Link { url }),
    )
        .into_response()
}
