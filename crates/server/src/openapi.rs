//! The description of the API, for programs (OpenAPI 3.1) and for people (one page without scripts).

use aide::openapi::{Info, OpenApi};
use aide::transform::TransformOperation;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;

use crate::App;

const STYLE: &str = include_str!("openapi/style.css");

/// Both forms of the description.
pub(crate) struct Document {
    json: Value,
    page: String,
}

impl Document {
    pub(crate) fn of(api: &OpenApi) -> Self {
        let json = serde_json::to_value(api).unwrap_or_default();
        Self {
            page: page_of(&json),
            json,
        }
    }
}

/// What the description says about the whole.
pub(crate) fn info() -> Info {
    Info {
        title: "Flywatch".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        description: Some(
            "Everything that the screen does, it does through these addresses. Programs send `Authorization: Bearer` \
             with the text of `access-token` in the data directory. Times are milliseconds since 1970 UTC. Changes \
             take `If-Match` with the `ETag` that was read; what changed meanwhile is refused with 412. Answers with an \
             `ETag` can be asked for again with `If-None-Match`, and are 304 while nothing differs; only a single \
             probe is always sent in full, because its `ETag` stands for its settings and not for how it is. Lists \
             come in pages: ask again with `cursor` set to `next`. Refusals are `application/problem+json` (RFC 9457)."
                .to_owned(),
        ),
        ..Info::default()
    }
}

pub(crate) fn describe(operation: TransformOperation<'_>) -> TransformOperation<'_> {
    operation
        .tag("station")
        .summary("This description, as OpenAPI 3.1")
}

pub(crate) async fn json(State(app): State<App>) -> Json<Value> {
    Json(app.document.json.clone())
}

pub(crate) async fn page(State(app): State<App>) -> Html<String> {
    Html(app.document.page.clone())
}

pub(crate) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

fn page_of(document: &Value) -> String {
    let mut operations = String::new();
    for (path, methods) in entries(&document["paths"]) {
        for (method, operation) in
            entries(methods).filter(|(_, operation)| operation["responses"].is_object())
        {
            operations.push_str(&section(path, method, operation));
        }
    }
    let mut shapes = String::new();
    for (name, schema) in entries(&document["components"]["schemas"]) {
        let shape = serde_json::to_string_pretty(schema).unwrap_or_default();
        let (name, shape) = (escape(name), escape(&shape));
        shapes.push_str(&format!(
            "<details id=\"{name}\"><summary>{name}</summary><pre>{shape}</pre></details>\n"
        ));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Flywatch API</title>\
         <link rel=\"stylesheet\" href=\"/api/style.css\"></head>\n<body>\n<h1>Flywatch API</h1>\n<p>{}</p>\n\
         <p>For programs: <a href=\"/api/v1/openapi.json\">openapi.json</a>. \
         For Prometheus: <a href=\"/metrics\">metrics</a>.</p>\n\
         <h2>Addresses</h2>\n{operations}<h2>Shapes</h2>\n{shapes}</body>\n</html>\n",
        text(&document["info"]["description"])
    )
}

fn section(path: &str, method: &str, operation: &Value) -> String {
    let mut rows = String::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let need = if parameter["required"] == true {
            "required"
        } else {
            "may be left out"
        };
        rows.push_str(&format!(
            "<tr><td><code>{}</code></td><td>{}, {need}</td><td>{}</td></tr>\n",
            text(&parameter["name"]),
            text(&parameter["in"]),
            text(&parameter["description"]),
        ));
    }
    if let Some(shape) = shape(&operation["requestBody"]) {
        rows.push_str(&format!(
            "<tr><td>body</td><td>required</td><td>{shape}</td></tr>\n"
        ));
    }
    for (status, response) in entries(&operation["responses"]) {
        let status = if status == "default" { "refused" } else { status };
        let shape = shape(response).unwrap_or_default();
        rows.push_str(&format!(
            "<tr><td>{}</td><td>answer</td><td>{shape}</td></tr>\n",
            escape(status)
        ));
    }
    let description = match &operation["description"] {
        Value::String(words) => format!("<p>{}</p>\n", escape(words)),
        _ => String::new(),
    };
    format!(
        "<section>\n<h3><code>{} {}</code></h3>\n<p>{}</p>\n{description}<table>\n{rows}</table>\n</section>\n",
        method.to_uppercase(),
        escape(path),
        text(&operation["summary"]),
    )
}

/// A link to what a body or an answer looks like.
fn shape(holder: &Value) -> Option<String> {
    let (_, media) = entries(&holder["content"]).next()?;
    let schema = &media["schema"];
    let name = schema["$ref"]
        .as_str()
        .and_then(|reference| reference.rsplit('/').next());
    Some(match name {
        Some(name) => format!("<a href=\"#{0}\">{0}</a>", escape(name)),
        None => format!(
            "<pre>{}</pre>",
            escape(&serde_json::to_string_pretty(schema).unwrap_or_default())
        ),
    })
}

fn entries(object: &Value) -> impl Iterator<Item = (&str, &Value)> {
    object
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_str(), value))
}

fn text(value: &Value) -> String {
    escape(value.as_str().unwrap_or_default())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
