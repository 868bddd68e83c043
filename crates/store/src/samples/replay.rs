//! The start: opens both files, sets damaged ones aside, and brings back what was not in chunks yet.

use std::path::Path;

use sqlx::{Row, SqliteConnection};
use wire::Timestamp;
use wire::series::Series;

use super::age::Age;
use super::memory::Memory;
use super::salvage::Salvage;
use super::{SAMPLES, TICKS, tables, tick, union};
use crate::Error;
use crate::database::{Kind, Opening};
use crate::owed::Owed;
use crate::state::State;

/// Both files, open and consistent.
pub(crate) struct Ready {
    pub(super) samples: SqliteConnection,
    pub(super) ticks: SqliteConnection,
    pub(super) memory: Memory,
    pub(super) age: Age,
    pub(super) next_tick: i64,
    pub(super) salvage: Option<Salvage>,
    /// The names of all series.
    pub(crate) series: Vec<Series>,
}

/// Opens the files of `dir`. Damaged ones become `<name>.<suffix>`; the sentences are for the operator.
pub(crate) async fn ready(
    dir: &Path,
    state: &State,
    suffix: &str,
    now: Timestamp,
    notices: &mut Vec<String>,
) -> Result<Ready, Error> {
    let wrap = Error::database;
    let (mut samples, samples_lost) = open(&SAMPLES, dir, suffix).await?;
    let (mut ticks, ticks_lost) = open(&TICKS, dir, suffix).await?;
    if ticks_lost {
        notices.push(format!(
            "The file with the newest samples, ticks.db, was damaged and is set aside as ticks.db.{suffix}. \
             Some minutes of history before this start may be missing."
        ));
    }

    let (ours, theirs) = (
        state.series().await?,
        tables::series(&mut samples)
            .await
            .map_err(wrap("reading series"))?,
    );
    let series = union(ours.clone(), theirs.clone());
    if ours.len() < series.len() {
        let owed = Owed {
            series: series.clone(),
            ..Owed::default()
        };
        state.append(&owed).await?;
    }
    if theirs.len() < series.len() {
        tables::save_series(&mut samples, &series)
            .await
            .map_err(wrap("saving series"))?;
    }
    let mut marks = tables::marks(&mut ticks)
        .await
        .map_err(wrap("reading the last numbers"))?;
    let age = Age::take(&mut marks, now.0);
    if let Some(newest) = series.iter().map(|series| series.probe.0).max() {
        marks.push(("probe".to_owned(), newest.into()));
    }
    state.skip_to(&marks).await?;

    let mut memory = Memory::new(now, &series);
    let done = tables::done(&mut samples)
        .await
        .map_err(wrap("reading how far chunks go"))?;
    let newest_done = done.values().max().copied().unwrap_or(0);
    let (first, last, unread) = replay(&mut ticks, &mut memory, |probe| {
        done.get(&probe).copied().unwrap_or(0)
    })
    .await;
    if unread {
        notices.push(
            "Some of the newest samples in ticks.db were damaged; a few seconds of history before this start may be \
             missing."
                .to_owned(),
        );
    }
    let next_tick = newest_done.max(last) + 1;
    let salvage = if samples_lost {
        // What is still in the ticks was just brought back from there and must not come twice.
        let salvage = Salvage::of(dir, suffix, first.unwrap_or(i64::MAX), &mut samples).await;
        let rest = match salvage {
            Some(_) => "What can be read of it comes back over the next minutes.",
            None => "Nothing of it can be read: history begins anew, but for the last minutes.",
        };
        notices.push(format!(
            "The file with the history, samples.db, was damaged and is set aside as samples.db.{suffix}. {rest}"
        ));
        salvage
    } else {
        None
    };
    Ok(Ready {
        samples,
        ticks,
        memory,
        age,
        next_tick,
        salvage,
        series,
    })
}

/// Opens one file, or sets it aside and opens a new one; true when it did.
pub(super) async fn open(kind: &Kind, dir: &Path, suffix: &str) -> Result<(SqliteConnection, bool), Error> {
    match kind.open(dir).await {
        Ok(conn) => Ok((conn, false)),
        Err(Opening::Failed(error)) => Err(error),
        Err(Opening::Damaged) => {
            kind.set_aside(dir, suffix)?;
            Ok((kind.open(dir).await?, true))
        }
    }
}

/// Puts the ticks that are in no chunk into the heads. Gives the numbers of the first and the last tick, and whether
/// one could not be read.
async fn replay(
    ticks: &mut SqliteConnection,
    memory: &mut Memory,
    done: impl Fn(u32) -> i64,
) -> (Option<i64>, i64, bool) {
    let (mut first, mut last, mut unread) = (None, 0, false);
    loop {
        // In pages: all ticks at once would take as much memory as the heads they fill.
        let rows = sqlx::query("SELECT id, data FROM tick WHERE id > ? ORDER BY id LIMIT 256").bind(last);
        let rows = match rows.fetch_all(&mut *ticks).await {
            Ok(rows) if rows.is_empty() => break,
            Ok(rows) => rows,
            Err(error) => {
                tracing::warn!(%error, "ticks cannot be read to their end");
                unread = true;
                break;
            }
        };
        for row in rows {
            last = row.get("id");
            first.get_or_insert(last);
            let Some(mut points) = tick::decode(row.get("data")) else {
                unread = true;
                continue;
            };
            points.retain(|point| {
                memory
                    .owners
                    .of(point.series.0)
                    .is_some_and(|probe| done(probe) < last)
            });
            memory.grow(&points, last);
        }
    }
    (first, last, unread)
}
