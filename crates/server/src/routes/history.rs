//! Series, and what they did.

use aide::axum::ApiRouter;
use aide::axum::routing::get_with;
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Deserialize;
use wire::Timestamp;
use wire::api::Page;
use wire::live::SeriesView;
use wire::probe::ProbeId;
use wire::series::{History, SeriesId, Told};

use crate::App;
use crate::answer::Paging;
use crate::ask::Params;
use crate::problem::Refusal;

const MOST_SERIES: usize = 50;
const MOST_STEPS: i64 = 5000;

pub(super) fn routes() -> ApiRouter<App> {
    ApiRouter::new()
        .api_route(
            "/api/v1/series",
            get_with(series, |op| {
                op.tag("history")
                    .summary("Every series and its newest value, by number")
            }),
        )
        .api_route(
            "/api/v1/history",
            get_with(history, |op| {
                op.tag("history")
                    .summary("What up to 50 series did, in up to 5000 steps each")
            }),
        )
}

/// Which series.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Whose {
    /// Only those of this probe.
    probe: Option<ProbeId>,
    /// `next` of the page before; the first page without it.
    cursor: Option<String>,
    /// How many entries at most: 1 to 1000, 200 if not given.
    limit: Option<u32>,
}

async fn series(
    State(app): State<App>,
    Params(Whose { probe, cursor, limit }): Params<Whose>,
) -> Result<Json<Page<SeriesView>>, Refusal> {
    if let Some(ProbeId(id)) = probe.filter(|id| app.station.probe_view(*id).is_none()) {
        return Err(Refusal::no("probe", id));
    }
    let views = app.station.series_views(probe);
    Paging { cursor, limit }.of(views, |view| view.series.id.0.into())
}

/// Which part of the past.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Past {
    /// Numbers of series with commas between them, such as `1,2`; 50 at most.
    series: String,
    /// Begin, in milliseconds since 1970 UTC.
    from: Timestamp,
    /// End, in milliseconds since 1970 UTC.
    to: Timestamp,
    /// Length of a step in milliseconds; at most 5000 of them reach from begin to end.
    step: u32,
    /// What to tell of each step, with commas between: `min`, `max`, `avg`, `last`, `count`. Everything if not given.
    values: Option<String>,
}

impl Past {
    fn series(&self) -> Result<Vec<SeriesId>, Refusal> {
        let parsed: Result<Vec<_>, _> = self
            .series
            .split(',')
            .map(|id| id.trim().parse().map(SeriesId))
            .collect();
        let mut series = parsed.map_err(|_| {
            Refusal::entry(
                "series",
                "Give numbers of series with commas between them, such as 1,2.",
            )
        })?;
        series.sort_unstable();
        series.dedup();
        if series.len() > MOST_SERIES {
            let message = format!(
                "Ask for {MOST_SERIES} series at a time at most, not {}.",
                series.len()
            );
            return Err(Refusal::entry("series", message));
        }
        Ok(series)
    }

    fn told(&self) -> Result<Vec<Told>, Refusal> {
        let Some(values) = &self.values else {
            return Ok(Told::ALL.to_vec());
        };
        let told = |word: &str| Told::ALL.into_iter().find(|told| told.name() == word.trim());
        values.split(',').map(told).collect::<Option<_>>().ok_or_else(|| {
            Refusal::entry(
                "values",
                "Give one or more of min, max, avg, last and count, with commas between them.",
            )
        })
    }

    fn check(&self) -> Result<(), Refusal> {
        let Self { from, to, step, .. } = self;
        if from >= to {
            return Err(Refusal::entry("to", "The end must be later than the begin."));
        }
        let span = to.0.saturating_sub(from.0);
        if i64::from(*step).saturating_mul(MOST_STEPS) < span {
            let least = span.div_euclid(MOST_STEPS).saturating_add(1);
            let message = format!("That would be more than {MOST_STEPS} steps; choose {least} ms or more.");
            return Err(Refusal::entry("step", message));
        }
        Ok(())
    }
}

async fn history(State(app): State<App>, Params(past): Params<Past>) -> Result<Json<Page<History>>, Refusal> {
    let series = past.series()?;
    past.check()?;
    let told = past.told()?;
    let items = app
        .station
        .history(&series, past.from, past.to, past.step, &told)
        .await?;
    Ok(Json(Page { items, next: None }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn past(series: &str, from: i64, to: i64, step: u32) -> Past {
        Past {
            series: series.to_owned(),
            from: Timestamp(from),
            to: Timestamp(to),
            step,
            values: None,
        }
    }

    #[test]
    fn bounds_are_kept() {
        assert!(past("1", 0, 5000, 1).check().is_ok());
        assert!(past("1", 0, 5001, 1).check().is_err());
        assert!(past("1", 0, 5000, 0).check().is_err());
        assert!(past("1", 5, 5, 1).check().is_err());
        assert!(past("1", i64::MIN, i64::MAX, u32::MAX).check().is_err());
        let many = (0..51)
            .map(|id: u32| id.to_string())
            .collect::<Vec<_>>()
            .join(",");
        assert!(past(&many, 0, 1, 1).series().is_err());
        assert!(past("1,x", 0, 1, 1).series().is_err());
        assert_eq!(
            past("2, 1,2", 0, 1, 1).series().unwrap(),
            [SeriesId(1), SeriesId(2)]
        );
    }

    #[test]
    fn only_what_there_is_can_be_asked_for() {
        let told = |values: &str| {
            let values = Some(values.to_owned());
            Past {
                values,
                ..past("1", 0, 1, 1)
            }
            .told()
        };
        assert_eq!(told("max, min").unwrap(), [Told::Max, Told::Min]);
        assert!(told("median").is_err());
        assert!(told("").is_err());
        assert_eq!(past("1", 0, 1, 1).told().unwrap(), Told::ALL);
    }
}
