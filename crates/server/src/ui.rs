//! The built UI, and signing in by a link.

use std::io::{self, Read};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use flate2::read::GzDecoder;
use rust_embed::RustEmbed;

use crate::App;
use crate::access::SESSION_LIFE;
use crate::answer::{add_tag, is_known};
use crate::guard::COOKIE;
use crate::hex::hex;
use crate::problem::{FAILED, NOT_ALLOWED, NOT_FOUND, Refusal};

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
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if !is_file
        && method == Method::GET
        && let Some(key) = uri
            .query()
            .and_then(|query| query.split('&').find_map(|part| part.strip_prefix("token=")))
    {
        return sign_in(&app, key, path);
    }
    if let Some(answer) = send(path, &headers) {
        return answer;
    }
    if is_file {
        return Refusal::new(NOT_FOUND, "The screen has no such file; reload it.").into_response();
    }
    send("index.html", &headers)
        .unwrap_or_else(|| (StatusCode::SERVICE_UNAVAILABLE, Html(NOT_BUILT)).into_response())
}

fn sign_in(app: &App, key: &str, path: &str) -> Response {
    let Some(session) = app.access.redeem(key) else {
        return (StatusCode::UNAUTHORIZED, Html(LINK_SPENT)).into_response();
    };
    let life = SESSION_LIFE.as_secs();
    let cookie = format!("{COOKIE}={session}; Path=/; Max-Age={life}; HttpOnly; SameSite=Strict");
    let said = [
        (header::SET_COOKIE, cookie.as_str()),
        (header::LOCATION, &format!("/{path}")),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::SEE_OTHER, said).into_response()
}

/// A file of the UI. One that was packed when the UI was built goes out as it is to whoever takes gzip.
fn send(path: &str, asked: &HeaderMap) -> Option<Response> {
    let (file, packed) = match Files::get(path) {
        Some(file) => (file, false),
        None => (Files::get(&format!("{path}.gz"))?, true),
    };
    let takes_gzip = takes_gzip(asked);
    let mut headers = HeaderMap::new();
    let digest = hex(&file.metadata.sha256_hash());
    if packed && takes_gzip {
        add_tag(&mut headers, &format!("{digest}-gzip"));
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    } else {
        add_tag(&mut headers, &digest);
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_known(asked.get(header::IF_NONE_MATCH), &headers) {
        headers.remove(header::CONTENT_ENCODING);
        return Some((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    let body = match file.data {
        data if !packed || takes_gzip => Body::from(data),
        data => match unpacked(&data) {
            Ok(bytes) => Body::from(bytes),
            Err(error) => {
                tracing::error!(%error, path, "a file of the screen could not be unpacked");
                return Some(
                    Refusal::new(FAILED, "A file of the screen is damaged; build Flywatch again.")
                        .into_response(),
                );
            }
        },
    };
    Some((headers, body).into_response())
}

fn unpacked(packed: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether `Accept-Encoding` names gzip, and not with a weight of 0 (RFC 9110, 12.5.3).
fn takes_gzip(asked: &HeaderMap) -> bool {
    let accepted = asked.get_all(header::ACCEPT_ENCODING).iter();
    let mut codings = accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    codings.any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=").map(str::parse::<f32>);
        name.trim().eq_ignore_ascii_case("gzip") && !matches!(weight, Some(Ok(0.0)))
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_for_those_that_take_it() {
        for (said, takes) in [
            ("gzip, deflate, br", true),
            ("br;q=1.0, GZIP;q=0.5", true),
            ("gzip;q=0, br", false),
            ("x-gzip", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(said));
            assert_eq!(takes_gzip(&headers), takes, "{said}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
