//! Who is told of what: rules, routes, receivers, silences, and how far messages are.

use aide::axum::ApiRouter;
use aide::axum::routing::{get_with, post_with};
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use station::Station;
use store::{Change, Deliveries, Error};
use wire::Severity;
use wire::alert::{Alert, AlertId, SilenceId};
use wire::api::Page;
use wire::probe::ProbeId;
use wire::receiver::{Delivery, DeliveryState, Receiver, ReceiverId, ReceiverInfo, ReceiverSpec};
use wire::route::{Matcher, Route, RouteId, RouteSpec, Silence, SilenceSpec};
use wire::rule::{Rule, RuleId, RuleSpec};

use super::inventory::Thing;
use super::log::page;
use crate::answer::Paging;
use crate::ask::{Body, Params};
use crate::problem::Refusal;
use crate::{AUTHOR, App};

macro_rules! thing {
    ($thing:ident, $id:ident, $spec:ident, $sort:literal, $all:expr, $one:expr, $put:ident, $delete:ident) => {
        impl Thing for $thing {
            type Spec = $spec;
            const SORT: &'static str = $sort;

            fn number(&self) -> (u32, u32) {
                (self.id.0, self.revision)
            }
            async fn all(station: &Station) -> Result<Vec<Self>, Error> {
                $all(station).await
            }
            async fn one(station: &Station, id: u32) -> Result<Option<Self>, Error> {
                $one(station, $id(id)).await
            }
            async fn put(
                station: &Station,
                id: Option<u32>,
                expect: Option<u32>,
                spec: $spec,
            ) -> Result<Self, Refusal> {
                Ok(station.$put(AUTHOR, id.map($id), expect, spec).await?)
            }
            fn delete(id: u32, expect: Option<u32>) -> Change {
                let id = $id(id);
                Change::$delete { id, expect }
            }
        }
    };
}

thing!(
    Rule,
    RuleId,
    RuleSpec,
    "rule",
    async |station: &Station| station.store().rules().await,
    async |station: &Station, id| station.store().rule(id).await,
    put_rule,
    DeleteRule
);
thing!(
    Route,
    RouteId,
    RouteSpec,
    "route",
    async |station: &Station| station.store().routes().await,
    async |station: &Station, id| station.store().route(id).await,
    put_route,
    DeleteRoute
);
thing!(
    Silence,
    SilenceId,
    SilenceSpec,
    "silence",
    async |station: &Station| station.store().silences().await,
    async |station: &Station, id| station.store().silence(id).await,
    put_silence,
    DeleteSilence
);
thing!(
    Receiver,
    ReceiverId,
    ReceiverSpec,
    "receiver",
    Station::receivers,
    Station::receiver,
    put_receiver,
    DeleteReceiver
);

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .merge(super::inventory::routes::<Rule>())
        .merge(super::inventory::routes::<Route>())
        .merge(super::inventory::routes::<Silence>())
        .merge(super::inventory::routes::<Receiver>())
        .api_route(
            "/api/v1/receivers/kinds",
            get_with(kinds, |op| {
                op.tag("receivers")
                    .summary("Every sort of receiver, and what can be set on it")
            }),
        )
        .api_route(
            "/api/v1/receivers/try",
            post_with(try_receiver, |op| {
                op.tag("receivers")
                    .summary("Send a message that says that it is a test, without saving anything")
            }),
        )
        .api_route(
            "/api/v1/silences/preview",
            post_with(preview, |op| {
                op.tag("silences")
                    .summary("Which of the alerts that fire would be kept quiet")
            }),
        )
        .api_route(
            "/api/v1/routes/preview",
            get_with(what_would_happen, |op| {
                op.tag("routes")
                    .summary("On which routes an alert at a probe would be told now, in order")
            }),
        )
        .api_route(
            "/api/v1/deliveries",
            get_with(deliveries, |op| {
                op.tag("receivers").summary("Messages to receivers, newest first")
            }),
        )
}

async fn kinds(State(app): State<App>) -> Json<Page<ReceiverInfo>> {
    let items = app.station.receiver_kinds();
    Json(Page { items, next: None })
}

/// A receiver to be tried.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Try {
    /// The receiver whose secrets are used where they are left hidden.
    #[serde(default)]
    id: Option<ReceiverId>,
    /// The receiver as it would be.
    spec: ReceiverSpec,
}

/// What became of the test message.
#[derive(Serialize, JsonSchema)]
struct Tried {
    /// Whether the receiver took it.
    delivered: bool,
    /// Why not, and what to do; empty when it took it.
    trouble: String,
}

async fn try_receiver(
    State(app): State<App>,
    Body(Try { id, spec }): Body<Try>,
) -> Result<Json<Tried>, Refusal> {
    let trouble = app.station.try_receiver(id, spec).await?.err();
    Ok(Json(Tried {
        delivered: trouble.is_none(),
        trouble: trouble.map(|trouble| trouble.detail).unwrap_or_default(),
    }))
}

/// Conditions to be tried.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Fitting {
    /// Alerts that fit all of these.
    matching: Vec<Matcher>,
}

async fn preview(
    State(app): State<App>,
    Body(Fitting { matching }): Body<Fitting>,
) -> Result<Json<Page<Alert>>, Refusal> {
    let items = app.station.fitting(matching).await?;
    Ok(Json(Page { items, next: None }))
}

/// An alert as it could be.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Imagined {
    /// At which probe.
    probe: ProbeId,
    /// How bad: `minor`, `major`, `critical`; critical if not given.
    severity: Option<Severity>,
}

async fn what_would_happen(
    State(app): State<App>,
    Params(Imagined { probe, severity }): Params<Imagined>,
) -> Result<Json<Page<RouteId>>, Refusal> {
    if app.station.probe_view(probe).is_none() {
        return Err(Refusal::no("probe", probe.0));
    }
    let severity = severity.unwrap_or(Severity::Critical);
    let items = app.station.routes_for(probe, severity).await?;
    Ok(Json(Page { items, next: None }))
}

/// Which messages.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Sent {
    /// To this receiver.
    receiver: Option<ReceiverId>,
    /// About this incident.
    incident: Option<AlertId>,
    /// So far: `waiting`, `done`, `given_up`.
    state: Option<String>,
    /// `next` of the page before; the first page without it.
    cursor: Option<String>,
    /// How many entries at most: 1 to 1000, 200 if not given.
    limit: Option<u32>,
}

async fn deliveries(
    State(app): State<App>,
    Params(sent): Params<Sent>,
) -> Result<Json<Page<Delivery>>, Refusal> {
    let Sent {
        receiver,
        incident,
        state,
        cursor,
        limit,
    } = sent;
    let state: Option<DeliveryState> = match state {
        Some(word) => Some(
            serde_json::from_value(Value::from(word))
                .map_err(|_| Refusal::entry("state", "Give one of waiting, done and given_up."))?,
        ),
        None => None,
    };
    let paging = Paging { cursor, limit };
    let limit = paging.limit()?;
    let wanted = Deliveries {
        receiver,
        incident,
        state,
    };
    let items = app
        .station
        .store()
        .deliveries(&wanted, paging.last()?, limit + 1)
        .await?;
    Ok(page(items, limit, |delivery| delivery.id.0))
}
