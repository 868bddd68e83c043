//! What the newest look says without figures: whether it failed, and which defects it saw.

use std::collections::BTreeMap;
use std::sync::Arc;

use wire::Timestamp;
use wire::probe::ProbeId;
use wire::reading::{Labels, Reading};

use super::{Bands, Judged, Role, Sense, say};

/// The probe cannot look.
#[derive(Default)]
pub(super) struct Failed(Last);

/// A defect is present.
pub(super) struct Finding {
    code: String,
    last: Last,
}

/// What the newest look at each probe says: none when nobody has looked, words where it is so.
#[derive(Default)]
struct Last {
    here: BTreeMap<ProbeId, Option<Option<String>>>,
    whole: Arc<Labels>,
}

impl Last {
    fn join(&mut self, probe: ProbeId, role: Role) {
        if role == Role::LookedAt {
            self.here.entry(probe).or_default();
        }
    }

    fn set(&mut self, reading: &Reading, said: Option<&str>) {
        let Some(last) = self.here.get_mut(&reading.probe) else {
            return;
        };
        let is_same = last.as_ref().is_some_and(|last| last.as_deref() == said);
        if !is_same {
            *last = Some(said.map(str::to_owned));
        }
    }

    fn judge(&self, probe: ProbeId, out: &mut Vec<Judged>) {
        let Some(Some(said)) = self.here.get(&probe) else {
            return;
        };
        let words = || (said.clone().unwrap_or_default(), None);
        out.push(Judged::new(&self.whole, Some(said.is_some()), words));
    }
}

impl Sense for Failed {
    fn join(&mut self, probe: ProbeId, _: Timestamp, role: Role) {
        self.0.join(probe, role);
    }

    fn leave(&mut self, probe: ProbeId) {
        self.0.here.remove(&probe);
    }

    fn take(&mut self, reading: &Reading) {
        let failure = reading.failure.as_ref();
        self.0
            .set(reading, failure.map(|failure| failure.detail.as_str()));
    }

    fn judge(&mut self, probe: ProbeId, _: Timestamp, _: &dyn Bands, out: &mut Vec<Judged>) {
        self.0.judge(probe, out);
    }

    fn shift(&mut self, _: i64) {}

    fn claim(&self, holds: bool) -> String {
        if holds { "looks failed" } else { "looks succeed" }.to_owned()
    }
}

impl Finding {
    pub(super) fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            last: Last::default(),
        }
    }
}

impl Sense for Finding {
    fn join(&mut self, probe: ProbeId, _: Timestamp, role: Role) {
        self.last.join(probe, role);
    }

    fn leave(&mut self, probe: ProbeId) {
        self.last.here.remove(&probe);
    }

    fn take(&mut self, reading: &Reading) {
        let seen = reading.findings.iter().find(|finding| finding.code == self.code);
        // A look that failed does not tell that a defect is gone.
        if seen.is_none() && reading.failure.is_some() {
            return;
        }
        let words = seen.map(|finding| match finding.detail.as_str() {
            "" => self.code.as_str(),
            detail => detail,
        });
        self.last.set(reading, words);
    }

    fn judge(&mut self, probe: ProbeId, _: Timestamp, _: &dyn Bands, out: &mut Vec<Judged>) {
        self.last.judge(probe, out);
    }

    fn shift(&mut self, _: i64) {}

    fn claim(&self, holds: bool) -> String {
        format!("{} {}present", self.code, say::not(holds))
    }
}

#[cfg(test)]
mod tests {
    use wire::rule::Test;

    use super::super::testing::{CAMERA, failed, load, own, with_finding};

    #[test]
    fn a_probe_that_cannot_look_says_why() {
        let mut own = own(Test::Failure);
        assert!(own.parts(CAMERA, 0.0).is_empty());
        assert_eq!(own.truth(&load(1.0, 0.1)), Some(false));
        let told = own.see(&failed(2.0));
        assert_eq!(
            (told.truth, told.text.as_str()),
            (Some(true), "no answer within 0.9 s")
        );
        assert_eq!(own.truth(&load(3.0, 0.1)), Some(false));
    }

    #[test]
    fn a_defect_stays_until_a_look_does_not_see_it() {
        let code = "box.no_signal".to_owned();
        let mut own = own(Test::Finding { code });
        assert!(!own.is_timed());
        assert_eq!(own.truth(&load(1.0, 0.1)), Some(false));
        let told = own.see(&with_finding(load(2.0, 0.1)));
        assert_eq!(
            (told.truth, told.text.as_str()),
            (Some(true), "no signal at its input")
        );
        assert_eq!(own.truth(&failed(3.0)), Some(true), "nobody could look");
        assert_eq!(own.truth(&load(4.0, 0.1)), Some(false));
    }
}
