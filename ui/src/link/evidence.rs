//! What the station kept of streams that became bad.

use gloo_net::http::Request;
use wire::api::Page;
use wire::evidence::{Evidence, EvidenceFile};
use wire::probe::ProbeId;

use super::{Trouble, accepted, get, odd};

/// So many bundles of one probe are shown.
const SHOWN: u32 = 20;

/// The newest bundles of a probe, newest first.
pub(crate) async fn evidence(probe: ProbeId) -> Result<Vec<Evidence>, Trouble> {
    let path = format!("/api/v1/evidence?probe={probe}&limit={SHOWN}");
    get::<Page<Evidence>>(&path).await.map(|page| page.items)
}

/// Saves what is known of a probe now.
pub(crate) async fn save_evidence(probe: ProbeId) -> Result<Evidence, Trouble> {
    let request = Request::post(&format!("/api/v1/probes/{probe}/evidence"));
    let response = accepted(request.send().await.map_err(|_| Trouble::NoAnswer)?).await?;
    response.json().await.map_err(|error| odd(&error.to_string()))
}

/// Where a file is downloaded.
pub(crate) fn address(evidence: &Evidence, file: &EvidenceFile) -> String {
    format!("/api/v1/evidence/{}/files/{}", evidence.id, file.name)
}
