//! Who is let in: loopback peers that name a loopback host, from our own pages, signed in.

use std::net::SocketAddr;
use std::time::SystemTime;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::{FOREIGN, Refusal, SIGN_IN, WRONG_HOST};
use crate::{Access, App};

/// The cookie that keeps a browser signed in.
pub(crate) const COOKIE: &str = "flywatch_session";

const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self' 'unsafe-inline'; connect-src 'self' ws:; img-src 'self' data: blob:; frame-ancestors 'none'";

/// Whose request it is. What one caller begins, no other can end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Caller {
    /// Somebody with the access token.
    Program,
    /// The screen with this session.
    Screen(String),
}

/// Lets a request through with its [`Caller`], or says why not. What everybody may see has none.
pub(crate) async fn admit(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let judged = is_ours(peer, request.uri(), request.headers())
        .and_then(|()| signed_in(&app.access, request.uri().path(), request.headers()));
    match judged {
        Ok(caller) => {
            if let Some(caller) = caller {
                request.extensions_mut().insert(caller);
            }
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

/// A page of another site can make a browser send requests here, by a name that it points at this machine (so the
/// host counts) or straight to our port (so the origin counts).
fn is_ours(peer: SocketAddr, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
    if !peer.ip().to_canonical().is_loopback() {
        return Err(Refusal::new(
            FOREIGN,
            "Flywatch answers programs on its own machine only.",
        ));
    }
    let host = headers
        .get(header::HOST)
        .and_then(|host| Authority::try_from(host.as_bytes()).ok())
        .or_else(|| uri.authority().cloned());
    let known = |host: &&Authority| {
        ["127.0.0.1", "[::1]", "localhost"]
            .iter()
            .any(|name| host.host().eq_ignore_ascii_case(name))
    };
    let Some(host) = host.as_ref().filter(known) else {
        let advice = "Open Flywatch as 127.0.0.1, localhost or [::1]; it answers to no other name.";
        return Err(Refusal::new(WRONG_HOST, advice));
    };
    let Some(origin) = headers.get(header::ORIGIN) else {
        return Ok(());
    };
    let origin = Uri::try_from(origin.as_bytes()).ok();
    if origin.as_ref().and_then(Uri::authority) != Some(host) {
        return Err(Refusal::new(
            FOREIGN,
            "A page of another address may not use Flywatch.",
        ));
    }
    Ok(())
}

fn signed_in(access: &Access, path: &str, headers: &HeaderMap) -> Result<Option<Caller>, Refusal> {
    let guarded = path == "/metrics" || path == "/api" || path.starts_with("/api/");
    if !guarded {
        return Ok(None);
    }
    if bearer(headers).is_some_and(|token| access.is_token(token)) {
        return Ok(Some(Caller::Program));
    }
    let now = SystemTime::now();
    if let Some(session) = sessions(headers).find(|session| access.knows(session, now)) {
        return Ok(Some(Caller::Screen(session.to_owned())));
    }
    let advice = "Open Flywatch again from its window, or run `flywatch link` and open the address it prints. \
        Programs send `Authorization: Bearer` with the access token of the data directory.";
    Err(Refusal::new(SIGN_IN, advice))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn sessions(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .filter(|(name, _)| *name == COOKIE)
        .map(|(_, session)| session)
}

/// What browsers are told with every answer.
pub(crate) async fn headers(mut response: Response) -> Response {
    const SAID: [(HeaderName, &str); 3] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in SAID {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(peer: &str, host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        is_ours(peer.parse().unwrap(), &Uri::from_static("/"), &headers).is_ok()
    }

    #[test]
    fn loopback_by_its_own_names_from_its_own_pages() {
        for host in ["127.0.0.1:7440", "localhost", "LOCALHOST:80", "[::1]:7440"] {
            assert!(judge("127.0.0.1:5", host, None), "{host}");
            assert!(judge("[::1]:5", host, Some(&format!("http://{host}"))), "{host}");
            assert!(judge("[::ffff:127.0.0.1]:5", host, None), "{host}");
            assert!(!judge("192.0.2.1:5", host, None), "{host}");
        }
        for host in [
            "evil.example",
            "127.0.0.1.evil.example:7440",
            "192.0.2.1",
            "::1",
            "",
        ] {
            assert!(!judge("127.0.0.1:5", host, None), "{host}");
        }
        for origin in [
            "null",
            "http://evil.example",
            "http://127.0.0.1:81",
            "http://127.0.0.1",
            "http://localhost:80",
        ] {
            assert!(!judge("127.0.0.1:5", "127.0.0.1:80", Some(origin)), "{origin}");
        }
    }
}
