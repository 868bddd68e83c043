//! What the station sees on its networks, and the scan that finds more.

use gloo_net::http::Request;
use wire::discovery::{Discovery, Scan, ScanOrder};

use super::{Trouble, accepted, ask, get};

const SCAN: &str = "/api/v1/discovery/scan";

/// What is here.
pub(crate) async fn discovery() -> Result<Discovery, Trouble> {
    get("/api/v1/discovery").await
}

/// Starts to ask everybody on a network for an answer.
pub(crate) async fn scan(network: String) -> Result<Scan, Trouble> {
    ask(Request::post(SCAN), &ScanOrder { network }).await
}

/// Calls the scan off.
pub(crate) async fn cancel_scan() -> Result<(), Trouble> {
    let response = Request::delete(SCAN)
        .send()
        .await
        .map_err(|_| Trouble::NoAnswer)?;
    accepted(response).await.map(|_| ())
}
