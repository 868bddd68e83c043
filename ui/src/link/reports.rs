//! Reports of shows: listed, signed, made, read, printed, deleted.

use gloo_net::http::Request;
use js_sys::Uint8Array;
use wire::api::Page;
use wire::report::{Drifts, Head, MakeEvent, Report, ReportId, Sign};

use super::{Trouble, accepted, ask, get, odd};
use crate::text;

/// Every report that is kept, newest first: the station keeps no more than fit one page.
pub(crate) async fn reports() -> Result<Vec<Head>, Trouble> {
    get::<Page<Head>>("/api/v1/reports?limit=1000")
        .await
        .map(|page| page.items)
}

/// The line-up as it is now.
pub(crate) async fn line_up() -> Result<Report, Trouble> {
    get("/api/v1/reports/line-up").await
}

/// One report.
pub(crate) async fn report(id: ReportId) -> Result<Report, Trouble> {
    get(&format!("/api/v1/reports/{}", id.0)).await
}

/// What is otherwise now than when a line-up was signed.
pub(crate) async fn drifts(id: ReportId) -> Result<Drifts, Trouble> {
    get(&format!("/api/v1/reports/{}/drift", id.0)).await
}

/// Signs the line-up as it is now.
pub(crate) async fn sign(sign: &Sign) -> Result<Report, Trouble> {
    ask(Request::post("/api/v1/reports/line-up"), sign).await
}

/// Makes the report of a stretch of time.
pub(crate) async fn make_event(asked: &MakeEvent) -> Result<Report, Trouble> {
    ask(Request::post("/api/v1/reports/event"), asked).await
}

/// Deletes a report.
pub(crate) async fn delete(id: ReportId) -> Result<(), Trouble> {
    let request = Request::delete(&format!("/api/v1/reports/{}", id.0));
    accepted(request.send().await.map_err(|_| Trouble::NoAnswer)?)
        .await
        .map(drop)
}

/// The page of a report, in the language of the screen; of the line-up as it is now where there is no number.
pub(crate) async fn page(id: Option<ReportId>) -> Result<String, Trouble> {
    let request = Request::get(&path(id, "html"));
    let response = accepted(request.send().await.map_err(|_| Trouble::NoAnswer)?).await?;
    response.text().await.map_err(|error| odd(&error.to_string()))
}

/// A report as a file, `html` or `pdf`: what it is to be called, and its bytes.
pub(crate) async fn file(id: ReportId, form: &str) -> Result<(String, Uint8Array), Trouble> {
    let request = Request::get(&path(Some(id), form));
    let response = accepted(request.send().await.map_err(|_| Trouble::NoAnswer)?).await?;
    let said = response.headers().get("Content-Disposition").unwrap_or_default();
    let named = said.split('"').nth(1).filter(|name| !name.is_empty());
    let name = named.map_or_else(|| format!("report-{}.{form}", id.0), str::to_owned);
    let bytes = response.binary().await.map_err(|error| odd(&error.to_string()))?;
    Ok((name, Uint8Array::from(bytes.as_slice())))
}

fn path(id: Option<ReportId>, form: &str) -> String {
    let which = id.map_or_else(|| "line-up".to_owned(), |id| id.0.to_string());
    format!(
        "/api/v1/reports/{which}?as={form}&lang={}",
        text::language().tag()
    )
}
