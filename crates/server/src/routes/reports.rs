//! Reports of shows: list, sign, make, read, download, delete.

use aide::axum::ApiRouter;
use aide::axum::routing::{get_with, post_with};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, NoContent, Response};
use schemars::JsonSchema;
use serde::Deserialize;
use station::Lang;
use wire::api::Page;
use wire::report::{Body as Said, Drifts, Head, MakeEvent, Report, ReportId, ReportSort, Sign};

use super::log::page;
use crate::answer::{New, Paging};
use crate::ask::{At, Body, Params};
use crate::problem::Refusal;
use crate::{AUTHOR, App};

/// The longest part of a file's name that comes from the show, in characters.
const LONGEST_PART: usize = 60;

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/reports",
            get_with(list, |op| {
                op.tag("reports")
                    .summary("Reports that are kept, newest first")
                    .description("500 are kept at most; none is ever deleted or changed by itself.")
            }),
        )
        .api_route(
            "/api/v1/reports/line-up",
            get_with(line_up, |op| {
                op.tag("reports")
                    .summary("The line-up as it is now, signed by nobody and not kept")
                    .description(AS)
                    .response::<200, Json<Report>>()
            })
            .post_with(sign, |op| {
                op.tag("reports").summary("Sign the line-up as it is now").description(
                    "It is kept under a number and the name of whoever signs, and never changes: channels, hops and probes, values \
                     with their limits and margins, what targets say of themselves, and the alerts that fire.",
                )
            }),
        )
        .api_route(
            "/api/v1/reports/event",
            post_with(make, |op| {
                op.tag("reports").summary("Make the report of a stretch of time").description(
                    "From the newest line-up on, or else the last day, until now, unless asked otherwise; 31 days at most. It is \
                     kept as it is made, since the past ages. It lists the worst 300 alerts and says how many it leaves out.",
                )
            }),
        )
        .api_route(
            "/api/v1/reports/{id}",
            get_with(one, |op| {
                op.tag("reports")
                    .summary("One report, as JSON, as a page, or as a PDF document")
                    .description(AS)
                    .response::<200, Json<Report>>()
            })
            .delete_with(delete, |op| op.tag("reports").summary("Delete a report")),
        )
        .api_route(
            "/api/v1/reports/{id}/drift",
            get_with(drift, |op| {
                op.tag("reports")
                    .summary("What is otherwise now than when a line-up was signed")
                    .description(
                        "A value that has used up more than half of the margin it had, one without a limit that is otherwise by \
                         more than a quarter, what targets say of themselves, probes that are worse, gone or new. What lasts for \
                         half a minute is a minor alert while the line-up is `watched`.",
                    )
            }),
        )
}

const AS: &str = "With `as=html` it is one page that needs nothing else, with `as=pdf` a document for paper, for which Debian's \
    weasyprint must be installed. `lang` is `en` or `de`.";

/// Which reports.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// Only those of this sort: `line_up` or `event`.
    sort: Option<ReportSort>,
    /// `next` of the page before; the first page without it.
    cursor: Option<String>,
    /// How many entries at most: 1 to 1000, 200 if not given.
    limit: Option<u32>,
}

/// In which form.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Form {
    /// `json`, `html` or `pdf`; `json` if not given.
    #[serde(rename = "as")]
    form: Option<Shape>,
    /// Language of a page or document: `en` or `de`; `en` if not given.
    lang: Option<Language>,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Shape {
    Json,
    Html,
    Pdf,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Language {
    En,
    De,
}

impl Form {
    async fn of(self, app: &App, report: Report) -> Result<Response, Refusal> {
        let lang = match self.lang {
            Some(Language::De) => Lang::German,
            Some(Language::En) | None => Lang::English,
        };
        let (sort, ending, bytes) = match self.form {
            None | Some(Shape::Json) => return Ok(Json(report).into_response()),
            Some(Shape::Html) => {
                let page = app.station.page(&report, lang);
                ("text/html; charset=utf-8", "html", page.into_bytes())
            }
            Some(Shape::Pdf) => ("application/pdf", "pdf", app.station.print(&report, lang).await?),
        };
        let headers = [
            (header::CONTENT_TYPE, sort.to_owned()),
            (header::CONTENT_DISPOSITION, disposition(&report, ending)),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ];
        Ok((headers, bytes).into_response())
    }
}

/// The name of its file, for old clients in letters that all of them know, for others as people wrote it (RFC 6266).
fn disposition(report: &Report, ending: &str) -> String {
    let zone = match &report.body {
        Said::LineUp(line_up) => &line_up.zone,
        Said::Event(event) => &event.zone,
    };
    let sort = match report.head.sort {
        ReportSort::LineUp => "line-up",
        ReportSort::Event => "event-report",
    };
    let [year, month, day, ..] = zone.clock(report.head.at);
    let number = match report.head.id {
        ReportId(0) => "draft".to_owned(),
        ReportId(id) => id.to_string(),
    };
    let stem = format!("{sort}-{number}-{year:04}-{month:02}-{day:02}");
    let kept = |letter: char| letter.is_alphanumeric();
    let words = report
        .head
        .show
        .split(|letter: char| !kept(letter))
        .filter(|word| !word.is_empty());
    let show: String = words
        .collect::<Vec<_>>()
        .join("-")
        .chars()
        .take(LONGEST_PART)
        .collect();
    let named = |show: &str| match show {
        "" => format!("{stem}.{ending}"),
        show => format!("{stem}-{show}.{ending}"),
    };
    let plain: String = show.chars().filter(char::is_ascii).collect();
    let encoded: String = named(&show)
        .bytes()
        .map(|byte| match byte {
            b'-' | b'.' => char::from(byte).to_string(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    format!(
        "attachment; filename=\"{}\"; filename*=UTF-8''{encoded}",
        named(plain.trim_matches('-'))
    )
}

async fn list(State(app): State<App>, Params(wanted): Params<Wanted>) -> Result<Json<Page<Head>>, Refusal> {
    let Wanted { sort, cursor, limit } = wanted;
    let paging = Paging { cursor, limit };
    let limit = paging.limit()?;
    let items = app
        .station
        .store()
        .reports(sort, paging.last()?, limit + 1)
        .await?;
    Ok(page(items, limit, |head| head.id.0.into()))
}

async fn line_up(State(app): State<App>, Params(form): Params<Form>) -> Result<Response, Refusal> {
    let report = app.station.line_up().await?;
    form.of(&app, report).await
}

async fn sign(State(app): State<App>, Body(sign): Body<Sign>) -> Result<New<Report>, Refusal> {
    Ok(New(app.station.sign_line_up(sign).await?))
}

async fn make(State(app): State<App>, Body(asked): Body<MakeEvent>) -> Result<New<Report>, Refusal> {
    Ok(New(app.station.make_event_report(AUTHOR, asked).await?))
}

async fn one(State(app): State<App>, At { id }: At, Params(form): Params<Form>) -> Result<Response, Refusal> {
    let report = app.station.store().report(ReportId(id)).await?;
    let report = report.ok_or_else(|| Refusal::no("report", id))?;
    form.of(&app, report).await
}

async fn delete(State(app): State<App>, At { id }: At) -> Result<NoContent, Refusal> {
    if app.station.delete_report(AUTHOR, ReportId(id)).await? {
        return Ok(NoContent);
    }
    Err(Refusal::no("report", id))
}

async fn drift(State(app): State<App>, At { id }: At) -> Result<Json<Drifts>, Refusal> {
    let drifts = app.station.drifts(ReportId(id)).await?;
    drifts.map(Json).ok_or_else(|| Refusal::no("line-up report", id))
}
