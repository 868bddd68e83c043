//! Every address below `/api`, and `/metrics`.

mod alertmanager;
mod alerts;
mod baselines;
mod changes;
mod configuration;
mod crashes;
mod discovery;
mod evidence;
mod health;
mod history;
mod inventory;
mod log;
mod notes;
mod phases;
mod probes;
mod prometheus;
mod reports;
mod station;
mod telling;
mod touch;
mod trials;

use aide::axum::ApiRouter;
use aide::axum::routing::get_with;
use aide::openapi::OpenApi;
use axum::Router;
use axum::response::Redirect;
use axum::routing::{any, get};
use wire::inventory::{Channel, Device, Template};

pub(crate) use self::alertmanager::refuse_plainly;

use crate::App;
use crate::openapi::{self, Document};
use crate::problem::{NOT_FOUND, Refusal};

/// The routes and their description, made of the same functions.
pub(crate) fn all() -> (Router<App>, Document) {
    let mut api = OpenApi {
        info: openapi::info(),
        ..OpenApi::default()
    };
    let router = ApiRouter::new()
        .merge(health::routes())
        .merge(probes::routes())
        .merge(history::routes())
        .merge(inventory::routes::<Device>())
        .merge(inventory::routes::<Channel>())
        .merge(inventory::routes::<Template>())
        .merge(inventory::uses())
        .merge(alerts::routes())
        .merge(alertmanager::routes())
        .merge(telling::routes())
        .merge(trials::routes())
        .merge(prometheus::routes())
        .merge(baselines::routes())
        .merge(phases::routes())
        .merge(configuration::routes())
        .merge(changes::routes())
        .merge(log::routes())
        .merge(notes::routes())
        .merge(station::routes())
        .merge(crashes::routes())
        .merge(evidence::routes())
        .merge(reports::routes())
        .merge(touch::routes())
        .merge(discovery::routes())
        .api_route("/api/v1/live", get_with(crate::live::live, crate::live::describe))
        .api_route("/api/v1/openapi.json", get_with(openapi::json, openapi::describe))
        .finish_api(&mut api)
        .route("/api", get(openapi::page))
        .route("/api/", get(async || Redirect::permanent("/api")))
        .route("/api/style.css", get(openapi::style))
        .route("/metrics", get(crate::metrics::metrics))
        .route("/api/{*rest}", any(nothing));
    (router, Document::of(&api))
}

async fn nothing() -> Refusal {
    Refusal::new(
        NOT_FOUND,
        "There is nothing at this address; /api lists what there is.",
    )
}
