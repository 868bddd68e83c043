//! What is to be heard: a new critical incident, again as long as one waits; a new major one once.

use std::collections::BTreeSet;

use wire::Severity;
use wire::alert::AlertId;

use super::{Incident, Standing};

/// So often a critical incident that waits is heard again, in milliseconds.
const AGAIN_MS: f64 = 30_000.0;

/// What is to be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tune {
    /// Two tones, three times.
    Critical,
    /// One tone, once.
    Major,
}

/// What was heard, and what somebody wants to hear no more.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alarm {
    critical: BTreeSet<AlertId>,
    major: BTreeSet<AlertId>,
    /// Those that somebody has silenced without taking care of them.
    silenced: BTreeSet<AlertId>,
    /// Whether incidents were ever told of: those of the first word are not news.
    is_told: bool,
    heard_ms: Option<f64>,
}

impl Alarm {
    /// What is to be heard now that these incidents are there; `now_ms` is a clock that only goes on.
    pub(crate) fn hear<'a>(
        &mut self,
        incidents: impl Iterator<Item = &'a Incident>,
        now_ms: f64,
    ) -> Option<Tune> {
        let (mut critical, mut major) = (BTreeSet::new(), BTreeSet::new());
        for incident in incidents.filter(|incident| incident.standing() == Standing::Waiting) {
            match incident.severity() {
                Severity::Critical => critical.insert(incident.id),
                Severity::Major => major.insert(incident.id),
                Severity::Minor | Severity::Info => false,
            };
        }
        let is_new_major = self.is_told
            && major
                .difference(&self.major)
                .any(|id| !self.critical.contains(id));
        let is_new_critical = critical.difference(&self.critical).next().is_some();
        // One that was taken and waits again is heard again.
        self.silenced.retain(|id| critical.contains(id));
        let is_due = self.heard_ms.is_none_or(|heard| now_ms - heard >= AGAIN_MS);
        (self.critical, self.major, self.is_told) = (critical, major, true);
        if is_new_critical || (self.sounds() && is_due) {
            self.heard_ms = Some(now_ms);
            return Some(Tune::Critical);
        }
        is_new_major.then_some(Tune::Major)
    }

    /// Whether something is heard again and again.
    pub(crate) fn sounds(&self) -> bool {
        self.critical.difference(&self.silenced).next().is_some()
    }

    /// What sounds now is not heard again; how many that are.
    pub(crate) fn silence(&mut self) -> usize {
        let sounding = self.critical.difference(&self.silenced).count();
        self.silenced.clone_from(&self.critical);
        sounding
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::*;
    use super::*;
    use crate::model::alerts::{Known, of_alerts};

    fn hear(alarm: &mut Alarm, alerts: Vec<wire::alert::Alert>, now_ms: f64) -> Option<Tune> {
        let mut known = Known::default();
        known.take(alerts);
        let incidents = of_alerts(known.all());
        alarm.hear(incidents.values(), now_ms)
    }

    #[test]
    fn a_critical_one_is_heard_again_as_long_as_it_waits() {
        let mut alarm = Alarm::default();
        let critical = alert(1, Severity::Critical, 0);
        assert_eq!(hear(&mut alarm, vec![], 0.0), None);
        assert_eq!(
            hear(&mut alarm, vec![critical.clone()], 1.0),
            Some(Tune::Critical)
        );
        assert_eq!(hear(&mut alarm, vec![critical.clone()], 29_000.0), None);
        assert_eq!(
            hear(&mut alarm, vec![critical.clone()], 30_001.0),
            Some(Tune::Critical)
        );
        assert_eq!(hear(&mut alarm, vec![taken(critical, "Op 2", 5)], 70_000.0), None);
        assert!(!alarm.sounds());
    }

    #[test]
    fn silence_holds_for_what_sounds_now_and_not_for_what_comes() {
        let mut alarm = Alarm::default();
        let one = alert(1, Severity::Critical, 0);
        hear(&mut alarm, vec![one.clone()], 0.0);
        assert_eq!(alarm.silence(), 1);
        assert!(!alarm.sounds());
        assert_eq!(hear(&mut alarm, vec![one.clone()], 40_000.0), None);
        let other = alert(2, Severity::Critical, 0);
        assert_eq!(hear(&mut alarm, vec![one, other], 41_000.0), Some(Tune::Critical));
        assert!(alarm.sounds());
    }

    #[test]
    fn a_major_one_is_heard_once_and_not_when_the_screen_opens() {
        let mut alarm = Alarm::default();
        let old = alert(1, Severity::Major, 0);
        assert_eq!(hear(&mut alarm, vec![old.clone()], 0.0), None);
        let new = alert(2, Severity::Major, 0);
        assert_eq!(
            hear(&mut alarm, vec![old.clone(), new.clone()], 1.0),
            Some(Tune::Major)
        );
        assert_eq!(hear(&mut alarm, vec![old, new], 60_000.0), None);
        let quiet = [
            shelved(alert(3, Severity::Critical, 0), 9),
            follows(alert(4, Severity::Critical, 0), 1, 4),
        ];
        assert_eq!(hear(&mut alarm, quiet.to_vec(), 61_000.0), None);
    }
}
