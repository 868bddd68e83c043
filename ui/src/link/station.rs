//! What is set on the station itself, and the reports of its failures.

use gloo_net::http::Request;
use wire::api::Page;
use wire::crash::Crash;
use wire::station::{Station, StationSpec};

use super::{Proof, Trouble, accepted, ask, get};

const STATION: &str = "/api/v1/station";

/// What is set.
pub(crate) async fn station() -> Result<Station, Trouble> {
    get(STATION).await
}

/// Sets it, when nobody else has meanwhile. Less history needs the proof of a hold.
pub(crate) async fn set_station(
    revision: u32,
    spec: &StationSpec,
    proof: Option<&Proof>,
) -> Result<Station, Trouble> {
    let request = Request::put(STATION).header("If-Match", &format!("\"{revision}\""));
    let request = match proof {
        Some(proof) => proof.on(request),
        None => request,
    };
    ask(request, spec).await
}

/// Reports of failures that nobody has put away, newest first.
pub(crate) async fn crashes() -> Result<Vec<Crash>, Trouble> {
    get::<Page<Crash>>("/api/v1/crashes").await.map(|page| page.items)
}

/// Puts a report away.
pub(crate) async fn put_crash_away(name: &str) -> Result<(), Trouble> {
    let response = Request::delete(&format!("/api/v1/crashes/{name}"))
        .send()
        .await
        .map_err(|_| Trouble::NoAnswer)?;
    accepted(response).await.map(|_| ())
}
