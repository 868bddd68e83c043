//! What the station says of itself, and who may be told.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use wire::receiver::ReceiverId;

use super::gettable::Named;
use super::wrong::Wrong;
use crate::App;

/// Everything that fires is on the screens.
pub(super) const SCREEN: &str = "screen";
/// The version of Alertmanager whose API this is.
const VERSION: &str = "0.27.0";

/// What the station says of itself.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Status {
    cluster: Cluster,
    config: Config,
    /// When it started.
    uptime: String,
    version_info: VersionInfo,
}

/// Others that it works with: none.
#[derive(Serialize, JsonSchema)]
struct Cluster {
    name: String,
    peers: Vec<Named>,
    /// `disabled`.
    status: &'static str,
}

/// What it does with alerts, as far as Alertmanager has words for it.
#[derive(Serialize, JsonSchema)]
struct Config {
    /// A configuration with every receiver. Who is told of what is to be seen at `/api/v1/routes`.
    original: String,
}

/// Of which version it is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct VersionInfo {
    /// The version of Alertmanager whose API this is.
    version: &'static str,
    /// The version of Flywatch.
    revision: &'static str,
    branch: &'static str,
    build_user: &'static str,
    build_date: &'static str,
    go_version: &'static str,
}

pub(super) async fn status(State(app): State<App>) -> Result<Json<Status>, Wrong> {
    let names = receiver_names(&app).await?;
    let names = [SCREEN].into_iter().chain(names.values().map(String::as_str));
    let receivers: Vec<_> = names.map(|name| format!("  - name: {}\n", json!(name))).collect();
    let original = format!("route:\n  receiver: {SCREEN}\nreceivers:\n{}", receivers.concat());
    Ok(Json(Status {
        cluster: Cluster {
            name: app.station.health().station,
            peers: Vec::new(),
            status: "disabled",
        },
        config: Config { original },
        uptime: app.station.health().started.rfc3339(),
        version_info: VersionInfo {
            version: VERSION,
            revision: concat!("flywatch ", env!("CARGO_PKG_VERSION")),
            branch: "flywatch",
            build_user: "",
            build_date: "",
            go_version: "",
        },
    }))
}

pub(super) async fn receivers(State(app): State<App>) -> Result<Json<Vec<Named>>, Wrong> {
    let names = receiver_names(&app).await?;
    let all = [SCREEN.to_owned()].into_iter().chain(names.into_values());
    Ok(Json(all.map(|name| Named { name }).collect()))
}

/// What receivers are called. One that an operator called as the screens are called here is the same as those.
pub(super) async fn receiver_names(app: &App) -> Result<BTreeMap<ReceiverId, String>, Wrong> {
    let receivers = app.station.receivers().await?.into_iter();
    let named = receivers.map(|receiver| (receiver.id, receiver.spec.name));
    Ok(named.filter(|(_, name)| name != SCREEN).collect())
}
