//! What is here, and asking everybody on a network for an answer.

use aide::axum::ApiRouter;
use aide::axum::routing::{get_with, post_with};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::NoContent;
use wire::discovery::{Discovery, Scan, ScanOrder};

use crate::ask::Body;
use crate::problem::Refusal;
use crate::{AUTHOR, App};

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/discovery",
            get_with(discovery, |op| {
                op.tag("discovery")
                    .summary("Who is on the networks of the station, and probes that would watch them")
                    .description(
                        "This sends nothing: it is what the machine knows of itself, its gateways, its DNS and time \
                         servers and whoever has talked to it, and who answered the last scan.",
                    )
            }),
        )
        .api_route(
            "/api/v1/discovery/scan",
            post_with(scan, |op| {
                op.tag("discovery")
                    .summary("Ask everybody on one of the station's own networks for an answer, one network at a time")
                    .description(
                        "Up to 1,024 addresses are pinged, 200 a second at most. It goes on whoever looks; \
                         `/api/v1/discovery` tells how far it is.",
                    )
                    .response::<202, Json<Scan>>()
            })
            .delete_with(cancel, |op| {
                op.tag("discovery")
                    .summary("Call off the scan that runs, if one does; who answered stays")
            }),
        )
}

async fn discovery(State(app): State<App>) -> Json<Discovery> {
    Json(app.station.discovery().await)
}

async fn scan(
    State(app): State<App>,
    Body(ScanOrder { network }): Body<ScanOrder>,
) -> Result<(StatusCode, Json<Scan>), Refusal> {
    let scan = app.station.scan(AUTHOR, &network).await?;
    Ok((StatusCode::ACCEPTED, Json(scan)))
}

async fn cancel(State(app): State<App>) -> Result<NoContent, Refusal> {
    app.station.cancel_scan(AUTHOR).await?;
    Ok(NoContent)
}
