//! What the station is set up to watch, to be kept as a file.

use aide::axum::routing::{ApiMethodRouter, get_with};
use aide::transform::TransformOperation;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use document::{Dialect, Unwritten};
use schemars::JsonSchema;
use serde::Deserialize;
use wire::configuration::Configuration;

use crate::App;
use crate::ask::Params;
use crate::problem::{FAILED, Refusal};

/// How the answer is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Written {
    /// What to answer, whatever `Accept` says: `json` or `yaml`.
    #[serde(rename = "as")]
    form: Option<Form>,
}

#[derive(Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Form {
    Json,
    Yaml,
}

pub(super) fn all() -> ApiMethodRouter<App> {
    async fn all(
        State(app): State<App>,
        Params(Written { form }): Params<Written>,
        headers: HeaderMap,
    ) -> Result<Response, Refusal> {
        let configuration = app.station.configuration().await?;
        let accepted = headers
            .get(header::ACCEPT)
            .and_then(|sorts| sorts.to_str().ok())
            .unwrap_or_default();
        let form = form.unwrap_or(if accepted.contains("yaml") {
            Form::Yaml
        } else {
            Form::Json
        });
        if form == Form::Json {
            return Ok(([(header::VARY, "Accept")], Json(configuration)).into_response());
        }
        let text = document::write_yaml(&configuration).map_err(|error| failed(&error))?;
        Ok(file(&app, "application/yaml", "yaml", text))
    }
    fn describe(op: TransformOperation<'_>) -> TransformOperation<'_> {
        op.tag("configuration")
            .summary("All that the station is set up to watch, by name, with a `${VARIABLE}` for each secret")
            .description("As JSON, or as a YAML file with `Accept: application/yaml` or `?as=yaml`.")
            .response::<200, Json<Configuration>>()
            .default_response::<Refusal>()
    }
    get_with(all, describe)
}

/// How a table is written, and which.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Table {
    /// What stands between cells: `comma`, `semicolon` (then numbers have a decimal comma) or `tab`; a comma when not
    /// given.
    separator: Option<Separator>,
    /// Instead of the probes, an example of a probe of this kind, with a column for everything that can be set.
    template: Option<String>,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Separator {
    Comma,
    Semicolon,
    Tab,
}

pub(super) fn table() -> ApiMethodRouter<App> {
    async fn table(
        State(app): State<App>,
        Params(Table { separator, template }): Params<Table>,
    ) -> Result<Response, Refusal> {
        let dialect = match separator {
            None | Some(Separator::Comma) => Dialect::Comma,
            Some(Separator::Semicolon) => Dialect::Semicolon,
            Some(Separator::Tab) => Dialect::Tab,
        };
        let text = if let Some(wanted) = template {
            let kinds = app.station.kinds();
            let Some(kind) = kinds.iter().find(|kind| kind.name == wanted) else {
                let names: Vec<&str> = kinds.iter().map(|kind| kind.name.as_ref()).collect();
                return Err(Refusal::entry(
                    "template",
                    format!("Choose one of {}.", names.join(", ")),
                ));
            };
            document::template(kind, dialect)
        } else {
            document::write_csv(&app.station.configuration().await?, dialect)
        };
        let text = text.map_err(|error| failed(&error))?;
        Ok(file(&app, "text/csv; charset=utf-8", "csv", text))
    }
    fn describe(op: TransformOperation<'_>) -> TransformOperation<'_> {
        op.tag("configuration")
            .summary("The probes as a table for a spreadsheet (CSV), or an empty table to fill in")
            .description("Secrets stand in it as `${VARIABLE}`. The mark of UTF-8 comes first, as spreadsheets need it.")
            .response_with::<200, String, _>(|answer| answer.description("text/csv"))
            .default_response::<Refusal>()
    }
    get_with(table, describe)
}

/// A text to be saved under the name of the station and the day.
fn file(app: &App, sort: &'static str, ending: &str, text: String) -> Response {
    let station: String = app
        .station
        .name()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let [year, month, day, ..] = app.station.now().utc();
    let name = format!("flywatch-{station}-{year:04}-{month:02}-{day:02}.{ending}").replace("--", "-");
    let headers = [
        (header::CONTENT_TYPE, sort.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::VARY, "Accept".to_owned()),
    ];
    (headers, text).into_response()
}

fn failed(error: &Unwritten) -> Refusal {
    tracing::error!(%error, "an export could not be written");
    Refusal::new(
        FAILED,
        "The configuration could not be written as a file; the log of Flywatch has the details.",
    )
}
