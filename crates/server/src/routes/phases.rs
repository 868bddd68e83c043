//! The phases of the show.

use aide::axum::ApiRouter;
use aide::axum::routing::get_with;
use axum::Json;
use axum::extract::State;
use station::Station;
use wire::api::Page;
use wire::phase::{Enter, Entered, Phase};
use wire::touch;

use super::log::page;
use crate::App;
use crate::answer::Paging;
use crate::ask::{Params, in_the_name_of};
use crate::problem::Refusal;
use crate::touch::{Demand, Demanding, Meant};

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new().api_route(
        "/api/v1/phases",
        get_with(list, |op| {
            op.tag("phases")
                .summary("The phases of shows as they were declared, newest first")
                .description("The first one holds now. There is none as long as nobody has declared one.")
        })
        .post_with(enter, |op| {
            op.tag("phases").summary("Declare a phase of the show").description(
                "It holds until the next one is declared. What is otherwise in a phase - how bad alerts are at most, \
                 whether anybody is told, what work is locked - is set on the station: `/api/v1/station`. Locked work \
                 is refused with 423. Declaring the same phase again changes nothing. To leave the air is the order \
                 `leave-air`, which must be held.",
            )
        }),
    )
}

async fn list(
    State(app): State<App>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<Entered>>, Refusal> {
    let limit = paging.limit()?;
    let items = app.station.phases(paging.last()?, limit + 1).await?;
    Ok(page(items, limit, |entered| entered.seq))
}

async fn enter(State(app): State<App>, Meant(enter): Meant<Enter>) -> Result<Json<Entered>, Refusal> {
    let by = in_the_name_of(enter.by.clone())?;
    Ok(Json(app.station.enter_phase(&by, enter).await?))
}

impl Demanding for Enter {
    async fn demands(&self, station: &Station) -> Result<Option<Demand>, Refusal> {
        let is_on_air = station.phase().is_some_and(|now| now.phase == Phase::OnAir);
        Ok((is_on_air && self.phase != Phase::OnAir).then(|| Demand {
            order: &touch::LEAVE_AIR,
            loses: "This takes the show off the air, as far as Flywatch is concerned.".to_owned(),
        }))
    }
}
