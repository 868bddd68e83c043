//! What is usual: where that is asked, and of what it must be known.

use wire::probe::ProbeId;
use wire::rule::Pick;

use super::{Engine, OwnRule};
use crate::baseline;
use crate::own::Bands;

impl Engine {
    /// What is usual for values is asked there from now on.
    pub fn learn(&mut self, bands: Box<dyn Bands + Send + Sync>) {
        self.bands = bands;
    }

    /// The series of which rules must know what is usual, probe by probe.
    #[must_use]
    pub fn wants_usual(&self) -> Vec<(ProbeId, Pick)> {
        let of_rule = |rule: &OwnRule| {
            let test = &rule.own.spec().when;
            let mut probes = rule.at.clone();
            probes.extend(test.probes());
            let picks = baseline::picks(test);
            let pairs = probes
                .into_iter()
                .flat_map(move |probe| picks.clone().into_iter().map(move |pick| (probe, pick.clone())));
            pairs.collect::<Vec<_>>()
        };
        self.own.values().flat_map(of_rule).collect()
    }
}
