//! All that the station is set up to watch: as one document, what another one would change, and changing it.

use aide::axum::ApiRouter;
use aide::axum::routing::{get_with, post_with};
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use wire::configuration::{Apply, Configuration, Plan};

use crate::ask::Body;
use crate::problem::Refusal;
use crate::{AUTHOR, App};

/// The largest configuration that is read, in bytes: tens of thousands of probes.
const MAX_CONFIGURATION: usize = 16 * 1024 * 1024;

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/configuration",
            get_with(all, |op| {
                op.tag("configuration")
                    .summary("All that the station is set up to watch, by name, with a `${VARIABLE}` for each secret")
            }),
        )
        .api_route(
            "/api/v1/configuration/plan",
            post_with(plan, |op| {
                op.tag("configuration").summary("What applying a configuration would change").description(
                    "Nothing is changed. A section that is not given is left alone; one that is given is complete. \
                     `$$` stands for a dollar sign; a `${VARIABLE}` in the place of a secret keeps the secret that the \
                     station has. A configuration that cannot be applied is answered with its `problems`.",
                )
            }),
        )
        .api_route(
            "/api/v1/configuration/apply",
            post_with(apply, |op| {
                op.tag("configuration")
                    .summary("Apply a configuration, all of it or nothing, and say what was done")
                    .description(
                        "`state` is that of the plan that was agreed to: when the station has changed since, nothing \
                         is done and the answer is 409. Probes that do not change run on undisturbed.",
                    )
            }),
        )
        .layer(DefaultBodyLimit::max(MAX_CONFIGURATION))
}

async fn all(State(app): State<App>) -> Result<Json<Configuration>, Refusal> {
    Ok(Json(app.station.configuration().await?))
}

async fn plan(State(app): State<App>, Body(wanted): Body<Configuration>) -> Result<Json<Plan>, Refusal> {
    Ok(Json(app.station.plan(&wanted).await?))
}

async fn apply(State(app): State<App>, Body(order): Body<Apply>) -> Result<Json<Plan>, Refusal> {
    Ok(Json(app.station.apply(AUTHOR, &order).await?))
}
