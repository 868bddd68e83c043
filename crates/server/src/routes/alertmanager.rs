//! The API of Alertmanager (OpenAPI v2): what `amtool`, Grafana, Prometheus and vmalert say and ask.

mod alerts;
mod filter;
mod gettable;
mod posted;
mod silences;
mod status;
mod wrong;

use aide::axum::ApiRouter;
use aide::axum::routing::get_with;
use axum::extract::DefaultBodyLimit;

use crate::{App, MAX_DOCUMENT};

pub(crate) use self::wrong::refuse_plainly;

const TAG: &str = "alertmanager";

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .merge(silences::routes())
        .api_route(
            "/api/v2/status",
            get_with(status::status, |op| {
                op.tag(TAG).summary("The station as an Alertmanager describes itself").description(
                    "`versionInfo.version` is the version of Alertmanager whose API this is; the version of Flywatch is its \
                     `revision`. Every address below `/api/v2` refuses with one JSON text, as Alertmanager does.",
                )
            }),
        )
        .api_route(
            "/api/v2/receivers",
            get_with(status::receivers, |op| {
                op.tag(TAG).summary("Who may be told").description(
                    "`screen` stands for the screens, which show every alert, whether a route tells anybody of it or not.",
                )
            }),
        )
        .api_route(
            "/api/v2/alerts",
            get_with(alerts::list, |op| {
                op.tag(TAG).summary("Alerts that fire, by fingerprint").description(
                    "One that is put on the shelf, silenced or quiet in this phase is `suppressed`, as is one that follows \
                     from another, which is named in `inhibitedBy`. One that somebody takes care of is `active`, and its \
                     annotation `acknowledged` says who does. None is ever `unprocessed`.",
                )
            })
            .post_with(posted::post, |op| {
                op.tag(TAG).summary("Take alerts of a source outside").description(
                    "The same labels are the same alert. It fires until `endsAt`; where there is none, until it was not \
                     repeated for five minutes. Those that are wrong are named in the answer 400, and all others are taken. \
                     They are on disk before this is answered.",
                )
            }),
        )
        .api_route(
            "/api/v2/alerts/groups",
            get_with(alerts::groups, |op| {
                op.tag(TAG).summary("Alerts that fire, by receiver and incident")
            }),
        )
        .layer(DefaultBodyLimit::max(MAX_DOCUMENT))
}
