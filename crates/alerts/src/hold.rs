//! How long something must be bad before people are told, and well before they are told that.

use wire::{Severity, Timestamp};

/// How long to wait, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Patience {
    /// Bad for so long, and it is told.
    pub raise_ms: u32,
    /// Well for so long, and that is told.
    pub clear_ms: u32,
}

/// The severities that are told, least first.
const TOLD: [Severity; 3] = [Severity::Minor, Severity::Major, Severity::Critical];

/// Whether something has been bad, and how bad, for long enough. Each severity is held for itself: something that was
/// critical for a moment and major for long is major.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hold {
    levels: [Level; 3],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Level {
    /// How it was seen last.
    is_bad: bool,
    /// Since when it has been seen so.
    since: Timestamp,
    /// Whether it is told.
    is_told: bool,
}

impl Level {
    fn see(&mut self, is_bad: bool, at: Timestamp) {
        if self.is_bad != is_bad {
            self.is_bad = is_bad;
            self.since = at;
        }
    }

    fn ripen(&mut self, patience: Patience, now: Timestamp) {
        let lasted = now.millis_since(self.since);
        if self.is_bad && lasted >= i64::from(patience.raise_ms) {
            self.is_told = true;
        } else if !self.is_bad && lasted >= i64::from(patience.clear_ms) {
            self.is_told = false;
        }
    }

    /// When it will be told otherwise, if nothing changes.
    fn due(&self, patience: Patience) -> Option<Timestamp> {
        let wait = if self.is_bad {
            patience.raise_ms
        } else {
            patience.clear_ms
        };
        (self.is_bad != self.is_told).then(|| self.since.plus_millis(wait.into()))
    }
}

impl Hold {
    /// What was told as `severity` before the station was started anew: it stays until it is seen to be well.
    pub(crate) fn told(severity: Severity, since: Timestamp) -> Self {
        let level = |of| Level {
            is_bad: severity >= of,
            since,
            is_told: severity >= of,
        };
        Self {
            levels: TOLD.map(level),
        }
    }

    /// What was found to be well at `since`, before the station was started anew.
    pub(crate) fn well(since: Timestamp) -> Self {
        let level = Level {
            since,
            ..Level::default()
        };
        Self { levels: [level; 3] }
    }

    /// Takes what was seen: how bad it is, or nothing bad.
    pub(crate) fn see(&mut self, severity: Option<Severity>, at: Timestamp) {
        for (level, of) in self.levels.iter_mut().zip(TOLD) {
            level.see(severity >= Some(of), at);
        }
    }

    /// Lets time pass.
    pub(crate) fn ripen(&mut self, patience: Patience, now: Timestamp) {
        self.levels
            .iter_mut()
            .for_each(|level| level.ripen(patience, now));
    }

    /// How bad it has been for long enough.
    pub(crate) fn severity(&self) -> Option<Severity> {
        let told = self
            .levels
            .iter()
            .zip(TOLD)
            .rev()
            .find(|(level, _)| level.is_told);
        told.map(|(_, severity)| severity)
    }

    /// How bad it was seen last, and since when it has been at least minor.
    pub(crate) fn seen(&self) -> Option<(Severity, Timestamp)> {
        let seen = self.levels.iter().zip(TOLD).rev().find(|(level, _)| level.is_bad);
        seen.map(|(_, severity)| (severity, self.levels[0].since))
    }

    /// Since when it has been well, if it is.
    pub(crate) fn well_since(&self) -> Option<Timestamp> {
        let [least, ..] = self.levels;
        (!least.is_bad).then_some(least.since)
    }

    /// Whether nothing is bad and nothing is told.
    pub(crate) fn is_idle(&self) -> bool {
        self.levels.iter().all(|level| !level.is_bad && !level.is_told)
    }

    /// When it ripens next, if nothing changes.
    pub(crate) fn due(&self, patience: Patience) -> Option<Timestamp> {
        self.levels.iter().filter_map(|level| level.due(patience)).min()
    }

    /// Moves every moment.
    pub(crate) fn shift(&mut self, millis: i64) {
        for level in &mut self.levels {
            level.since = level.since.plus_millis(millis);
        }
    }
}

#[cfg(test)]
mod tests {
    use Severity::{Critical, Major, Minor};

    use super::*;

    const PATIENCE: Patience = Patience {
        raise_ms: 2000,
        clear_ms: 5000,
    };

    fn run(steps: &[(i64, Option<Severity>)]) -> Vec<Option<Severity>> {
        let mut hold = Hold::default();
        let step = |(at, seen): &(i64, Option<Severity>)| {
            hold.see(*seen, Timestamp(*at));
            hold.ripen(PATIENCE, Timestamp(*at));
            hold.severity()
        };
        steps.iter().map(step).collect()
    }

    #[test]
    fn what_lasts_is_told_and_what_does_not_is_not() {
        let steps = [
            (0, Some(Major)),
            (1000, Some(Major)),
            (2000, Some(Major)),
            (3000, None),
        ];
        assert_eq!(run(&steps), [None, None, Some(Major), Some(Major)]);
        let flicker = [
            (0, Some(Major)),
            (1000, None),
            (1500, Some(Major)),
            (3000, Some(Major)),
        ];
        assert_eq!(run(&flicker), [None; 4]);
    }

    #[test]
    fn it_is_well_when_it_has_been_well_for_long_enough() {
        let mut steps = vec![
            (0, Some(Critical)),
            (2000, Some(Critical)),
            (3000, None),
            (7999, None),
        ];
        assert_eq!(run(&steps).last(), Some(&Some(Critical)));
        steps.push((8000, None));
        assert_eq!(run(&steps).last(), Some(&None));
    }

    #[test]
    fn each_severity_lasts_for_itself() {
        let steps = [
            (0, Some(Minor)),
            (1500, Some(Critical)),
            (2000, Some(Minor)),
            (2500, Some(Major)),
            (4500, Some(Major)),
            (5000, Some(Minor)),
            (10_000, Some(Minor)),
        ];
        let told = [
            None,
            None,
            Some(Minor),
            Some(Minor),
            Some(Major),
            Some(Major),
            Some(Minor),
        ];
        assert_eq!(run(&steps), told);
    }

    #[test]
    fn a_clock_that_was_set_moves_what_is_remembered() {
        let mut hold = Hold::default();
        hold.see(Some(Major), Timestamp(100_000));
        hold.shift(-90_000);
        hold.ripen(PATIENCE, Timestamp(11_000));
        assert_eq!(hold.severity(), None);
        assert_eq!(hold.due(PATIENCE), Some(Timestamp(12_000)));
        hold.ripen(PATIENCE, Timestamp(12_000));
        assert_eq!(hold.severity(), Some(Major));
    }
}
