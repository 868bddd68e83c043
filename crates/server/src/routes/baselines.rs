//! What is usual for a series, for drawing, and learning it at once.

use aide::axum::ApiRouter;
use aide::axum::routing::{get_with, post_with};
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Deserialize;
use wire::Timestamp;
use wire::baseline::{Learned, Usual};
use wire::probe::ProbeId;
use wire::series::SeriesId;

use crate::App;
use crate::ask::{Body, Params};
use crate::problem::Refusal;

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/baselines",
            get_with(usual, |op| {
                op.tag("rules")
                    .summary("What is usual for a series, hour by hour")
                    .description(
                        "Learned each night from the past four weeks, for series that a rule about unusual values asks about. \
                         Nothing is known before there are 24 hours of a past.",
                    )
            }),
        )
        .api_route(
            "/api/v1/baselines/learn",
            post_with(learn, |op| {
                op.tag("rules")
                    .summary("Learn now what is usual, instead of in the night")
            }),
        )
}

/// Which part of which series.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Whose {
    /// Number of the series.
    series: SeriesId,
    /// Begin, in milliseconds since 1970 UTC.
    from: Timestamp,
    /// End, in milliseconds since 1970 UTC; at most 5000 hours later.
    to: Timestamp,
}

async fn usual(
    State(app): State<App>,
    Params(Whose { series, from, to }): Params<Whose>,
) -> Result<Json<Usual>, Refusal> {
    Ok(Json(app.station.usual(series, from, to).await?))
}

/// Of what.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Order {
    /// Of this probe only; of every series that a rule asks about when absent.
    #[serde(default)]
    probe: Option<ProbeId>,
}

async fn learn(State(app): State<App>, Body(Order { probe }): Body<Order>) -> Result<Json<Learned>, Refusal> {
    if let Some(ProbeId(id)) = probe.filter(|id| app.station.probe_view(*id).is_none()) {
        return Err(Refusal::no("probe", id));
    }
    Ok(Json(app.station.learn(probe).await?))
}
