//! A configuration that comes as a file: read, judged, and every mistake told with its line.

use aide::OperationInput;
use aide::generate::GenContext;
use aide::openapi::{MediaType, Operation, ReferenceOr};
use axum::body::Bytes;
use axum::extract::{FromRequest, Query, Request};
use axum::http::header;
use document::{Document, Wrong};
use schemars::JsonSchema;
use serde::Deserialize;
use station::Station;
use wire::configuration::{Apply, Configuration, Format, Plan};
use wire::settings::FieldError;

use crate::App;
use crate::ask::Body;
use crate::problem::{FAILED, MALFORMED, Refusal, TOO_LARGE};

/// The sorts of files that are read.
const SORTS: [&str; 3] = ["application/yaml", "text/csv", "text/plain"];

/// What a file that is sent as `text/plain` is told by, and what is asked of it.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    /// For a file that is sent as `text/plain`: its name. What it holds is told by the ending, or else by the text.
    #[serde(default)]
    name: String,
    /// For a file that is to be applied: `state` of the plan that was agreed to.
    state: Option<String>,
}

/// What applying the configuration of a request would change, be it JSON or a file.
pub(super) struct Planned(pub(super) Plan);

/// A file, and what applying it would change.
struct Judged {
    /// What was read; the right part of it where there are mistakes, if any makes sense by itself.
    document: Option<Document>,
    plan: Plan,
}

impl FromRequest<App> for Planned {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        if let Some(format) = format_of(&request) {
            let (_, Judged { plan, .. }) = read(request, format, app).await?;
            return Ok(Self(plan));
        }
        let Body(wanted) = Body::<Configuration>::from_request(request, app).await?;
        Ok(Self(app.station.plan(&wanted).await?))
    }
}

/// The order to apply what a request holds: JSON, or a file without any mistake.
pub(super) async fn order(request: Request, app: &App) -> Result<Apply, Refusal> {
    let Some(format) = format_of(&request) else {
        let Body(order) = Body::from_request(request, app).await?;
        return Ok(order);
    };
    let (told, Judged { document, plan }) = read(request, format, app).await?;
    let (true, Some(document)) = (plan.mistakes.is_empty(), document) else {
        let errors = plan.mistakes.into_iter();
        let errors = errors
            .map(|mistake| FieldError::new(format!("{}:{}", mistake.line, mistake.column), mistake.message));
        return Err(Refusal::invalid(errors.collect()));
    };
    let state = told.state.ok_or_else(|| {
        Refusal::entry(
            "state",
            "Ask for the plan first, and give its `state` behind the `?`: `?state=…`.",
        )
    })?;
    Ok(Apply {
        configuration: document.configuration,
        state,
    })
}

/// How a request says that its file is written: `None` for JSON and all else, `Some(None)` when it does not say.
#[allow(
    clippy::option_option,
    reason = "a request holds a file or not, and a file says what it is or not"
)]
fn format_of(request: &Request) -> Option<Option<Format>> {
    let sort = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let sort = sort
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match sort.as_str() {
        "application/yaml" | "application/x-yaml" | "text/yaml" | "text/x-yaml" => Some(Some(Format::Yaml)),
        "text/csv" => Some(Some(Format::Csv)),
        "text/plain" => Some(None),
        _ => None,
    }
}

async fn read(request: Request, format: Option<Format>, app: &App) -> Result<(Told, Judged), Refusal> {
    let Query(told) = Query::<Told>::try_from_uri(request.uri()).map_err(|error| {
        Refusal::new(
            MALFORMED,
            format!("What stands behind the `?` does not fit: {}.", error.body_text()),
        )
    })?;
    let bytes = Bytes::from_request(request, app).await.map_err(|error| {
        let message = format!("A file may have {} MiB at most.", document::LARGEST / 1024 / 1024);
        if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Refusal::new(TOO_LARGE, message)
        } else {
            Refusal::new(MALFORMED, "The file did not arrive whole; send it again.")
        }
    })?;
    let now = app.station.configuration().await?;
    let name = told.name.clone();
    // Thousands of rows take their time, during which others are answered.
    let reading = tokio::task::spawn_blocking(move || {
        let text = document::text(&bytes)?;
        let format = format.unwrap_or_else(|| document::guess(&name, text));
        Document::read(text, format, &now, |_| None)
    });
    let read = reading.await.map_err(|_| {
        Refusal::new(
            FAILED,
            "Reading the file failed through a mistake in Flywatch; its log has the details.",
        )
    })?;
    Ok((told, judge(&app.station, read).await?))
}

async fn judge(station: &Station, read: Result<Document, Wrong>) -> Result<Judged, Refusal> {
    let (document, mut mistakes) = match read {
        Ok(document) => (Some(document), Vec::new()),
        Err(Wrong { mistakes, rest }) => (rest.map(|rest| *rest), mistakes),
    };
    let Some(document) = document else {
        let plan = Plan {
            mistakes,
            ..Plan::default()
        };
        return Ok(Judged { document: None, plan });
    };
    let mut plan = station.plan(&document.configuration).await?;
    let mut document = Some(document);
    if let Some(whole) = &document
        && !plan.problems.is_empty()
    {
        // What only this station can know, such as the names of its devices.
        mistakes.extend(whole.mistakes(&plan.problems));
        mistakes.sort();
        document = whole.without(&plan.problems);
        plan = match &document {
            Some(rest) => station.plan(&rest.configuration).await?,
            None => Plan::default(),
        };
        plan.problems.clear();
    }
    if let Some(document) = &document {
        document.place(&mut plan);
    }
    plan.mistakes = mistakes;
    Ok(Judged { document, plan })
}

/// Describes a body that may also be a file.
pub(super) fn describe<T: JsonSchema>(ctx: &mut GenContext, operation: &mut Operation) {
    Body::<T>::operation_input(ctx, operation);
    Query::<Told>::operation_input(ctx, operation);
    if let Some(ReferenceOr::Item(body)) = &mut operation.request_body {
        for sort in SORTS {
            body.content.insert(sort.to_owned(), MediaType::default());
        }
    }
}

impl OperationInput for Planned {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        describe::<Configuration>(ctx, operation);
    }
}
