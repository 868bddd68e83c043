//! Probes: list, make, change, delete, check, try, look now.

use aide::axum::ApiRouter;
use aide::axum::routing::{get_with, post_with};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, NoContent, Response};
use schemars::JsonSchema;
use serde::Deserialize;
use station::{Picture, Wanted};
use wire::api::{Checked, Page};
use wire::live::{Facts, ProbeView};
use wire::probe::{Probe, ProbeId, ProbeSpec};
use wire::reading::Reading;

use crate::answer::{Made, Now, One, Paging};
use crate::ask::{At, Body, Expected, Params};
use crate::problem::Refusal;
use crate::{AUTHOR, App};

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/probes",
            get_with(list, |op| {
                op.tag("probes").summary("Every probe and how it is, by number")
            })
            .post_with(create, |op| op.tag("probes").summary("Make a probe")),
        )
        .api_route(
            "/api/v1/probes/{id}",
            get_with(one, |op| op.tag("probes").summary("One probe and how it is"))
                .put_with(update, |op| op.tag("probes").summary("Change a probe"))
                .delete_with(delete, |op| {
                    op.tag("probes").summary("Delete a probe; its history stays")
                }),
        )
        .api_route(
            "/api/v1/probes/{id}/look",
            post_with(look, |op| {
                op.tag("probes")
                    .summary("Let a probe look now instead of at its time")
                    .response::<202, ()>()
            }),
        )
        .api_route(
            "/api/v1/probes/{id}/facts",
            get_with(facts, |op| {
                op.tag("probes")
                    .summary("What the target of a probe says of itself in words, as it is now")
            }),
        )
        .api_route(
            "/api/v1/probes/{id}/picture",
            get_with(picture, |op| {
                op.tag("probes")
                    .summary("What the stream of a probe shows, as JPEG")
                    .description(
                        "Who asks is taken to look at it for 10 s, and the stream is decoded meanwhile: ask again every two \
                         seconds. Sound is decoded, and its levels are measured ten times a second, only while somebody asks \
                         with `sound=true`. 204 before there is a picture. The header `picture-at` tells when it was decoded, in \
                         milliseconds since 1970 UTC.",
                    )
                    .response::<200, ()>()
                    .response::<204, ()>()
            }),
        )
        .api_route(
            "/api/v1/probes/check",
            post_with(check, |op| {
                op.tag("probes")
                    .summary("Say what is wrong with a probe's entries; nothing is saved")
            }),
        )
        .api_route(
            "/api/v1/probes/try",
            post_with(attempt, |op| {
                op.tag("probes").summary("Look once without making a probe")
            }),
        )
}

async fn list(
    State(app): State<App>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<ProbeView>>, Refusal> {
    paging.of(app.station.probe_views(), |view| view.probe.id.0.into())
}

async fn one(State(app): State<App>, At { id }: At) -> Result<Now<ProbeView>, Refusal> {
    let view = app
        .station
        .probe_view(ProbeId(id))
        .ok_or_else(|| Refusal::no("probe", id))?;
    Ok(Now {
        revision: view.probe.revision,
        thing: view,
    })
}

async fn create(State(app): State<App>, Body(spec): Body<ProbeSpec>) -> Result<Made<Probe>, Refusal> {
    let probe = app.station.create_probe(AUTHOR, spec).await?;
    Ok(Made {
        place: format!("/api/v1/probes/{}", probe.id),
        revision: probe.revision,
        thing: probe,
    })
}

async fn update(
    State(app): State<App>,
    At { id }: At,
    Expected(expected): Expected,
    Body(spec): Body<ProbeSpec>,
) -> Result<One<Probe>, Refusal> {
    let probe = app
        .station
        .update_probe(AUTHOR, ProbeId(id), expected, spec)
        .await?;
    Ok(One {
        revision: probe.revision,
        thing: probe,
    })
}

async fn delete(
    State(app): State<App>,
    At { id }: At,
    Expected(expected): Expected,
) -> Result<NoContent, Refusal> {
    app.station.delete_probe(AUTHOR, ProbeId(id), expected).await?;
    Ok(NoContent)
}

async fn look(State(app): State<App>, At { id }: At) -> Result<StatusCode, Refusal> {
    if app.station.look_now(ProbeId(id)) {
        Ok(StatusCode::ACCEPTED)
    } else {
        Err(Refusal::no("probe", id))
    }
}

async fn facts(State(app): State<App>, At { id }: At) -> Result<Json<Facts>, Refusal> {
    let facts = app.station.facts(ProbeId(id));
    facts.map(Json).ok_or_else(|| Refusal::no("probe", id))
}

/// What else is wanted with a picture.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Also {
    /// Whether the levels of the sound are wanted too; not if not given.
    #[serde(default)]
    sound: bool,
}

async fn picture(
    State(app): State<App>,
    At { id }: At,
    Params(Also { sound }): Params<Also>,
) -> Result<Response, Refusal> {
    app.station
        .probe_view(ProbeId(id))
        .ok_or_else(|| Refusal::no("probe", id))?;
    let wanted = if sound {
        Wanted::PictureAndSound
    } else {
        Wanted::Picture
    };
    let Some(Picture { at, jpeg }) = app.station.picture(ProbeId(id), wanted) else {
        return Ok(NoContent.into_response());
    };
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (HeaderName::from_static("picture-at"), at.0.to_string()),
    ];
    Ok((headers, jpeg).into_response())
}

/// What is checked.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CheckedAs {
    /// The probe that the entries would replace; its hidden secrets are kept.
    of: Option<ProbeId>,
}

async fn check(
    State(app): State<App>,
    Params(CheckedAs { of }): Params<CheckedAs>,
    Body(spec): Body<ProbeSpec>,
) -> Json<Checked> {
    Json(Checked {
        errors: app.station.check(&spec, of).err().unwrap_or_default(),
    })
}

async fn attempt(State(app): State<App>, Body(spec): Body<ProbeSpec>) -> Result<Json<Reading>, Refusal> {
    Ok(Json(app.station.try_probe(spec).await?))
}
