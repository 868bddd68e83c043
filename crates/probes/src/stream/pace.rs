use std::time::Duration;

use tokio::time::{Instant, Interval, MissedTickBehavior, interval};

/// How often it is asked whether something is to be told.
const ASKED: Duration = Duration::from_millis(100);
/// How often a stream is told while all is well.
const USUAL: Duration = Duration::from_secs(1);

/// When a stream is told: each second, and at once when something is wrong with it.
pub(crate) struct Pace {
    ticks: Interval,
    told: Instant,
}

impl Pace {
    pub(crate) fn new() -> Self {
        let mut ticks = interval(ASKED);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            ticks,
            told: Instant::now(),
        }
    }

    /// Waits until it is time to ask; gives how much later that is than it should be, because this machine was too busy.
    /// Loses nothing when dropped.
    pub(crate) async fn tick(&mut self) -> Duration {
        let due = self.ticks.tick().await;
        Instant::now().saturating_duration_since(due)
    }

    /// Whether to tell now.
    pub(crate) fn is_due(&mut self, has_news: bool) -> bool {
        let is_due = has_news || self.told.elapsed() + ASKED / 2 >= USUAL;
        if is_due {
            self.told = Instant::now();
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At which tenths of a second it is told.
    async fn told(is_wrong: fn(u32) -> bool) -> Vec<u32> {
        let mut pace = Pace::new();
        pace.tick().await;
        let mut told = Vec::new();
        for tenth in 1..=35 {
            pace.tick().await;
            if pace.is_due(is_wrong(tenth)) {
                told.push(tenth);
            }
        }
        told
    }

    #[tokio::test(start_paused = true)]
    async fn a_machine_that_did_nothing_for_a_while_knows_for_how_long() {
        let mut pace = Pace::new();
        pace.tick().await;
        assert_eq!(pace.tick().await, Duration::ZERO);
        tokio::time::advance(Duration::from_millis(1_300)).await;
        assert_eq!(pace.tick().await, Duration::from_millis(1_200));
        assert_eq!(pace.tick().await, Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn trouble_is_told_at_once_and_all_else_each_second() {
        assert_eq!(told(|_| false).await, [10, 20, 30]);
        assert_eq!(told(|tenth| tenth == 13).await, [10, 13, 23, 33]);
        assert_eq!(told(|tenth| tenth > 32).await, [10, 20, 30, 33, 34, 35]);
    }
}
