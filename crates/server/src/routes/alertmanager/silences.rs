//! Silences, from and to the shape that they have in Alertmanager.

use std::collections::BTreeMap;

use aide::OperationInput;
use aide::axum::ApiRouter;
use aide::axum::routing::get_with;
use aide::generate::GenContext;
use aide::openapi::Operation;
use axum::Json;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wire::Timestamp;
use wire::route::{Compare, Matcher, Repeat, Silence, SilenceSpec};

use super::TAG;
use super::filter::{Asked, fits};
use super::gettable::{silence_of, uuid};
use super::posted::moment;
use super::wrong::Wrong;
use crate::ask::Body;
use crate::problem::{MALFORMED, NOT_FOUND, Refusal};
use crate::{AUTHOR, App};

/// The longest reason, in characters: what one line of a screen can show.
const LONGEST: usize = 250;

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v2/silences",
            get_with(list, |op| {
                op.tag(TAG).summary("Silences, those in force first").description(
                    "One that comes again has the times at which it holds now, or will hold next.",
                )
            })
            .post_with(post, |op| {
                op.tag(TAG)
                    .summary("Make a silence, or change the one with this `id`")
                    .description("The reason is its name on the screen. It holds, and is on disk, before this is answered.")
            }),
        )
        .api_route(
            "/api/v2/silence/{silenceID}",
            get_with(one, |op| op.tag(TAG).summary("One silence")).delete_with(expire, |op| {
                op.tag(TAG)
                    .summary("End a silence at once")
                    .description("It stays in the list as one that is over; one that would come again does not.")
            }),
        )
}

/// A silence.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Gettable {
    /// Which one, as a UUID.
    id: String,
    status: Status,
    /// When it became what it is, as far as that is known.
    updated_at: String,
    /// Why.
    comment: String,
    /// Who made it.
    created_by: String,
    /// Until when it holds.
    ends_at: String,
    /// Alerts that fit all of these are kept quiet.
    matchers: Vec<Condition>,
    /// From when it holds.
    starts_at: String,
}

/// Whether a silence holds.
#[derive(Serialize, JsonSchema)]
struct Status {
    state: Holds,
}

/// The states of silences.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Holds {
    /// It holds.
    Active,
    /// It will hold.
    Pending,
    /// It is over.
    Expired,
}

/// A condition on one label.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Condition {
    /// The label.
    name: String,
    /// What it is compared with.
    value: String,
    /// Whether that is a regular expression.
    is_regex: bool,
    /// Whether it must fit, rather than not; true if not said.
    #[serde(default = "yes")]
    is_equal: bool,
}

fn yes() -> bool {
    true
}

impl Condition {
    fn of(matcher: &Matcher) -> Self {
        Self {
            name: matcher.label.clone(),
            value: matcher.value.clone(),
            is_regex: matches!(matcher.is, Compare::Matching | Compare::NotMatching),
            is_equal: matches!(matcher.is, Compare::Equal | Compare::Matching),
        }
    }

    fn matcher(self) -> Matcher {
        let is = match (self.is_regex, self.is_equal) {
            (false, true) => Compare::Equal,
            (false, false) => Compare::NotEqual,
            (true, true) => Compare::Matching,
            (true, false) => Compare::NotMatching,
        };
        Matcher {
            label: self.name,
            is,
            value: self.value,
        }
    }
}

/// A silence and the time from when until when it holds.
type Timed = (Silence, Timestamp, Timestamp);

fn state((_, from, until): &Timed, now: Timestamp) -> Holds {
    match now {
        now if now < *from => Holds::Pending,
        now if now < *until => Holds::Active,
        _ => Holds::Expired,
    }
}

fn gettable(timed: &Timed, now: Timestamp) -> Gettable {
    let (silence, from, until) = timed;
    Gettable {
        id: uuid(silence.id),
        status: Status {
            state: state(timed, now),
        },
        updated_at: (*from).min(now).rfc3339(),
        comment: silence.spec.name.clone(),
        created_by: silence.spec.by.clone(),
        ends_at: until.rfc3339(),
        matchers: silence.spec.matching.iter().map(Condition::of).collect(),
        starts_at: from.rfc3339(),
    }
}

async fn list(State(app): State<App>, asked: Asked) -> Result<Json<Vec<Gettable>>, Wrong> {
    let now = app.station.now();
    let mut found = Vec::new();
    for timed in app.station.silences_by_time().await? {
        if is_asked_for(&timed.0.spec, &asked.filter)? {
            found.push(timed);
        }
    }
    found.sort_by_key(|timed| {
        let state = state(timed, now);
        let at = match state {
            Holds::Active => timed.2.0,
            Holds::Pending => timed.1.0,
            // The newest first.
            Holds::Expired => timed.2.0.saturating_neg(),
        };
        (state, at)
    });
    Ok(Json(found.iter().map(|timed| gettable(timed, now)).collect()))
}

/// Whether what a silence says of its labels fits every matcher; a label of which it says nothing is empty.
fn is_asked_for(spec: &SilenceSpec, filter: &[Matcher]) -> Result<bool, Refusal> {
    let said: BTreeMap<&str, &str> = spec
        .matching
        .iter()
        .map(|matcher| (matcher.label.as_str(), matcher.value.as_str()))
        .collect();
    for matcher in filter {
        let value = said.get(matcher.label.as_str()).copied().unwrap_or_default();
        if !fits(matcher, value)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The UUID in the path.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Which {
    /// Which silence.
    #[serde(rename = "silenceID")]
    silence_id: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Which {
    type Rejection = Wrong;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Wrong> {
        let read = Path::from_request_parts(parts, state).await;
        let Path(which) = read.map_err(|error| Refusal::new(MALFORMED, error.to_string()))?;
        Ok(which)
    }
}

impl OperationInput for Which {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        Path::<Self>::operation_input(ctx, operation);
    }
}

async fn find(app: &App, uuid: &str) -> Result<Timed, Wrong> {
    let id = silence_of(uuid);
    let mut all = app.station.silences_by_time().await?.into_iter();
    let found = all.find(|(silence, ..)| Some(silence.id) == id);
    Ok(found.ok_or_else(|| Refusal::new(NOT_FOUND, format!("silence {uuid} not found")))?)
}

async fn one(State(app): State<App>, Which { silence_id }: Which) -> Result<Json<Gettable>, Wrong> {
    let found = find(&app, &silence_id).await?;
    Ok(Json(gettable(&found, app.station.now())))
}

async fn expire(State(app): State<App>, Which { silence_id }: Which) -> Result<(), Wrong> {
    let found = find(&app, &silence_id).await?;
    let now = app.station.now();
    if state(&found, now) == Holds::Expired {
        return Ok(());
    }
    let (Silence { id, spec, .. }, from, _) = found;
    let spec = SilenceSpec {
        from: from.min(now.plus_millis(-1)),
        until: now,
        repeat: Repeat::Never,
        ..spec
    };
    app.station.put_silence(AUTHOR, Some(id), None, spec).await?;
    Ok(())
}

/// A silence as a client says it.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Postable {
    /// The one to be changed; a new one when absent.
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    comment: String,
    #[serde(default)]
    created_by: String,
    starts_at: String,
    ends_at: String,
    matchers: Vec<Condition>,
}

/// Which silence was made or changed.
#[derive(Serialize, JsonSchema)]
struct Made {
    /// Its id.
    #[serde(rename = "silenceID")]
    silence_id: String,
}

async fn post(State(app): State<App>, Body(posted): Body<Postable>) -> Result<Json<Made>, Wrong> {
    let now = app.station.now();
    let known = match posted.id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => Some(find(&app, id).await?),
        None => None,
    };
    let bad = |why: String| Refusal::new(MALFORMED, why);
    let at = |field: &str, text: &str| {
        let read = moment(field, Some(text)).and_then(|at| at.ok_or_else(|| format!("{field} is missing")));
        read.map_err(bad)
    };
    let (from, until) = (at("startsAt", &posted.starts_at)?, at("endsAt", &posted.ends_at)?);
    if until <= from {
        return Err(bad("failed to create silence: start time must be before end time".to_owned()).into());
    }
    if until <= now {
        return Err(bad("failed to create silence: end time can't be in the past".to_owned()).into());
    }
    let matching: Vec<Matcher> = posted.matchers.into_iter().map(Condition::matcher).collect();
    let mut says_something = false;
    for matcher in &matching {
        says_something |= !fits(matcher, "")?;
    }
    if !says_something {
        let why = "invalid silence: at least one matcher must not match the empty string";
        return Err(bad(why.to_owned()).into());
    }
    let by = line(&posted.created_by);
    let name = match line(&posted.comment) {
        empty if empty.is_empty() => format!("Silence of {}", if by.is_empty() { AUTHOR } else { &by }),
        said => said,
    };
    let id = known.as_ref().map(|(silence, ..)| silence.id);
    let spec = SilenceSpec {
        name,
        matching,
        from,
        until,
        repeat: Repeat::Never,
        maintenance: false,
        by,
    };
    let spec = known.map_or_else(|| begun(spec.clone(), now), |known| changed(spec.clone(), &known));
    let silence = app.station.put_silence(AUTHOR, id, None, spec).await?;
    Ok(Json(Made {
        silence_id: uuid(silence.id),
    }))
}

/// A new one does not hold before it was made.
fn begun(spec: SilenceSpec, now: Timestamp) -> SilenceSpec {
    SilenceSpec {
        from: spec.from.max(now),
        ..spec
    }
}

/// What clients cannot say stays: that it comes again, as long as its time is not another, and that it is maintenance.
fn changed(spec: SilenceSpec, (known, from, until): &Timed) -> SilenceSpec {
    let is_same_time = (spec.from, spec.until) == (*from, *until);
    let spec = SilenceSpec {
        repeat: known.spec.repeat.clone(),
        maintenance: known.spec.maintenance,
        ..spec
    };
    if !is_same_time {
        return spec;
    }
    SilenceSpec {
        from: known.spec.from,
        until: known.spec.until,
        ..spec
    }
}

/// What was said, in one line that a screen can show.
fn line(text: &str) -> String {
    let words: Vec<_> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .collect();
    let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(LONGEST).collect()
}
