//! Refusals as `application/problem+json` (RFC 9457).

use std::any::Any;
use std::error::Error as _;

use aide::OperationOutput;
use aide::generate::GenContext;
use aide::openapi::{Operation, Response as Described};
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use station::Refused;
use wire::api::Problem;
use wire::phase::Work;
use wire::settings::FieldError;

/// A sort of problem: HTTP status, the end of its address, its title.
#[derive(Clone, Copy)]
pub(crate) struct Sort(StatusCode, &'static str, &'static str);

pub(crate) const MALFORMED: Sort = Sort(StatusCode::BAD_REQUEST, "malformed", "The request cannot be read");
pub(crate) const SIGN_IN: Sort = Sort(StatusCode::UNAUTHORIZED, "sign-in", "Not signed in");
pub(crate) const FOREIGN: Sort = Sort(StatusCode::FORBIDDEN, "foreign", "Not from this machine or page");
pub(crate) const NOT_FOUND: Sort = Sort(StatusCode::NOT_FOUND, "not-found", "There is no such thing");
pub(crate) const NOT_ALLOWED: Sort = Sort(
    StatusCode::METHOD_NOT_ALLOWED,
    "method",
    "Wrong method for this address",
);
pub(crate) const CONFLICT: Sort = Sort(StatusCode::CONFLICT, "conflict", "Something stands in the way");
pub(crate) const MOVED_ON: Sort = Sort(StatusCode::PRECONDITION_FAILED, "moved-on", "Changed meanwhile");
pub(crate) const TOO_LARGE: Sort = Sort(
    StatusCode::PAYLOAD_TOO_LARGE,
    "too-large",
    "The body is too large",
);
pub(crate) const NOT_JSON: Sort = Sort(
    StatusCode::UNSUPPORTED_MEDIA_TYPE,
    "not-json",
    "The body is not JSON",
);
pub(crate) const WRONG_HOST: Sort = Sort(
    StatusCode::MISDIRECTED_REQUEST,
    "wrong-host",
    "Asked for another machine",
);
pub(crate) const INVALID: Sort = Sort(
    StatusCode::UNPROCESSABLE_ENTITY,
    "invalid",
    "Some entries are wrong",
);
pub(crate) const LOCKED: Sort = Sort(StatusCode::LOCKED, "locked", "Locked in this phase of the show");
pub(crate) const HOLD_FIRST: Sort = Sort(
    StatusCode::PRECONDITION_REQUIRED,
    "hold-first",
    "A tap does not do this",
);
pub(crate) const HOLD_AGAIN: Sort = Sort(StatusCode::CONFLICT, "hold-again", "The hold does not count");
pub(crate) const NOT_UPGRADED: Sort = Sort(
    StatusCode::UPGRADE_REQUIRED,
    "websocket-only",
    "This address takes WebSockets only",
);
pub(crate) const FAILED: Sort = Sort(StatusCode::INTERNAL_SERVER_ERROR, "failed", "The station failed");
pub(crate) const CLOSING: Sort = Sort(
    StatusCode::SERVICE_UNAVAILABLE,
    "closing",
    "The station is stopping",
);

/// What a refusal says, beside the answer that it is: for addresses that tell it in another form.
#[derive(Clone, Debug)]
pub(crate) struct InWords(pub(crate) String);

impl InWords {
    fn of(problem: &Problem) -> Self {
        match problem.errors.as_slice() {
            [] => Self(problem.detail.clone()),
            errors => {
                let each = errors
                    .iter()
                    .map(|error| format!("{}: {}", error.field, error.message));
                Self(each.collect::<Vec<_>>().join("; "))
            }
        }
    }
}

/// Why a request is not carried out, ready to be sent.
#[derive(Debug)]
pub(crate) struct Refusal(Box<Problem>);

impl Refusal {
    pub(crate) fn new(Sort(status, slug, title): Sort, detail: impl Into<String>) -> Self {
        Self(Box::new(Problem {
            sort: format!("/problems/{slug}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
        }))
    }

    pub(crate) fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [one] => one.message.clone(),
            several => format!("{} entries are wrong; each is named in `errors`.", several.len()),
        };
        Self::new(INVALID, detail).with(errors)
    }

    pub(crate) fn entry(field: &str, message: impl Into<String>) -> Self {
        Self::invalid(vec![FieldError::new(field, message)])
    }

    pub(crate) fn no(what: &str, id: u32) -> Self {
        Self::new(
            NOT_FOUND,
            format!("There is no {what} {id}; it may have been deleted."),
        )
    }

    fn with(mut self, errors: Vec<FieldError>) -> Self {
        self.0.errors = errors;
        self
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(&*self.0)).into_response();
        let sort = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, sort);
        response.extensions_mut().insert(InWords::of(&self.0));
        if status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl OperationOutput for Refusal {
    type Inner = Problem;

    fn operation_response(ctx: &mut GenContext, operation: &mut Operation) -> Option<Described> {
        let mut described = Json::<Problem>::operation_response(ctx, operation)?;
        let media = described.content.shift_remove("application/json")?;
        described.content.insert("application/problem+json".into(), media);
        Some(described)
    }

    fn inferred_responses(ctx: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, Described)> {
        Self::operation_response(ctx, operation)
            .map(|described| (None, described))
            .into_iter()
            .collect()
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Invalid(errors) => Self::invalid(errors),
            Refused::MovedOn => Self::new(
                CONFLICT,
                "The station was changed after the plan was made, and nothing was applied. Look at the new plan first.",
            ),
            Refused::Report(error) => {
                tracing::error!(%error, "a report could not be deleted");
                Self::new(
                    FAILED,
                    format!("The report cannot be deleted from the data directory: {error}."),
                )
            }
            Refused::Evidence(error) => {
                tracing::error!(%error, "evidence could not be handled");
                Self::new(
                    FAILED,
                    format!(
                        "The evidence in the data directory gave trouble: {error}. Look whether the disk has room."
                    ),
                )
            }
            Refused::NoNote(seq) => Self::new(
                NOT_FOUND,
                format!("There is no note {seq}; it may have been deleted."),
            ),
            Refused::NoAlert(id) => Self::new(
                NOT_FOUND,
                format!("There is no alert {id} that fires or did so a few minutes ago."),
            ),
            Refused::NotSaved => Self::new(
                FAILED,
                "It is shown, but the disk has not taken it within ten seconds. It is saved as soon as the disk takes \
                 anything; look at the health of the station before you try again.",
            ),
            Refused::Scanning(network) => Self::new(
                CONFLICT,
                format!(
                    "The network {network} is being scanned already. Wait until that is done, or cancel it first."
                ),
            ),
            Refused::Trying => Self::new(
                CONFLICT,
                "A rule is being tried on the history already. That takes half a minute at most; try again then.",
            ),
            Refused::Locked(work, phase) => Self::new(
                LOCKED,
                format!(
                    "{}, and {} is locked meanwhile. Declare another phase first, or unlock it under Settings, Show phases.",
                    capital(phase.sentence()),
                    locked(work)
                ),
            ),
            Refused::NoPrinter => Self::new(
                CONFLICT,
                "For PDF the program weasyprint is needed: install it (apt install weasyprint) and try again. The same report \
                 as HTML can be printed by any browser.",
            ),
            Refused::NotPrinted(why) => {
                tracing::error!(why, "a report could not be printed");
                Self::new(
                    FAILED,
                    format!(
                        "weasyprint made no PDF of it: {why}. The same report as HTML can be printed by any browser."
                    ),
                )
            }
            Refused::Store(error) => error.into(),
        }
    }
}

fn locked(work: Work) -> &'static str {
    match work {
        Work::Delete => "deleting anything",
        Work::Apply => "applying a configuration",
        Work::Scan => "scanning networks",
        Work::Change => "changing probes, devices, channels and settings",
        Work::Tell => "changing rules, routes and receivers",
    }
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        match &error {
            store::Error::NotFound { what, id } => Self::no(what, *id),
            store::Error::NoneCalled { .. } => Self::new(CONFLICT, sentence(&error)),
            store::Error::NameTaken { what, name } => Self::entry(
                "name",
                format!("Another {what} is called {name:?} already; choose another name."),
            ),
            store::Error::MovedOn {
                what, name, revision, ..
            } => Self::new(
                MOVED_ON,
                format!(
                    "Somebody changed the {what} {name:?} meanwhile; it is at revision {revision} now. Load it again."
                ),
            ),
            store::Error::StationMovedOn { revision } => Self::new(
                MOVED_ON,
                format!(
                    "Somebody changed the settings of the station meanwhile; they are at revision {revision} now. Load \
                     them again."
                ),
            ),
            store::Error::InUse { what, name, by } => Self::new(
                CONFLICT,
                format!(
                    "The {what} {name:?} is still used by {}. Take it out there first.",
                    by.join(", ")
                ),
            ),
            store::Error::Ring { .. } | store::Error::Sealed => Self::new(CONFLICT, sentence(&error)),
            store::Error::Closed => Self::new(CLOSING, "Ask again once it has started again."),
            store::Error::Directory { .. }
            | store::Error::Locked { .. }
            | store::Error::Newer { .. }
            | store::Error::File { .. }
            | store::Error::Database { .. }
            | store::Error::Stored { .. } => {
                tracing::error!(error = chain(&error), "an order could not be carried out");
                Self::new(
                    FAILED,
                    format!("The data directory gave trouble: {}.", chain(&error)),
                )
            }
        }
    }
}

fn sentence(error: &store::Error) -> String {
    format!("{}.", capital(&error.to_string()))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

fn chain(error: &store::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

/// What is answered when the code of a route has a mistake.
#[allow(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
pub(crate) fn after_panic(panic: Box<dyn Any + Send>) -> Response {
    let said = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    tracing::error!(panic = said, "answering a request failed");
    Refusal::new(
        FAILED,
        "Answering failed through a mistake in Flywatch; its log has the details.",
    )
    .into_response()
}
