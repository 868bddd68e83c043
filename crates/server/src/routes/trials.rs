//! Rules tried on the history before they are saved.

use aide::axum::ApiRouter;
use aide::axum::routing::post_with;
use axum::Json;
use axum::extract::State;
use wire::probe::ProbeId;
use wire::trial::{Trial, TryRule, TryTuning};

use crate::App;
use crate::ask::{At, Body};
use crate::problem::Refusal;

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/rules/try",
            post_with(rule, |op| {
                op.tag("rules")
                    .summary("When a rule would have fired, without saving anything")
                    .description(
                        "Holds a rule against the history of the last seven days, or of another stretch. What the history \
                         cannot tell is named in `left_out`. It takes half a minute at most; one rule is tried at a time.",
                    )
            }),
        )
        .api_route(
            "/api/v1/probes/{id}/rules/try",
            post_with(tuning, |op| {
                op.tag("rules")
                    .summary("When a rule of its kind would have fired if it were tuned so, without saving anything")
                    .description(
                        "Rules of metrics only: the history holds no failed looks and no defects. What is set for the \
                         station, its device and its channels holds where the tuning says nothing.",
                    )
            }),
        )
}

async fn rule(State(app): State<App>, Body(asked): Body<TryRule>) -> Result<Json<Trial>, Refusal> {
    Ok(Json(app.station.try_rule(asked).await?))
}

async fn tuning(
    State(app): State<App>,
    At { id }: At,
    Body(asked): Body<TryTuning>,
) -> Result<Json<Trial>, Refusal> {
    let probe = ProbeId(id);
    if app.station.probe_view(probe).is_none() {
        return Err(Refusal::no("probe", id));
    }
    Ok(Json(app.station.try_tuning(probe, asked).await?))
}
