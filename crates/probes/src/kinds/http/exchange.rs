//! One request and its answer on a fresh connection, each phase timed by itself.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Instant;

use futures_util::future::{Either, select};
use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, CONTENT_ENCODING, HOST, HeaderValue, LOCATION, USER_AGENT};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use url::{Position, Url};
use wire::reading::{Cause, Failure};

use crate::Look;
use crate::endpoint::{Endpoint, connect, no_answer};

use super::plan::Plan;
use super::tls;

/// The longest head of an answer that is read, in bytes.
const LONGEST_HEAD: usize = 64 * 1024;
const MOST_HEADERS: usize = 128;

/// What a server answered.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// Where to go on, when the answer is a redirect and redirects are followed.
    pub(super) location: Option<String>,
    /// How the body is packed.
    pub(super) encoding: Option<String>,
    /// The body as far as it was read; empty when nobody wants to search it.
    pub(super) body: Vec<u8>,
    /// How much of the body was read, in bytes.
    pub(super) read: usize,
    /// Whether there was more.
    pub(super) cut: bool,
}

/// The requests of one look.
pub(super) struct Exchange<'a> {
    plan: &'a Plan,
    first: bool,
    first_tls: bool,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            first: true,
            first_tls: true,
        }
    }

    /// Asks for `url`. Nothing when the certificate forbids to send the request; the findings say why.
    pub(super) async fn at(&mut self, url: &Url, seen: &mut Look) -> Result<Option<Answer>, Failure> {
        let first = std::mem::take(&mut self.first);
        let host = url
            .host_str()
            .unwrap_or_default()
            .trim_matches(['[', ']'])
            .to_owned();
        let port = url.port_or_known_default().unwrap_or(80);
        let endpoint = Endpoint {
            host,
            port,
            family: self.plan.family,
        };
        let (address, lookup) = endpoint.find(seen).await?;
        if let Some(lookup) = lookup.filter(|_| first) {
            seen.sample("http_dns_seconds", lookup.as_secs_f64());
        }
        let (stream, took) = connect(address, seen).await?;
        if first {
            seen.sample("http_connect_seconds", took.as_secs_f64());
        }
        if url.scheme() == "http" {
            return self.ask(stream, url, address, first, seen).await.map(Some);
        }
        let asked = self
            .plan
            .host
            .as_ref()
            .filter(|_| self.plan.is_home(url))
            .unwrap_or(&endpoint.host);
        let measure = std::mem::take(&mut self.first_tls);
        match tls::secure(stream, address, asked, &self.plan.trust, measure, seen).await? {
            Some(stream) => self.ask(stream, url, address, first, seen).await.map(Some),
            None => Ok(None),
        }
    }

    async fn ask<S>(
        &self,
        stream: S,
        url: &Url,
        address: SocketAddr,
        first: bool,
        seen: &mut Look,
    ) -> Result<Answer, Failure>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        seen.missing(format!("{}, which is connected", no_answer(address)));
        let request = self.request(url)?;
        let first_byte = Arc::new(OnceLock::new());
        let stream = Watched {
            stream,
            first_byte: first_byte.clone(),
        };
        let asked = Instant::now();
        let work = async {
            let (mut sender, connection) = http1::Builder::new()
                .max_buf_size(LONGEST_HEAD)
                .max_headers(MOST_HEADERS)
                .handshake(TokioIo::new(stream))
                .await?;
            let talk = async move {
                let response = sender.send_request(request).await?;
                seen.missing(format!(
                    "{address} began to answer, but the end of its answer did not come"
                ));
                if first && let Some(at) = first_byte.get() {
                    seen.sample("http_first_byte_seconds", at.duration_since(asked).as_secs_f64());
                }
                self.read(response).await
            };
            beside(talk, connection).await
        };
        work.await.map_err(|error| misread(&error, address))
    }

    fn request(&self, url: &Url) -> Result<Request<Empty<Bytes>>, Failure> {
        let is_home = self.plan.is_home(url);
        let named = &url[Position::BeforeHost..Position::AfterPort];
        let host = match &self.plan.host {
            Some(host) if is_home => match url.port() {
                Some(port) => format!("{host}:{port}"),
                None => host.clone(),
            },
            _ => named.to_owned(),
        };
        let mut request = Request::builder()
            .method(self.plan.method.clone())
            .uri(&url[Position::BeforePath..Position::AfterQuery])
            .header(HOST, host)
            .header(USER_AGENT, concat!("Flywatch/", env!("CARGO_PKG_VERSION")))
            .header(ACCEPT, "*/*")
            .body(Empty::new())
            .map_err(|error| Failure::new(Cause::Bug, format!("the request cannot be written: {error}")))?;
        if is_home {
            for (name, value) in &self.plan.headers {
                request.headers_mut().insert(name, value.clone());
            }
        }
        Ok(request)
    }

    async fn read(&self, response: Response<Incoming>) -> hyper::Result<Answer> {
        let (head, mut body) = response.into_parts();
        let header = |name| {
            head.headers
                .get(name)
                .map(|value: &HeaderValue| lossy(value.as_bytes()))
        };
        let location = header(LOCATION).filter(|_| self.plan.redirects > 0 && redirects(head.status));
        let encoding = header(CONTENT_ENCODING).filter(|encoding| encoding != "identity");
        let mut answer = Answer {
            status: head.status,
            location,
            encoding,
            body: Vec::new(),
            read: 0,
            cut: false,
        };
        if answer.location.is_some() {
            return Ok(answer);
        }
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame?.into_data() else { continue };
            let room = self.plan.cap - answer.read;
            let fits = data.get(..room).unwrap_or(&data);
            answer.read += fits.len();
            if !self.plan.expect_body.is_empty() {
                answer.body.extend_from_slice(fits);
            }
            if data.len() > room {
                answer.cut = true;
                break;
            }
        }
        Ok(answer)
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The redirects that a reader of pages follows (RFC 9110, 15.4).
fn redirects(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Does the work while the connection is served; neither outlives the look.
async fn beside<W: Future, C: Future>(work: W, connection: C) -> W::Output {
    match select(pin!(work), pin!(connection)).await {
        Either::Left((done, _)) => done,
        Either::Right((_, work)) => work.await,
    }
}

/// What it means that an answer cannot be read.
fn misread(error: &hyper::Error, address: SocketAddr) -> Failure {
    let (ip, port) = (address.ip(), address.port());
    let mut sources = std::iter::successors(std::error::Error::source(error), |error| error.source());
    let io = sources.find_map(|source| source.downcast_ref::<io::Error>());
    // A server that wants a certificate says so only after the handshake (RFC 8446, 4.4.2.4).
    if let Some(error) = io.filter(|error| error.raw_os_error().is_some() || tls::is_at_fault(error)) {
        return tls::refused(error, address);
    }
    let nonsense =
        |error: &io::Error| matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::InvalidData);
    let detail = if error.is_parse() || io.is_some_and(nonsense) {
        format!(
            "what {ip} sends from port {port} is not HTTP; check the port and whether it wants http: or https:"
        )
    } else {
        format!("{ip} closed the connection on port {port} before its answer was complete")
    };
    Failure::new(Cause::Garbled, detail)
}

/// A stream that notes when its first byte came.
struct Watched<S> {
    stream: S,
    first_byte: Arc<OnceLock<Instant>>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.first_byte.get_or_init(Instant::now);
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
