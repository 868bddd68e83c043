//! Asks a server over HTTP, as a screen would.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use reqwest::header::ACCEPT_ENCODING;
use serde_json::Value;

/// Keeps its connections open.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    at: SocketAddr,
    token: Option<String>,
}

impl Client {
    /// For the server at `at`, with the access token that it asks for, if any.
    pub(crate) fn new(at: SocketAddr, token: Option<String>) -> Self {
        let http = reqwest::Client::new();
        Self { http, at, token }
    }

    /// The answer to a question.
    ///
    /// # Errors
    /// None comes, or one that says no.
    pub(crate) async fn get(&self, path: &str) -> Result<Vec<u8>> {
        self.send(self.http.get(self.url(path)))
            .await
            .with_context(|| format!("asking for {path}"))
    }

    /// The answer as JSON.
    ///
    /// # Errors
    /// As [`Self::get`], or it is not JSON.
    pub(crate) async fn json(&self, path: &str) -> Result<Value> {
        Ok(serde_json::from_slice(&self.get(path).await?)?)
    }

    /// Hands something over.
    ///
    /// # Errors
    /// It is not taken.
    pub(crate) async fn post(&self, path: &str, body: String) -> Result<()> {
        let sent = self.send(self.http.post(self.url(path)).body(body)).await;
        sent.with_context(|| format!("handing over to {path}")).map(drop)
    }

    /// How long the whole answer takes, packed as a browser wants it.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub(crate) async fn time(&self, path: &str) -> Result<Duration> {
        let request = self
            .http
            .get(self.url(path))
            .header(ACCEPT_ENCODING, "gzip, deflate, br");
        let begun = Instant::now();
        self.send(request)
            .await
            .with_context(|| format!("asking for {path}"))?;
        Ok(begun.elapsed())
    }

    /// Where the server listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.at
    }

    /// What opens its doors, if anything.
    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Vec<u8>> {
        let request = match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let answer = request.send().await?.error_for_status()?;
        Ok(answer.bytes().await?.into())
    }
}

/// An address of this machine that nobody listens on.
///
/// # Errors
/// There is none.
pub(crate) fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}
