use crate::Nanos;

/// Times are rounded to nanoseconds, so two that are exactly the limit apart may look one further.
const ROUNDING: Nanos = Nanos(1);

/// Watches that something comes often enough. A gap that is too long is told once in each interval of the report that it
/// touches, so that one lasting for minutes stays visible in all of them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Timer {
    since: Nanos,
    told: bool,
}

impl Timer {
    /// Gives what is awaited its full time from `now` on.
    pub(crate) fn started(now: Nanos) -> Self {
        Self {
            since: now,
            told: false,
        }
    }

    /// Since when it is awaited.
    pub(crate) fn since(&self) -> Nanos {
        self.since
    }

    /// It came. Whether it came too late and that has not been told yet.
    pub(crate) fn arrived(&mut self, now: Nanos, limit: Nanos) -> bool {
        let late = self.overdue(now, limit);
        *self = Self::started(now);
        late
    }

    /// Whether it should have come by `now` and that has not been told yet.
    pub(crate) fn overdue(&mut self, now: Nanos, limit: Nanos) -> bool {
        let late = now - self.since > limit + ROUNDING && !self.told;
        self.told |= late;
        late
    }

    /// A new interval of the report begins.
    pub(crate) fn next_interval(&mut self) {
        self.told = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Nanos = Nanos::from_millis(500);

    fn at(millis: u64) -> Nanos {
        Nanos::from_millis(millis)
    }

    #[test]
    fn a_gap_is_told_once_in_each_interval() {
        let mut timer = Timer::started(at(0));
        assert!(!timer.overdue(at(500), LIMIT), "the limit itself is allowed");
        assert!(timer.overdue(at(501), LIMIT));
        assert!(!timer.arrived(at(700), LIMIT), "told already");
        assert!(timer.arrived(at(1_300), LIMIT));

        assert!(timer.overdue(at(2_000), LIMIT));
        timer.next_interval();
        assert!(timer.overdue(at(3_000), LIMIT), "it lasts");
        timer.next_interval();
        assert!(timer.arrived(at(3_100), LIMIT), "it reached into this interval");
    }
}
