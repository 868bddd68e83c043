//! The one place where an order is let through or not.

use std::time::Instant;

use aide::OperationInput;
use aide::generate::GenContext;
use aide::openapi::Operation;
use axum::extract::{FromRequest, Request};
use schemars::{JsonSchema, json_schema};
use serde::de::DeserializeOwned;
use station::Station;
use wire::touch::{HEADER, Order};

use super::holds::first;
use crate::App;
use crate::ask::Body;
use crate::guard::Caller;
use crate::problem::{HOLD_FIRST, Refusal, SIGN_IN};

/// A body that tells whether its order may be done by a tap.
pub(crate) trait Demanding: DeserializeOwned + Send {
    /// What it asks for; nothing when a tap will do.
    fn demands(&self, station: &Station) -> impl Future<Output = Result<Option<Demand>, Refusal>> + Send;

    /// Reads it from a request: JSON, unless it comes in other forms too.
    fn read(request: Request, app: &App) -> impl Future<Output = Result<Self, Refusal>> + Send {
        async {
            let Body(body) = Body::from_request(request, app).await?;
            Ok(body)
        }
    }

    /// Describes the forms that it comes in.
    fn describe(ctx: &mut GenContext, operation: &mut Operation)
    where
        Self: JsonSchema,
    {
        Body::<Self>::operation_input(ctx, operation);
    }
}

/// What an order asks for.
pub(crate) struct Demand {
    /// The order that must be held.
    pub(crate) order: &'static Order,
    /// What would be lost, in one sentence.
    pub(crate) loses: String,
}

/// The sentence for things that are deleted, by name as far as names can be read at a glance.
pub(crate) fn deletes(names: &[String]) -> Option<String> {
    const NAMED: usize = 3;
    let (named, more) = names.split_at(names.len().min(NAMED));
    let more = match more.len() {
        0 if named.is_empty() => return None,
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!("This deletes {}{more}.", named.join(", ")))
}

/// The body of an order that was meant: it was held as it must be, or a tap will do.
pub(crate) struct Meant<T>(pub(crate) T);

impl<T: Demanding> FromRequest<App> for Meant<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let token = request.headers().get(HEADER).cloned();
        let caller = request.extensions().get::<Caller>().cloned();
        let body = T::read(request, app).await?;
        let Some(Demand { order, loses }) = body.demands(&app.station).await? else {
            return Ok(Self(body));
        };
        let Some(caller) = caller else {
            return Err(Refusal::new(
                SIGN_IN,
                "Sign in first; a hold counts for whoever began it.",
            ));
        };
        let Some(token) = token else {
            return Err(Refusal::new(HOLD_FIRST, format!("{loses} {}", first(order))));
        };
        let token = token.to_str().unwrap_or_default();
        app.holds.end(token, order, &caller, Instant::now())?;
        Ok(Self(body))
    }
}

impl<T: Demanding + JsonSchema> OperationInput for Meant<T> {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        T::describe(ctx, operation);
        let schema = json_schema!({
            "type": "object",
            "properties": {
                (HEADER): {
                    "description": "The token of a hold, for what a tap does not do; without it the order is refused \
                        with 428, and with one that does not count with 409.",
                    "type": ["string", "null"],
                },
            },
        });
        let params =
            aide::operation::parameters_from_schema(ctx, schema, aide::operation::ParamLocation::Header);
        aide::operation::add_parameters(ctx, operation, params);
    }
}
