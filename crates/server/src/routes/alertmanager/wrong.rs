//! Refusals as clients of Alertmanager read them: one JSON text.

use aide::OperationOutput;
use aide::generate::GenContext;
use aide::openapi::{Operation, Response as Described};
use axum::Json;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::{InWords, Refusal};

const PLACE: &str = "/api/v2/";

/// Says refusals below `/api/v2` in one JSON text, whoever refused: their clients read nothing else.
pub(crate) async fn refuse_plainly(request: Request, next: Next) -> Response {
    let is_here = request.uri().path().starts_with(PLACE);
    let mut response = next.run(request).await;
    let Some(InWords(words)) = response.extensions_mut().remove().filter(|_| is_here) else {
        return response;
    };
    // Entries that are wrong are a bad request there.
    let status = match response.status() {
        StatusCode::UNPROCESSABLE_ENTITY => StatusCode::BAD_REQUEST,
        status => status,
    };
    let (mut old, _) = response.into_parts();
    let mut plain = (status, Json(words)).into_response();
    for name in [
        header::CONTENT_TYPE,
        header::CONTENT_LENGTH,
        header::CONTENT_ENCODING,
    ] {
        old.headers.remove(name);
    }
    plain.headers_mut().extend(old.headers);
    plain
}

/// A refusal that [`refuse_plainly`] turns into a text.
#[derive(Debug)]
pub(super) struct Wrong(Refusal);

impl<T: Into<Refusal>> From<T> for Wrong {
    fn from(refusal: T) -> Self {
        Self(refusal.into())
    }
}

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

impl OperationOutput for Wrong {
    type Inner = String;

    fn operation_response(ctx: &mut GenContext, operation: &mut Operation) -> Option<Described> {
        Json::<String>::operation_response(ctx, operation)
    }

    fn inferred_responses(ctx: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, Described)> {
        Self::operation_response(ctx, operation)
            .map(|described| (None, described))
            .into_iter()
            .collect()
    }
}
