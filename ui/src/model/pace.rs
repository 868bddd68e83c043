//! How far this screen is ahead of the station's clock, and how many frames it can take.

use wire::Timestamp;

const FASTEST_MS: u32 = 100;
const SLOWEST_MS: u32 = 1_000;
/// A frame that comes so much later than others did has waited for this screen.
const LATE_MS: i64 = 500;
const PROMPT_MS: i64 = 100;
/// After so many prompt frames more are asked for.
const CALM: u32 = 100;
const WINDOW_MS: i64 = 30_000;

/// Watches how late frames come. A screen that is too slow asks for fewer of them, because what waits for it is old.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    every_ms: u32,
    /// The clock of the station less that of the screen for the promptest frame of this window and of the one before.
    best: (i64, i64),
    began: Option<Timestamp>,
    calm: u32,
    /// Frames on their way when fewer were asked for do not count against the new pace.
    judged_from: Timestamp,
}

impl Pace {
    /// As many frames as the station gives.
    pub(crate) fn new() -> Self {
        Self {
            every_ms: FASTEST_MS,
            best: (0, 0),
            began: None,
            calm: 0,
            judged_from: Timestamp(i64::MIN),
        }
    }

    /// Least time between two frames, in milliseconds.
    pub(crate) fn every_ms(&self) -> u32 {
        self.every_ms
    }

    /// The clock of the station less that of the screen, in milliseconds, without what frames lost on their way.
    pub(crate) fn ahead_ms(&self) -> i64 {
        self.best.0.max(self.best.1)
    }

    /// A frame that was sent at `station` was shown at `screen`, each by its own clock.
    pub(crate) fn note(&mut self, screen: Timestamp, station: Timestamp) {
        let ahead = station.millis_since(screen);
        match self.began {
            // A clock that was set back starts a new window, too.
            Some(began) if !(0..WINDOW_MS).contains(&screen.millis_since(began)) => {
                self.best = (ahead, self.best.0);
                self.began = Some(screen);
            }
            Some(_) => self.best.0 = self.best.0.max(ahead),
            None => {
                self.best = (ahead, ahead);
                self.began = Some(screen);
            }
        }
        let late = self.ahead_ms() - ahead;
        if late > LATE_MS && screen >= self.judged_from {
            self.every_ms = self.every_ms.saturating_mul(2).min(SLOWEST_MS);
            self.calm = 0;
            self.judged_from = screen.plus_millis(late.saturating_mul(2));
        } else if late < PROMPT_MS {
            self.calm += 1;
            if self.calm >= CALM {
                self.every_ms = (self.every_ms / 2).max(FASTEST_MS);
                self.calm = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_promptest_frame_tells_the_clock() {
        let mut pace = Pace::new();
        for (screen, station) in [(1000, 5900), (2000, 7000), (3000, 7950)] {
            pace.note(Timestamp(screen), Timestamp(station));
        }
        assert_eq!(pace.ahead_ms(), 5000);
        // The clock of the station was set back: two windows later that is believed.
        for screen in [40_000, 80_000] {
            pace.note(Timestamp(screen), Timestamp(screen + 100));
        }
        assert_eq!(pace.ahead_ms(), 100);
    }

    #[test]
    fn a_slow_screen_asks_for_fewer_frames_and_later_for_more_again() {
        let mut pace = Pace::new();
        for frame in 0..5 {
            pace.note(Timestamp(frame * 300), Timestamp(frame * 100));
        }
        assert_eq!(pace.every_ms(), 200);
        for frame in 0..200 {
            pace.note(Timestamp(10_000 + frame * 200), Timestamp(10_000 + frame * 200));
        }
        assert_eq!(pace.every_ms(), 100);
    }
}
