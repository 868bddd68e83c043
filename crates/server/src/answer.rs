//! What is answered: things with their revision, lists in pages, and a tag for everything else.

use aide::OperationOutput;
use aide::generate::GenContext;
use aide::openapi::{Operation, Response as Described};
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ring::digest::{SHA256, digest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wire::api::Page;

use crate::hex::hex;
use crate::problem::{FAILED, Refusal};

/// How many entries a page has when the caller does not say.
const PAGE: u32 = 200;
/// How many it may have.
const LONGEST_PAGE: u32 = 1000;

/// Describes an answer by the JSON in it and its status.
macro_rules! described {
    ($answer:ident, $inner:ty, $status:literal) => {
        impl<T: JsonSchema> OperationOutput for $answer<T> {
            type Inner = $inner;

            fn operation_response(ctx: &mut GenContext, operation: &mut Operation) -> Option<Described> {
                Json::<$inner>::operation_response(ctx, operation)
            }

            fn inferred_responses(
                ctx: &mut GenContext,
                operation: &mut Operation,
            ) -> Vec<(Option<u16>, Described)> {
                Self::operation_response(ctx, operation)
                    .map(|described| (Some($status), described))
                    .into_iter()
                    .collect()
            }
        }
    };
}

/// One thing that changes with its revision only, which is its `ETag`.
pub(crate) struct One<T> {
    pub(crate) revision: u32,
    pub(crate) thing: T,
}

impl<T: Serialize> IntoResponse for One<T> {
    fn into_response(self) -> Response {
        (
            [(header::ETAG, format!("\"{}\"", self.revision))],
            Json(self.thing),
        )
            .into_response()
    }
}

described!(One, T, 200);

/// One thing and how it is at this moment. Its `ETag` is the revision of what the operator said, good for `If-Match`
/// only: how it is changes without it, so nobody may keep the answer.
pub(crate) struct Now<T> {
    pub(crate) revision: u32,
    pub(crate) thing: T,
}

impl<T: Serialize> IntoResponse for Now<T> {
    fn into_response(self) -> Response {
        let Self { revision, thing } = self;
        ([(header::CACHE_CONTROL, "no-store")], One { revision, thing }).into_response()
    }
}

described!(Now, T, 200);

/// One thing that is new, and where it is from now on.
pub(crate) struct Made<T> {
    pub(crate) place: String,
    pub(crate) revision: u32,
    pub(crate) thing: T,
}

impl<T: Serialize> IntoResponse for Made<T> {
    fn into_response(self) -> Response {
        let Self {
            place,
            revision,
            thing,
        } = self;
        (
            StatusCode::CREATED,
            [(header::LOCATION, place)],
            One { revision, thing },
        )
            .into_response()
    }
}

described!(Made, T, 201);

/// Something that is new and has no address of its own.
pub(crate) struct New<T>(pub(crate) T);

impl<T: Serialize> IntoResponse for New<T> {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, Json(self.0)).into_response()
    }
}

described!(New, T, 201);

/// Which page of a list.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    /// `next` of the page before; the first page without it.
    pub(crate) cursor: Option<String>,
    /// How many entries at most: 1 to 1000, 200 if not given.
    pub(crate) limit: Option<u32>,
}

impl Paging {
    /// How many entries the page has at most.
    pub(crate) fn limit(&self) -> Result<u32, Refusal> {
        let limit = self.limit.unwrap_or(PAGE);
        if !(1..=LONGEST_PAGE).contains(&limit) {
            return Err(Refusal::entry(
                "limit",
                format!("A page has 1 to {LONGEST_PAGE} entries."),
            ));
        }
        Ok(limit)
    }

    /// The number of the last entry of the page before.
    pub(crate) fn last(&self) -> Result<Option<u64>, Refusal> {
        let Some(cursor) = &self.cursor else {
            return Ok(None);
        };
        let wrong = || {
            Refusal::entry(
                "cursor",
                "Give `next` of the page before as it was, or leave it out.",
            )
        };
        cursor.parse().map(Some).map_err(|_| wrong())
    }

    /// The page of `all`, which is in the order of `number`.
    pub(crate) fn of<T>(&self, all: Vec<T>, number: impl Fn(&T) -> u64) -> Result<Json<Page<T>>, Refusal> {
        let last = self.last()?;
        let rest = all
            .into_iter()
            .skip_while(|thing| last.is_some_and(|last| number(thing) <= last));
        let limit = self.limit()? as usize;
        let mut items: Vec<T> = rest.take(limit + 1).collect();
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items
            .last()
            .filter(|_| more)
            .map(|thing| number(thing).to_string());
        Ok(Json(Page { items, next }))
    }
}

/// Sends 304 to whoever has the answer already. Answers that have no `ETag` get one made of their text; what nobody may
/// keep is always sent.
pub(crate) async fn tag(request: Request, next: Next) -> Response {
    let asked = request.method() == Method::GET && request.uri().path().starts_with("/api/");
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    let kept = response
        .headers()
        .get(header::CACHE_CONTROL)
        .is_none_or(|control| control != "no-store");
    if !asked || !kept || response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, mut body) = response.into_parts();
    if !parts.headers.contains_key(header::ETAG) {
        let Ok(text) = to_bytes(body, usize::MAX).await else {
            return Refusal::new(FAILED, "The answer could not be put together.").into_response();
        };
        let digest = digest(&SHA256, &text);
        add_tag(&mut parts.headers, &hex(digest.as_ref()));
        body = Body::from(text);
    }
    let may_ask_again = HeaderValue::from_static("no-cache");
    parts.headers.insert(header::CACHE_CONTROL, may_ask_again);
    if is_known(known.as_ref(), &parts.headers) {
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.remove(header::CONTENT_TYPE);
        parts.status = StatusCode::NOT_MODIFIED;
        body = Body::empty();
    }
    Response::from_parts(parts, body)
}

/// Marks an answer as this text, to be asked for again each time.
pub(crate) fn add_tag(headers: &mut HeaderMap, digest: &str) {
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{digest}\"")) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
}

/// Whether `If-None-Match` names the tag of the answer.
pub(crate) fn is_known(if_none_match: Option<&HeaderValue>, headers: &HeaderMap) -> bool {
    let Some(tag) = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()) else {
        return false;
    };
    if_none_match
        .and_then(|value| value.to_str().ok())
        .is_some_and(|known| {
            known
                .split(',')
                .map(|known| known.trim().trim_start_matches("W/"))
                .any(|known| known == tag || known == "*")
        })
}
