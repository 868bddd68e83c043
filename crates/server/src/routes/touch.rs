//! Which orders must be held, and the begin of a hold.

use std::time::Instant;

use aide::axum::ApiRouter;
use aide::axum::routing::{get_with, post_with};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use wire::api::Page;
use wire::touch::{Held, ORDERS, Order, Touch};

use crate::App;
use crate::ask::Body;
use crate::guard::Caller;
use crate::problem::Refusal;

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/orders",
            get_with(orders, |op| {
                op.tag("orders")
                    .summary("Every order that a tap does not do, and how it must be touched")
            }),
        )
        .api_route(
            "/api/v1/holds",
            post_with(hold, |op| {
                op.tag("orders")
                    .summary("Begin to hold an order, or arm it")
                    .description(
                        "The order itself follows with the token in the header `Flywatch-Hold`, not earlier than \
                         `hold_ms` after this answer and not later than `expires_ms`. One of class `arm` is armed \
                         first, with `arm`; the hold then names that token as `armed`. A token is good once, for its \
                         order, for whoever asked for it.",
                    )
                    .response::<201, Json<Held>>()
                    .default_response::<Refusal>()
            }),
        )
}

async fn orders() -> Json<Page<Order>> {
    Json(Page {
        items: ORDERS.into_iter().cloned().collect(),
        next: None,
    })
}

async fn hold(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Body(touch): Body<Touch>,
) -> Response {
    let token = app.access.unguessable();
    match app.holds.begin(&touch, caller, token, Instant::now()) {
        Ok(held) => (
            StatusCode::CREATED,
            [(header::CACHE_CONTROL, "no-store")],
            Json(held),
        )
            .into_response(),
        Err(refusal) => refusal.into_response(),
    }
}
