//! Several probes added, changed and deleted with one order.

use aide::axum::ApiRouter;
use aide::axum::routing::post_with;
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use schemars::JsonSchema;
use serde::Deserialize;
use station::Station;
use wire::changes::{ChangedProbes, ProbeChange};
use wire::touch;

use crate::problem::Refusal;
use crate::touch::{Demand, Demanding, Meant, deletes};
use crate::{AUTHOR, App, MAX_DOCUMENT};

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/probes/changes",
            post_with(change, |op| {
                op.tag("probes")
                    .summary("Add, change and delete up to 2000 probes, all or none")
                    .description(
                        "A wrong entry is named by the place of its change: `3.target`. A probe that is not at its \
                         `revision` any more is refused with 412. Names are judged as they are at the end, so that two \
                         probes can swap theirs. To delete more than one is the order `delete-probes`, which must be \
                         held.",
                    )
            }),
        )
        .layer(DefaultBodyLimit::max(MAX_DOCUMENT))
}

/// What is to be done, in order.
#[derive(Deserialize, JsonSchema)]
#[serde(transparent)]
struct Changes(Vec<ProbeChange>);

async fn change(
    State(app): State<App>,
    Meant(Changes(changes)): Meant<Changes>,
) -> Result<Json<ChangedProbes>, Refusal> {
    let probes = app.station.change_probes(AUTHOR, changes).await?;
    Ok(Json(ChangedProbes { probes }))
}

impl Demanding for Changes {
    async fn demands(&self, station: &Station) -> Result<Option<Demand>, Refusal> {
        let deleted = self.0.iter().filter_map(|change| match change {
            ProbeChange::Delete(deleting) => station.probe_view(deleting.id),
            ProbeChange::Add(_) | ProbeChange::Change(_) => None,
        });
        let deleted: Vec<_> = deleted
            .map(|view| format!("the probe {:?}", view.probe.spec.name))
            .collect();
        if deleted.len() < 2 {
            return Ok(None);
        }
        Ok(deletes(&deleted).map(|loses| Demand {
            order: &touch::DELETE_PROBES,
            loses,
        }))
    }
}
