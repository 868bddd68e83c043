//! Alerts that a source outside posts.

use std::collections::BTreeMap;

use axum::extract::State;
use schemars::JsonSchema;
use serde::Deserialize;
use station::Said;
use wire::Timestamp;

use super::wrong::Wrong;
use crate::App;
use crate::ask::Body;
use crate::problem::{MALFORMED, Refusal};

/// So many of those that are wrong are named in an answer.
const NAMED: usize = 20;

/// An alert as a source outside says it.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Postable {
    /// What names it; the same labels are the same alert.
    #[serde(default)]
    labels: Option<BTreeMap<String, String>>,
    /// What is to be read about it.
    #[serde(default)]
    annotations: Option<BTreeMap<String, String>>,
    /// Since when it fires (RFC 3339).
    #[serde(default)]
    starts_at: Option<String>,
    /// When it ends or ended (RFC 3339).
    #[serde(default)]
    ends_at: Option<String>,
    /// Where the source shows it.
    #[serde(default, rename = "generatorURL")]
    generator_url: Option<String>,
}

pub(super) async fn post(State(app): State<App>, Body(posted): Body<Vec<Postable>>) -> Result<(), Wrong> {
    let count = posted.len();
    let (mut taken, mut wrong) = (Vec::new(), Vec::new());
    for (at, alert) in posted.into_iter().enumerate() {
        match said(alert).and_then(|said| judge(&app, said)) {
            Ok(said) => taken.push(said),
            Err(why) => wrong.push(if count == 1 {
                why
            } else {
                format!("alert {} of {count}: {why}", at + 1)
            }),
        }
    }
    let left = app.station.hear(taken).await?;
    let more = wrong.len().saturating_sub(NAMED);
    wrong.truncate(NAMED);
    if more > 0 {
        wrong.push(format!("{more} more are wrong"));
    }
    if left > 0 {
        wrong.push(format!(
            "{left} new alerts were not taken: there is no room for so many"
        ));
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(MALFORMED, wrong.join("; ")).into())
}

fn judge(app: &App, said: Said) -> Result<Said, String> {
    said.check()?;
    if app.station.is_echo(&said) {
        return Err("this station has told of this alert itself".to_owned());
    }
    Ok(said)
}

fn said(posted: Postable) -> Result<Said, String> {
    let labels = posted.labels.unwrap_or_default().into_iter();
    // A label without a value is none.
    let labels = labels.filter(|(_, value)| !value.is_empty());
    let began = moment("startsAt", posted.starts_at.as_deref())?;
    let ends = moment("endsAt", posted.ends_at.as_deref())?;
    Ok(Said {
        labels: labels.map(|(name, value)| (name.into(), value)).collect(),
        annotations: posted.annotations.unwrap_or_default(),
        link: posted.generator_url.unwrap_or_default(),
        began,
        ends,
    })
}

/// A moment of RFC 3339; none where nothing is said, or the year 1, which is how Go writes that.
pub(super) fn moment(field: &str, text: Option<&str>) -> Result<Option<Timestamp>, String> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let at: jiff::Timestamp = text
        .parse()
        .map_err(|_| format!("{field} is no time such as 2026-11-22T10:00:00Z: {text:?}"))?;
    let at = Timestamp(at.as_millisecond());
    Ok(Some(at).filter(|at| at.utc()[0] > 1))
}
