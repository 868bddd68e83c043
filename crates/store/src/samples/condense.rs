//! Moves what has become old from one tier to the next, and makes room.

use sqlx::SqliteConnection;
use wire::Timestamp;

use super::chunk::{self, Value};
use super::table::{Condenser, Table};
use super::tables::{self, Entry};
use crate::board::Board;
use crate::database::Transaction;
use crate::retention::{HOURS, Tier};
use crate::utc;

/// pco's effort for chunks that stay. Level 8 saves half a per cent more and takes half as long again.
const LEVEL: usize = 4;

type Result<T> = std::result::Result<T, sqlx::Error>;

/// Moves the oldest stretch of `probe` that `tier` need not keep any more at `now`: to the next tier, or away. False
/// when there is none.
pub(super) async fn advance(
    conn: &mut SqliteConnection,
    tiers: &[Tier],
    (probe, tier): (u32, usize),
    now: i64,
    board: &Board,
) -> Result<bool> {
    let rule = tiers[tier];
    let entries = tables::entries(conn, probe).await?;
    let stretch = |entry: &Entry| (entry.tier, (entry.t0 + phase(probe)).div_euclid(rule.stretch));
    let is_old = |entry: &Entry| entry.tier == tier && entry.t1 < now - rule.keep;
    // Only neighbours in order of arrival become one chunk. Where the clock was set back there are more, smaller ones.
    let mut groups = entries.chunk_by(|one, next| stretch(one) == stretch(next));
    let Some(group) = groups.find(|group| group.iter().all(is_old)) else {
        return Ok(false);
    };
    match tiers.get(tier + 1) {
        Some(next) => merge(conn, group, tier + 1, next.step, board).await?,
        None => {
            let mut transaction = Transaction::begin(conn).await?;
            for entry in group {
                tables::delete(&mut transaction, entry.id).await?;
            }
            transaction.commit().await?;
        }
    }
    Ok(true)
}

/// Shifts the stretches of each probe by another part of an hour, in milliseconds, so that they are not all due at once.
pub(super) fn phase(probe: u32) -> i64 {
    // The golden ratio of 2^32 spreads neighbours far apart.
    i64::from(probe.wrapping_mul(2_654_435_769) >> 12) % (60 * 60 * 1000)
}

/// Makes one chunk of `tier` from neighbours.
pub(super) async fn merge(
    conn: &mut SqliteConnection,
    group: &[Entry],
    tier: usize,
    step: i64,
    board: &Board,
) -> Result<()> {
    let Some(newest) = group.last() else { return Ok(()) };
    let mut joined = Table::default();
    let mut condenser = Condenser::new(step);
    for entry in group {
        let data = tables::data(conn, entry.id).await?;
        let sound = if entry.tier > HOURS {
            chunk::decode(&data, |_| true).map(|table: Table<super::tally::Tally>| condenser.add(&table))
        } else if tier > HOURS {
            chunk::decode(&data, |_| true).map(|table: Table<f64>| condenser.add(&table))
        } else {
            chunk::decode(&data, |_| true).map(|table: Table<f64>| join(&mut joined, &table))
        };
        if sound.is_none() {
            board.tell(damaged(entry));
        }
    }
    let blob = if tier > HOURS {
        encoded(&condenser.finish(), step)
    } else {
        encoded(&joined, step)
    };
    let mut transaction = Transaction::begin(conn).await?;
    for entry in group {
        tables::delete(&mut transaction, entry.id).await?;
    }
    if let Some((data, t0, t1)) = blob {
        let entry = Entry {
            id: 0,
            probe: newest.probe,
            tier,
            seq: newest.seq,
            t0,
            t1,
        };
        tables::insert(&mut transaction, entry, &data).await?;
    }
    transaction.commit().await
}

fn encoded<V: Value>(table: &Table<V>, step: i64) -> Option<(Vec<u8>, i64, i64)> {
    let (t0, t1) = table.span()?;
    Some((chunk::encode(table, LEVEL), t0, t1 + step - 1))
}

/// Puts a table that arrived later behind another.
fn join(to: &mut Table<f64>, later: &Table<f64>) {
    let offset = u32::try_from(to.times.len()).unwrap_or(u32::MAX);
    to.times.extend_from_slice(&later.times);
    for column in &later.columns {
        to.extend(column, offset);
    }
}

/// The sentence for a chunk whose checksum is wrong.
pub(super) fn damaged(entry: &Entry) -> String {
    format!(
        "The history of probe {} from {} to {} was damaged on the disk and is lost. Nothing else is affected; \
         if this happens again, replace the disk.",
        entry.probe,
        utc::minute(Timestamp(entry.t0)),
        utc::minute(Timestamp(entry.t1)),
    )
}
