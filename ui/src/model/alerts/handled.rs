//! What people, silences and causes have done with what fires: a channel of its own beside condition and freshness.

use std::sync::Arc;

use wire::Timestamp;
use wire::alert::{Alert, AlertId, SilenceId, Suppressed};
use wire::live::Condition;
use wire::route::Silence;

use crate::model::face::Face;

/// After so long, whoever acknowledged may have forgotten it.
const STALE_MS: i64 = 30 * 60_000;

/// How far what fires was handled; what is left to do counts before what was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Handled {
    /// Nobody has done anything with it; or nothing fires.
    #[default]
    Not,
    /// Somebody takes care of it.
    Acknowledged {
        /// Who.
        by: String,
        /// Since when.
        at: Timestamp,
    },
    /// Somebody has put it aside.
    Shelved {
        /// Who.
        by: String,
        /// Until when; until it is resolved when absent.
        until: Option<Timestamp>,
    },
    /// A silence or a maintenance window keeps it quiet.
    Silenced {
        /// Which one.
        silence: SilenceId,
        /// Why, as whoever made it said.
        why: String,
        /// Whether it is maintenance.
        is_maintenance: bool,
        /// Until when, where it does not come again.
        until: Option<Timestamp>,
    },
    /// The show phase keeps it quiet.
    Phase,
    /// It only follows from another alert.
    Follows {
        /// From which one.
        cause: AlertId,
    },
}

/// Since when or until when a mark holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Since {
    /// It began then.
    Began(Timestamp),
    /// It ends then.
    Ends(Timestamp),
}

impl Handled {
    /// One alert by itself.
    pub(crate) fn by(alert: &Alert) -> Self {
        if let Some(shelved) = &alert.shelved {
            let (by, until) = (shelved.by.clone(), shelved.until);
            return Self::Shelved { by, until };
        }
        if let Some(taken) = &alert.acknowledged {
            let (by, at) = (taken.by.clone(), taken.at);
            return Self::Acknowledged { by, at };
        }
        match (&alert.suppressed, &alert.cause) {
            (Some(Suppressed::Silence { silence, why }), _) => Self::Silenced {
                silence: *silence,
                why: why.clone(),
                is_maintenance: false,
                until: None,
            },
            (Some(Suppressed::Phase), _) => Self::Phase,
            (Some(Suppressed::Cause), Some(cause)) => Self::Follows { cause: cause.alert },
            (Some(Suppressed::Cause), None) | (None, _) => Self::Not,
        }
    }

    /// Several that fire, as one: new as long as one of them is; else as the worst of those with which most was left to do.
    pub(crate) fn of<'a>(firing: impl Iterator<Item = &'a Arc<Alert>>) -> Self {
        let handled = firing.map(|alert| (Self::by(alert), alert.severity));
        let first = handled.max_by_key(|(handled, severity)| (handled.left_to_do(), *severity));
        first.map(|(handled, _)| handled).unwrap_or_default()
    }

    /// With what is known of the silence that keeps it quiet.
    pub(crate) fn with(mut self, silences: &[Silence]) -> Self {
        if let Self::Silenced {
            silence,
            is_maintenance,
            until,
            ..
        } = &mut self
            && let Some(known) = silences.iter().find(|known| known.id == *silence)
        {
            *is_maintenance = known.spec.maintenance;
            *until = known.spec.repeat.is_never().then_some(known.spec.until);
        }
        self
    }

    fn left_to_do(&self) -> u8 {
        match self {
            Self::Not => 5,
            Self::Acknowledged { .. } => 4,
            Self::Shelved { .. } => 3,
            Self::Follows { .. } => 2,
            Self::Silenced { .. } => 1,
            Self::Phase => 0,
        }
    }

    /// The class that styles everything drawn so, beside that of the condition.
    pub(crate) fn class(&self) -> &'static str {
        match self {
            Self::Not => "",
            Self::Acknowledged { .. } => " acked",
            Self::Shelved { .. } => " shelved",
            Self::Silenced {
                is_maintenance: true, ..
            } => " maint",
            Self::Silenced { .. } | Self::Phase => " silenced",
            Self::Follows { .. } => " follows",
        }
    }

    /// The shape of a condition: filled for what is new, an outline for what is in somebody's hands.
    pub(crate) fn glyph(&self, face: Face) -> &'static str {
        match (self, face.condition) {
            (Self::Not, _) => face.glyph(),
            (_, Condition::Critical) => "g g-crit-o",
            (_, Condition::Major) => "g g-warn-o",
            _ => face.glyph(),
        }
    }

    /// The class of the glyph that tells it; empty for what nobody has done anything with.
    pub(crate) fn badge(&self) -> &'static str {
        match self {
            Self::Not => "",
            Self::Acknowledged { .. } => "g-check",
            Self::Shelved { .. } => "g-moon",
            Self::Silenced {
                is_maintenance: true, ..
            } => "g-wrench",
            Self::Silenced { .. } | Self::Phase => "g-hush",
            Self::Follows { .. } => "g-follows",
        }
    }

    /// Since when or until when; nothing where that is not said.
    pub(crate) fn since(&self) -> Option<Since> {
        match self {
            Self::Acknowledged { at, .. } => Some(Since::Began(*at)),
            Self::Shelved { until, .. } | Self::Silenced { until, .. } => until.map(Since::Ends),
            Self::Not | Self::Phase | Self::Follows { .. } => None,
        }
    }

    /// For how long somebody has had it, when that is so long that it may be forgotten, in milliseconds.
    pub(crate) fn stale_ms(&self, now: Timestamp) -> Option<i64> {
        match self {
            Self::Acknowledged { at, .. } => Some(now.millis_since(*at)).filter(|age| *age >= STALE_MS),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::Severity;

    use super::super::samples::*;
    use super::*;

    fn of(alerts: Vec<Alert>) -> Handled {
        Handled::of(arcs(alerts).iter())
    }

    #[test]
    fn what_is_new_counts_before_what_somebody_has() {
        let new = alert(1, Severity::Major, 0);
        let taken = taken(alert(2, Severity::Critical, 0), "Op 2", 60_000);
        assert_eq!(of(vec![taken.clone(), new]), Handled::Not);
        let both = of(vec![shelved(alert(3, Severity::Critical, 0), 9), taken]);
        assert_eq!(both.since(), Some(Since::Began(Timestamp(60_000))));
        assert_eq!(of(Vec::new()), Handled::Not);
    }

    #[test]
    fn what_somebody_has_for_half_an_hour_may_be_forgotten() {
        let taken = of(vec![taken(alert(1, Severity::Critical, 0), "Op 2", 0)]);
        assert_eq!(taken.stale_ms(Timestamp(STALE_MS - 1)), None);
        assert_eq!(taken.stale_ms(Timestamp(STALE_MS)), Some(STALE_MS));
    }

    #[test]
    fn a_follower_tells_from_what() {
        let cause = AlertId(1);
        assert_eq!(
            of(vec![follows(alert(2, Severity::Critical, 0), 1, 1)]),
            Handled::Follows { cause }
        );
    }
}
