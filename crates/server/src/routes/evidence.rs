//! Evidence of streams that became bad: list, look into, download, save, delete.

use aide::axum::ApiRouter;
use aide::axum::routing::{get_with, post_with};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, NoContent, Response};
use schemars::JsonSchema;
use serde::Deserialize;
use wire::api::Page;
use wire::evidence::{Bundle, Evidence};
use wire::probe::ProbeId;

use super::log::page;
use crate::answer::{New, Paging};
use crate::ask::{At, Params};
use crate::problem::{NOT_FOUND, Refusal};
use crate::{AUTHOR, App};

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/evidence",
            get_with(list, |op| {
                op.tag("evidence")
                    .summary("What was kept of streams that became bad, newest first")
                    .description(
                        "A bundle is saved when a stream becomes major or critical, once a minute at most. All together take \
                         512 MB at most and a quarter of what the disk has left for them; the oldest go first.",
                    )
            }),
        )
        .api_route(
            "/api/v1/evidence/{id}",
            get_with(one, |op| {
                op.tag("evidence")
                    .summary("One bundle: settings, figures, findings and what the target said of itself")
            })
            .delete_with(delete, |op| op.tag("evidence").summary("Delete a bundle")),
        )
        .api_route(
            "/api/v1/evidence/{id}/files/{name}",
            get_with(file, |op| {
                op.tag("evidence")
                    .summary("Download a file of a bundle")
                    .description(
                        "`excerpt.pcapng` holds the datagrams of the last seconds with the time at which the kernel got each, \
                         for Wireshark; its IP and UDP headers are built anew. `excerpt.ts` holds what came over \
                         SRT. `picture.jpg` is the newest picture, `bundle.json` what the bundle says of itself.",
                    )
                    .response::<200, ()>()
            }),
        )
        .api_route(
            "/api/v1/probes/{id}/evidence",
            post_with(save, |op| {
                op.tag("evidence")
                    .summary("Save what is known of a probe now, and the last seconds of its packets if it is a stream")
            }),
        )
}

/// Which bundles.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// Only those of this probe, which may be deleted by now.
    probe: Option<ProbeId>,
    /// `next` of the page before; the first page without it.
    cursor: Option<String>,
    /// How many entries at most: 1 to 1000, 200 if not given.
    limit: Option<u32>,
}

/// Which file.
#[derive(Deserialize, JsonSchema)]
struct Named {
    /// The number of the bundle.
    id: String,
    /// The `name` of the file, as it was listed.
    name: String,
}

async fn list(
    State(app): State<App>,
    Params(wanted): Params<Wanted>,
) -> Result<Json<Page<Evidence>>, Refusal> {
    let Wanted { probe, cursor, limit } = wanted;
    let paging = Paging { cursor, limit };
    let (limit, last) = (paging.limit()?, paging.last()?);
    let all = app.station.evidence(probe).await.into_iter();
    let older = all.filter(|evidence| last.is_none_or(|last| u64::from(evidence.id) < last));
    let items = older.take(limit as usize + 1).collect();
    Ok(page(items, limit, |evidence: &Evidence| evidence.id.into()))
}

async fn one(State(app): State<App>, At { id }: At) -> Result<Json<Bundle>, Refusal> {
    let bundle = app.station.evidence_bundle(id).await?;
    bundle
        .map(Json)
        .ok_or_else(|| Refusal::no("bundle of evidence", id))
}

async fn file(State(app): State<App>, Path(Named { id, name }): Path<Named>) -> Result<Response, Refusal> {
    let bytes = match id.parse() {
        Ok(id) => app.station.evidence_file(id, &name).await?,
        Err(_) => None,
    };
    let Some(bytes) = bytes else {
        return Err(Refusal::new(
            NOT_FOUND,
            "There is no such file; its bundle may have been deleted to make room for newer ones.",
        ));
    };
    let sort = match name.rsplit('.').next() {
        Some("json") => "application/json",
        Some("jpg") => "image/jpeg",
        Some("ts") => "video/mp2t",
        _ => "application/octet-stream",
    };
    let headers = [
        (header::CONTENT_TYPE, sort.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"evidence-{id}-{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

async fn save(State(app): State<App>, At { id }: At) -> Result<New<Evidence>, Refusal> {
    let saved = app.station.save_evidence(AUTHOR, ProbeId(id)).await?;
    saved.map(New).ok_or_else(|| Refusal::no("probe", id))
}

async fn delete(State(app): State<App>, At { id }: At) -> Result<NoContent, Refusal> {
    if app.station.delete_evidence(AUTHOR, id).await? {
        return Ok(NoContent);
    }
    Err(Refusal::no("bundle of evidence", id))
}
