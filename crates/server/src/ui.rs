//! The built UI, and signing in by a link.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::App;
use crate::access::SESSION_LIFE;
use crate::answer::{add_tag, is_known};
use crate::guard::COOKIE;
use crate::hex::hex;
use crate::problem::{NOT_ALLOWED, NOT_FOUND, Refusal};

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Files;

const NOT_BUILT: &str = include_str!("ui/not_built.html");
const LINK_SPENT: &str = include_str!("ui/link_spent.html");

/// Whatever is not an address of the API: a file of the UI, or the UI itself, which knows its own addresses.
pub(crate) async fn file(State(app): State<App>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return Refusal::new(NOT_ALLOWED, "The screen can only be read.").into_response();
    }
    let path = uri.path().trim_start_matches('/');
    if path.is_empty()
        && method == Method::GET
        && let Some(key) = uri
            .query()
            .and_then(|query| query.split('&').find_map(|part| part.strip_prefix("token=")))
    {
        return sign_in(&app, key);
    }
    if let Some(file) = Files::get(path) {
        return send(path, file, &headers);
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if is_file {
        return Refusal::new(NOT_FOUND, "The screen has no such file; reload it.").into_response();
    }
    Files::get("index.html").map_or_else(
        || (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response(),
        |index| send("index.html", index, &headers),
    )
}

fn sign_in(app: &App, key: &str) -> Response {
    let Some(session) = app.access.redeem(key) else {
        return (StatusCode::UNAUTHORIZED, Html(LINK_SPENT)).into_response();
    };
    let life = SESSION_LIFE.as_secs();
    let cookie = format!("{COOKIE}={session}; Path=/; Max-Age={life}; HttpOnly; SameSite=Strict");
    let said = [
        (header::SET_COOKIE, cookie.as_str()),
        (header::LOCATION, "/"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::SEE_OTHER, said).into_response()
}

fn send(path: &str, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let mut headers = HeaderMap::new();
    add_tag(&mut headers, &hex(&file.metadata.sha256_hash()));
    if is_known(asked.get(header::IF_NONE_MATCH), &headers) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (
        [(header::CONTENT_TYPE, media_type(path))],
        headers,
        Body::from(file.data),
    )
        .into_response()
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
