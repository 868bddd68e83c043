//! What the writer does beside writing: closes heads, moves old chunks on, copies the settings. Never much at once,
//! since samples wait meanwhile.

use std::time::Duration;

use tokio::time::Instant;
use wire::Timestamp;

use super::memory::Head;
use super::room::vacuum;
use super::tables::{self, Entry};
use super::writer::Writer;
use super::{chunk, condense};
use crate::Error;
use crate::database::Transaction;
use crate::retention::{COARSEST, DAY, PIECE};

/// Between two looks for heads that are full.
const CLOSING: Duration = Duration::from_secs(5);
/// Between two looks for chunks that are old.
const AGEING: Duration = Duration::from_secs(60);
/// Between two looks at the room on the disk.
const ROOM: Duration = Duration::from_secs(2);
/// Between two copies of the settings.
const COPYING: Duration = Duration::from_secs(5);

/// Rows of a head that are worth a chunk whatever its age.
const FULL: usize = 1024;
/// Values in all heads at most, 8 bytes each; beyond, heads become chunks early.
const HEADS: u64 = 3_000_000;
/// Of the whole disk, the ticks may take one part in this many.
const TICKS_SHARE: u64 = 16;
/// Heads that become chunks in one commit.
const HEADS_AT_ONCE: usize = 8;
/// For so many days deliveries are kept after their end.
const DELIVERIES_DAYS: i64 = 30;
/// pco's effort for pieces, which live an hour.
const LEVEL: usize = 1;

const KEEPING: &str = "keeping history in order";

/// When what is to be done next.
pub(super) struct Chores {
    closing: Instant,
    ageing: Instant,
    /// When it was last done.
    aged: Instant,
    room: Instant,
    copying: Instant,
    /// Values that may come before the heads are looked at again.
    pub(super) credit: u64,
}

impl Chores {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            closing: now + CLOSING,
            ageing: now,
            aged: now,
            room: now,
            copying: now + COPYING,
            credit: 0,
        }
    }

    /// When the next one is due.
    pub(super) fn next(&self) -> Instant {
        self.closing.min(self.ageing).min(self.room).min(self.copying)
    }
}

impl Writer {
    /// Whether upkeep has something to do that does not wait for its time.
    pub(super) fn is_busy(&self) -> bool {
        let memory = self.shared.memory();
        !self.due.is_empty() || self.salvage.is_some() || memory.suspect || memory.outlived
    }

    /// Values that heads and ticks may hold.
    fn most(&self) -> u64 {
        self.shared
            .disk
            .room()
            .map_or(HEADS, |room| room.total / TICKS_SHARE / 8)
            .min(HEADS)
    }

    /// Does one piece of work, if one is due.
    pub(super) async fn upkeep(&mut self) -> Result<(), Error> {
        let wrap = || Error::database(KEEPING);
        let now = Instant::now();
        if self.chores.credit == 0 {
            self.chores.credit = self.most() / 4;
            self.chores.room = now;
            self.chores.closing = now;
        }
        if std::mem::take(&mut self.shared.memory().outlived) {
            self.chores.ageing = now;
        }
        if std::mem::take(&mut self.shared.memory().suspect) {
            self.find_damage().await;
        } else if self.chores.room <= now {
            self.chores.room = now + ROOM;
            self.look_at_room(false).await;
        } else if self.chores.closing <= now {
            let most = self.most();
            let (now, crowded) = {
                let memory = self.shared.memory();
                let held: usize = memory.heads.values().map(|head| head.table.len()).sum();
                (memory.now, held as u64 > most)
            };
            let due = |probe: u32, head: &Head| {
                let period = |at: i64| (at + condense::phase(probe)).div_euclid(PIECE);
                crowded || head.table.times.len() >= FULL || period(now) != period(head.begun)
            };
            // At once again while there are more.
            if !self.close_heads(due).await? {
                self.chores.closing = Instant::now() + CLOSING;
            }
        } else if self.chores.copying <= now {
            self.chores.copying = now + COPYING;
            self.shared.state.copy().await?;
        } else if let Some(task) = self.due.pop_front() {
            let (tiers, now) = (self.shared.tiers(), self.age.at());
            let moved = condense::advance(&mut self.samples, &tiers, task, now, &self.shared.board).await;
            if moved.map_err(wrap())? {
                // There may be more of it, and what moved may have to move on.
                self.due.push_front(task);
                if task.1 < COARSEST && self.due.back() != Some(&(task.0, task.1 + 1)) {
                    self.due.push_back((task.0, task.1 + 1));
                }
            }
        } else if let Some(salvage) = &mut self.salvage {
            if let Some(sentence) = salvage.step(&mut self.samples).await.map_err(wrap())? {
                self.shared.board.tell(sentence);
                self.salvage = None;
            }
        } else if self.chores.ageing <= now {
            self.chores.ageing = now + AGEING;
            let ran = now - std::mem::replace(&mut self.chores.aged, now);
            self.grow_old(ran).await?;
            self.find_old().await?;
        }
        Ok(())
    }

    /// Makes chunks of some heads that are `due`; true when it did.
    pub(super) async fn close_heads(&mut self, due: impl Fn(u32, &Head) -> bool) -> Result<bool, Error> {
        let closing: Vec<_> = {
            let memory = self.shared.memory();
            let mut due: Vec<_> = memory
                .heads
                .iter()
                .filter(|(probe, head)| due(**probe, head))
                .collect();
            // The oldest first: ticks are kept for the oldest head.
            due.sort_unstable_by_key(|(_, head)| head.first_tick);
            due.truncate(HEADS_AT_ONCE);
            due.into_iter()
                .map(|(probe, head)| (*probe, head.table.clone(), head.last_tick))
                .collect()
        };
        if closing.is_empty() {
            return Ok(false);
        }
        let wrap = || Error::database("moving samples into history");
        let mut transaction = Transaction::begin(&mut self.samples).await.map_err(wrap())?;
        for (probe, table, seq) in &closing {
            if let Some((t0, t1)) = table.span() {
                let entry = Entry {
                    id: 0,
                    probe: *probe,
                    tier: 0,
                    seq: *seq,
                    t0,
                    t1,
                };
                let blob = chunk::encode(table, LEVEL);
                tables::insert(&mut transaction, entry, &blob)
                    .await
                    .map_err(wrap())?;
                tables::set_done(&mut transaction, *probe, *seq)
                    .await
                    .map_err(wrap())?;
            }
        }
        let oldest = {
            let _swap = self.shared.readers.write().await;
            transaction.commit().await.map_err(wrap())?;
            let mut memory = self.shared.memory();
            for (probe, ..) in &closing {
                memory.heads.remove(probe);
            }
            memory.heads.values().map(|head| head.first_tick).min()
        };
        tables::forget_ticks(&mut self.ticks, oldest.unwrap_or(self.next_tick))
            .await
            .map_err(wrap())?;
        Ok(true)
    }

    /// Notes that the station ran for `ran` more.
    pub(super) async fn grow_old(&mut self, ran: Duration) -> Result<(), Error> {
        let clock = self.shared.memory().now;
        let ran = i64::try_from(ran.as_millis()).unwrap_or(i64::MAX);
        self.age.step(clock, ran, self.shared.doubt);
        tables::replace_marks(&mut self.ticks, &self.age.marks())
            .await
            .map_err(Error::database(KEEPING))
    }

    /// Lists what may have to move on, forgets old events, alerts and deliveries, and gives back what the file does not need.
    async fn find_old(&mut self) -> Result<(), Error> {
        let wrap = || Error::database(KEEPING);
        let now = self.age.at();
        let tiers = self.shared.tiers();
        for (number, tier) in tiers.iter().enumerate() {
            let before = now - tier.keep - tier.stretch;
            let probes = tables::probes_before(&mut self.samples, number, before)
                .await
                .map_err(wrap())?;
            self.due.extend(probes.into_iter().map(|probe| (probe, number)));
        }
        let spare = "SELECT freelist_count > page_count / 4 FROM pragma_freelist_count, pragma_page_count";
        if sqlx::query_scalar(spare)
            .fetch_one(&mut self.samples)
            .await
            .map_err(wrap())?
        {
            vacuum(&mut self.samples, 512).await.map_err(wrap())?;
        }
        let oldest = Timestamp(now - tiers[COARSEST].keep);
        self.shared.state.forget_events(oldest).await?;
        self.shared.state.forget_alerts(oldest).await?;
        let ended = Timestamp(now - DELIVERIES_DAYS * DAY);
        self.shared.state.forget_deliveries(ended).await
    }
}
