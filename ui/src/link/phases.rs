//! The phases of the show.

use gloo_net::http::Request;
use wire::api::Page;
use wire::phase::{Enter, Entered};

use super::{Proof, Trouble, ask, get};

const PHASES: &str = "/api/v1/phases";

/// The newest `limit` phases as they were declared, newest first.
pub(crate) async fn phases(limit: u32) -> Result<Vec<Entered>, Trouble> {
    get::<Page<Entered>>(&format!("{PHASES}?limit={limit}"))
        .await
        .map(|page| page.items)
}

/// Declares a phase. To leave the air needs the proof of a hold.
pub(crate) async fn enter(enter: &Enter, proof: Option<&Proof>) -> Result<Entered, Trouble> {
    let request = Request::post(PHASES);
    let request = match proof {
        Some(proof) => proof.on(request),
        None => request,
    };
    ask(request, enter).await
}
