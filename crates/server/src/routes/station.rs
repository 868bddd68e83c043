//! What is set on the station itself.

use aide::axum::ApiRouter;
use aide::axum::routing::get_with;
use axum::extract::State;
use station::Station;
use wire::station::{Station as Settings, StationSpec};
use wire::touch;

use crate::answer::One;
use crate::ask::Expected;
use crate::problem::Refusal;
use crate::touch::{Demand, Demanding, Meant};
use crate::{AUTHOR, App};

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new().api_route(
        "/api/v1/station",
        get_with(settings, |op| {
            op.tag("station").summary("Its name, and for how long it keeps the past")
        })
        .put_with(change, |op| {
            op.tag("station").summary("Set its name, and for how long it keeps the past").description(
                "It holds at once; screens are greeted again when the name changes. A shorter time deletes history \
                 within minutes: the order `shorten-retention`, which must be held.",
            )
        }),
    )
}

async fn settings(State(app): State<App>) -> One<Settings> {
    one(app.station.settings())
}

async fn change(
    State(app): State<App>,
    Expected(expected): Expected,
    Meant(spec): Meant<StationSpec>,
) -> Result<One<Settings>, Refusal> {
    Ok(one(app.station.change_settings(AUTHOR, expected, spec).await?))
}

fn one(settings: Settings) -> One<Settings> {
    One {
        revision: settings.revision,
        thing: settings,
    }
}

impl Demanding for StationSpec {
    async fn demands(&self, station: &Station) -> Result<Option<Demand>, Refusal> {
        let kept = station.settings().spec.retention;
        // What is wrong is refused anyway, with better words.
        if !self.faults().is_empty() || !self.retention.is_shorter_than(&kept) {
            return Ok(None);
        }
        Ok(Some(Demand {
            order: &touch::SHORTEN_RETENTION,
            loses: "This deletes history that is older than the new times.".to_owned(),
        }))
    }
}
