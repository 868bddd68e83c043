//! All that the station is set up to watch: as one document, what another one would change, and changing it.

mod export;
mod file;

use aide::axum::ApiRouter;
use aide::axum::routing::post_with;
use aide::generate::GenContext;
use aide::openapi::Operation;
use axum::Json;
use axum::extract::{DefaultBodyLimit, Request, State};
use station::Station;
use wire::configuration::{Action, Apply, Plan};
use wire::touch;

use self::file::Planned;
use crate::problem::Refusal;
use crate::touch::{Demand, Demanding, Meant, deletes};
use crate::{AUTHOR, App, MAX_DOCUMENT};

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/configuration",
            export::all(),
        )
        .api_route("/api/v1/probes.csv", export::table())
        .api_route(
            "/api/v1/configuration/plan",
            post_with(plan, |op| {
                op.tag("configuration").summary("What applying a configuration would change").description(
                    "Nothing is changed. A section that is not given is left alone; one that is given is complete. \
                     `$$` stands for a dollar sign; a `${VARIABLE}` in the place of a secret keeps the secret that the \
                     station has. A configuration that cannot be applied is answered with its `problems`. \
                     A file is sent as `application/yaml`, `text/csv`, or as `text/plain` to find out which it is; what \
                     is wrong with it is answered as `mistakes` with their lines. A table only adds and changes probes.",
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
                         is done and the answer is 409. Probes that do not change run on undisturbed. What deletes \
                         anything is the order `apply-configuration`, to be armed and held. A file is sent as for the \
                         plan, with its `state` behind the `?`; its mistakes are named by `LINE:COLUMN`.",
                    )
            }),
        )
        .layer(DefaultBodyLimit::max(MAX_DOCUMENT))
}

async fn plan(Planned(plan): Planned) -> Json<Plan> {
    Json(plan)
}

async fn apply(State(app): State<App>, Meant(order): Meant<Apply>) -> Result<Json<Plan>, Refusal> {
    Ok(Json(app.station.apply(AUTHOR, &order).await?))
}

impl Demanding for Apply {
    async fn read(request: Request, app: &App) -> Result<Self, Refusal> {
        file::order(request, app).await
    }

    fn describe(ctx: &mut GenContext, operation: &mut Operation) {
        file::describe::<Self>(ctx, operation);
    }

    async fn demands(&self, station: &Station) -> Result<Option<Demand>, Refusal> {
        let plan = station.plan(&self.configuration).await?;
        if plan.state != self.state {
            // Applying it is refused anyway, with better words.
            return Ok(None);
        }
        Ok(losses(&plan).map(|loses| Demand {
            order: &touch::APPLY_CONFIGURATION,
            loses,
        }))
    }
}

/// What is deleted.
fn losses(plan: &Plan) -> Option<String> {
    let deleted = plan.changes.iter().filter(|step| step.action == Action::Delete);
    let things = deleted.map(|step| format!("the {} {:?}", step.thing, step.name));
    let history = plan
        .forgets
        .then(|| "history that is older than the new times".to_owned());
    deletes(&history.into_iter().chain(things).collect::<Vec<_>>())
}
