//! What requests say: body, query, number in the path, expected revision.

use std::error::Error;

use aide::OperationInput;
use aide::generate::GenContext;
use aide::openapi::Operation;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use schemars::{JsonSchema, json_schema};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wire::settings::one_line;

use crate::AUTHOR;
use crate::problem::{CLOSING, INVALID, MALFORMED, NOT_FOUND, NOT_JSON, Refusal, TOO_LARGE};

/// Carries an order to its end even when whoever gave it goes away: what is on disk by then must also be at work.
pub(crate) async fn to_the_end(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    tokio::spawn(next.run(request)).await.unwrap_or_else(|_| {
        Refusal::new(CLOSING, "Ask again once the station has started again.").into_response()
    })
}

/// In whose name something is done: as the request says, or of whoever is signed in.
pub(crate) fn in_the_name_of(by: Option<String>) -> Result<String, Refusal> {
    let by = by.map(|by| by.trim().to_owned()).filter(|by| !by.is_empty());
    if let Some(Err(message)) = by.as_deref().map(one_line) {
        return Err(Refusal::entry("by", message));
    }
    Ok(by.unwrap_or_else(|| AUTHOR.to_owned()))
}

/// The body, in JSON.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        match Json::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(JsonRejection::JsonDataError(error)) => Err(Refusal::new(
                INVALID,
                format!("The body does not fit: {}.", innermost(&error)),
            )),
            Err(JsonRejection::MissingJsonContentType(_)) => Err(Refusal::new(
                NOT_JSON,
                "Send JSON with `Content-Type: application/json`.",
            )),
            Err(error) if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE => Err(Refusal::new(
                TOO_LARGE,
                "A body may have 1 MiB at most, a configuration, a list of changes and one of alerts 16 MiB.",
            )),
            Err(error) => Err(Refusal::new(
                MALFORMED,
                format!("The body cannot be read as JSON: {}.", innermost(&error)),
            )),
        }
    }
}

impl<T: JsonSchema> OperationInput for Body<T> {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        Json::<T>::operation_input(ctx, operation);
    }
}

/// What stands behind the `?`.
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(params)) => Ok(Self(params)),
            Err(error) => Err(Refusal::new(
                INVALID,
                format!("What stands behind the `?` does not fit: {}.", innermost(&error)),
            )),
        }
    }
}

impl<T: JsonSchema> OperationInput for Params<T> {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        Query::<T>::operation_input(ctx, operation);
    }
}

/// The number in the path.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct At {
    /// Its number.
    pub(crate) id: u32,
}

impl<S: Send + Sync> FromRequestParts<S> for At {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(at)) => Ok(at),
            Err(_) => Err(Refusal::new(
                NOT_FOUND,
                "Things are named by their number here, such as 12.",
            )),
        }
    }
}

impl OperationInput for At {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        Path::<Self>::operation_input(ctx, operation);
    }
}

/// The revision that the caller saw, from `If-Match`; `None` to change whatever is there.
pub(crate) struct Expected(pub(crate) Option<u32>);

impl<S: Send + Sync> FromRequestParts<S> for Expected {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Ok(Self(None));
        };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self(None));
        }
        text.strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'))
            .and_then(|revision| revision.parse().ok())
            .map(|revision| Self(Some(revision)))
            .ok_or_else(|| {
                Refusal::new(
                    MALFORMED,
                    "`If-Match` takes the `ETag` as it was given, such as \"3\".",
                )
            })
    }
}

impl OperationInput for Expected {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        let schema = json_schema!({
            "type": "object",
            "properties": {
                "If-Match": {
                    "description": "The `ETag` of the thing as the caller saw it; the order is refused with 412 when it \
                        changed since.",
                    "type": ["string", "null"],
                },
            },
        });
        let params =
            aide::operation::parameters_from_schema(ctx, schema, aide::operation::ParamLocation::Header);
        aide::operation::add_parameters(ctx, operation, params);
    }
}

fn innermost(error: &dyn Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string().trim_end_matches('.').to_owned()
}
