//! Alerts: what fires, what became of it, and what people do with it.

use aide::axum::ApiRouter;
use aide::axum::routing::{get_with, post_with};
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Alerts;
use wire::alert::{Alert, AlertId, Handling, Pending, Turn};
use wire::api::Page;
use wire::probe::ProbeId;
use wire::rule::{InForce, RuleKey};
use wire::score::{STANDING_MS, Score};
use wire::{Severity, Timestamp};

use super::log::page;
use crate::App;
use crate::answer::Paging;
use crate::ask::{At, Body, Params, in_the_name_of};
use crate::problem::Refusal;

/// So many alerts can be handled with one order.
const MOST_HANDLED: usize = 10_000;

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/alerts",
            get_with(list, |op| {
                op.tag("alerts")
                    .summary("Alerts, newest first")
                    .description("Everything that ever fired and is not too old, or what fits all that is given.")
            }),
        )
        .api_route(
            "/api/v1/alerts/pending",
            get_with(pending, |op| {
                op.tag("alerts")
                    .summary("What is wrong and has not lasted long enough to tell anybody")
            }),
        )
        .api_route(
            "/api/v1/alerts/handle",
            post_with(handle, |op| {
                op.tag("alerts").summary("Do something with alerts").description(
                    "Acknowledge them, put them on the shelf, comment on them, or take that back. One that is over, or \
                     already so, is left; the answer holds those with which it was done. It is on disk before it is \
                     answered.",
                )
            }),
        )
        .api_route(
            "/api/v1/alerts/score",
            get_with(score, |op| {
                op.tag("alerts").summary("How well the alarms themselves serve").description(
                    "By the figures of EEMUA 191: how many in ten minutes, how many floods, what stands, what chatters, and \
                     what to mend first. Of the last 24 hours, unless asked otherwise.",
                )
            }),
        )
        .api_route(
            "/api/v1/alerts/{id}",
            get_with(one, |op| {
                op.tag("alerts")
                    .summary("One alert, what became of it, and its incident")
            }),
        )
        .api_route(
            "/api/v1/probes/{id}/rules",
            get_with(in_force, |op| {
                op.tag("rules").summary("The rules of its kind as they hold for a probe").description(
                    "Each value says where it was set: by the kind of probe, for the station, its device, one of its \
                     channels, or the probe.",
                )
            }),
        )
}

/// Which alerts.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// Whether they fire.
    firing: Option<bool>,
    /// Firing at this moment or after it, in milliseconds since 1970 UTC.
    from: Option<Timestamp>,
    /// Raised before this moment, in milliseconds since 1970 UTC.
    to: Option<Timestamp>,
    /// Of this probe, which may be deleted by now.
    probe: Option<ProbeId>,
    /// At least so bad: `minor`, `major`, `critical`.
    severity: Option<Severity>,
    /// Of this rule, such as `icmp/failure`.
    rule: Option<String>,
    /// Of this incident.
    incident: Option<AlertId>,
    /// `next` of the page before; the first page without it.
    cursor: Option<String>,
    /// How many entries at most: 1 to 1000, 200 if not given.
    limit: Option<u32>,
}

async fn list(State(app): State<App>, Params(wanted): Params<Wanted>) -> Result<Json<Page<Alert>>, Refusal> {
    let Wanted {
        firing,
        from,
        to,
        probe,
        severity,
        rule,
        incident,
        cursor,
        limit,
    } = wanted;
    if let (Some(from), Some(to)) = (from, to)
        && from >= to
    {
        return Err(Refusal::entry("to", "The end must be later than the begin."));
    }
    let paging = Paging { cursor, limit };
    let limit = paging.limit()?;
    let wanted = Alerts {
        firing,
        from,
        to,
        probe,
        severity_at_least: severity,
        rule: rule.map(RuleKey),
        incident,
    };
    let items = app.station.alerts(&wanted, paging.last()?, limit + 1).await?;
    Ok(page(items, limit, |alert| alert.id.0))
}

async fn pending(State(app): State<App>) -> Result<Json<Page<Pending>>, Refusal> {
    let items = app.station.pending().await?;
    Ok(Json(Page { items, next: None }))
}

/// Which stretch of time.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Stretch {
    /// From this moment, in milliseconds since 1970 UTC; a day before its end if not given.
    from: Option<Timestamp>,
    /// Up to this moment, in milliseconds since 1970 UTC; now if not given.
    to: Option<Timestamp>,
}

async fn score(
    State(app): State<App>,
    Params(Stretch { from, to }): Params<Stretch>,
) -> Result<Json<Score>, Refusal> {
    let to = to.unwrap_or_else(|| app.station.now());
    let from = from.unwrap_or_else(|| to.plus_millis(-STANDING_MS));
    if from >= to {
        return Err(Refusal::entry("to", "The end must be later than the begin."));
    }
    Ok(Json(app.station.alarm_score(from, to).await?))
}

/// An alert and everything about it.
#[derive(Serialize, JsonSchema)]
struct Whole {
    /// The alert.
    alert: Alert,
    /// Every alert of its incident, itself too.
    incident: Vec<Alert>,
    /// What became of all of them, oldest first.
    turns: Vec<Turn>,
    /// Alerts of the same rule at the same thing before this one, newest first.
    before: Vec<Alert>,
}

async fn one(State(app): State<App>, At { id }: At) -> Result<Json<Whole>, Refusal> {
    let found = app.station.alert(AlertId(id.into())).await?;
    let alert = found.ok_or_else(|| Refusal::no("alert", id))?;
    let of_incident = Alerts {
        incident: Some(alert.incident),
        ..Alerts::default()
    };
    let incident = app.station.alerts(&of_incident, None, 1000).await?;
    let mut ids: Vec<_> = incident.iter().map(|alert| alert.id).collect();
    if !ids.contains(&alert.id) {
        ids.push(alert.id);
    }
    let turns = app.station.turns(&ids).await?;
    let alike = Alerts {
        probe: alert.subject.probe,
        rule: Some(alert.rule.clone()),
        ..Alerts::default()
    };
    let before = app.station.alerts(&alike, Some(alert.id.0), 20).await?;
    let is_there =
        |other: &Alert| other.subject.name == alert.subject.name && other.subject.part == alert.subject.part;
    let before = before.into_iter().filter(is_there).collect();
    Ok(Json(Whole {
        alert,
        incident,
        turns,
        before,
    }))
}

/// What is to be done, and with which alerts.
#[derive(Deserialize, JsonSchema)]
struct Order {
    /// Which alerts.
    alerts: Vec<AlertId>,
    /// What.
    #[serde(flatten)]
    handling: Handling,
    /// In whose name; the one who is signed in when absent.
    #[serde(default)]
    by: Option<String>,
}

async fn handle(State(app): State<App>, Body(order): Body<Order>) -> Result<Json<Page<Alert>>, Refusal> {
    let Order { alerts, handling, by } = order;
    if alerts.is_empty() || alerts.len() > MOST_HANDLED {
        let message = format!("Name 1 to {MOST_HANDLED} alerts.");
        return Err(Refusal::entry("alerts", message));
    }
    let by = in_the_name_of(by)?;
    let items = app.station.handle_alerts(&by, alerts, handling).await?;
    Ok(Json(Page { items, next: None }))
}

async fn in_force(State(app): State<App>, At { id }: At) -> Result<Json<Page<InForce>>, Refusal> {
    let probe = ProbeId(id);
    if app.station.probe_view(probe).is_none() {
        return Err(Refusal::no("probe", id));
    }
    let items = app.station.rules_in_force(probe).await?;
    Ok(Json(Page { items, next: None }))
}
