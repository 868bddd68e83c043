//! Alerts: what became of them, and what is done with them.

use gloo_net::http::Request;
use serde::{Deserialize, Serialize};
use wire::Timestamp;
use wire::alert::{Alert, AlertId, Handling, Pending, Turn};
use wire::api::Page;
use wire::probe::ProbeId;
use wire::route::Silence;
use wire::score::Score;

use super::{Trouble, ask, get};

/// What screens are told of is on disk, from where these questions are answered, so long after.
pub(crate) const IS_ON_DISK_MS: u32 = 1_500;

/// An alert and everything about it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Whole {
    /// The alert.
    pub(crate) alert: Alert,
    /// Every alert of its incident, itself too.
    pub(crate) incident: Vec<Alert>,
    /// What became of all of them, oldest first.
    pub(crate) turns: Vec<Turn>,
    /// Alerts of the same rule at the same thing before this one, newest first.
    pub(crate) before: Vec<Alert>,
}

/// One alert with its incident.
pub(crate) async fn alert(id: AlertId) -> Result<Whole, Trouble> {
    get(&format!("/api/v1/alerts/{id}")).await
}

/// Those that are over, newest first; of one probe if it is given.
pub(crate) async fn over(
    probe: Option<ProbeId>,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<Alert>, Trouble> {
    let probe = probe.map(|probe| format!("&probe={probe}")).unwrap_or_default();
    let cursor = cursor
        .map(|cursor| format!("&cursor={cursor}"))
        .unwrap_or_default();
    get(&format!(
        "/api/v1/alerts?firing=false&limit={limit}{probe}{cursor}"
    ))
    .await
}

/// What is wrong and has not lasted long enough to tell anybody.
pub(crate) async fn pending() -> Result<Vec<Pending>, Trouble> {
    get::<Page<Pending>>("/api/v1/alerts/pending")
        .await
        .map(|page| page.items)
}

/// Does something with alerts in the name of `by`, the station's own where it is empty. Gives those that it was done with.
pub(crate) async fn handle(alerts: &[AlertId], handling: &Handling, by: &str) -> Result<Vec<Alert>, Trouble> {
    #[derive(Serialize)]
    struct Order<'a> {
        alerts: &'a [AlertId],
        #[serde(flatten)]
        handling: &'a Handling,
        #[serde(skip_serializing_if = "str::is_empty")]
        by: &'a str,
    }
    let order = Order { alerts, handling, by };
    ask::<Page<Alert>>(Request::post("/api/v1/alerts/handle"), &order)
        .await
        .map(|page| page.items)
}

/// The score of the alarms from one moment to another.
pub(crate) async fn score(from: Timestamp, to: Timestamp) -> Result<Score, Trouble> {
    get(&format!("/api/v1/alerts/score?from={}&to={}", from.0, to.0)).await
}

/// Every silence and maintenance window.
pub(crate) async fn silences() -> Result<Vec<Silence>, Trouble> {
    get::<Page<Silence>>("/api/v1/silences?limit=1000")
        .await
        .map(|page| page.items)
}
