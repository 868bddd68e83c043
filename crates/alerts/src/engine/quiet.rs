//! Silences and maintenance windows.

use std::collections::{BTreeMap, BTreeSet};

use wire::Timestamp;
use wire::alert::{Alert, SilenceId, Suppressed};
use wire::route::{Silence, SilenceSpec};
use wire::settings::FieldError;

use crate::calendar;
use crate::matching::Matching;
use crate::world::World;

#[derive(Default)]
pub(super) struct Quiet {
    silences: BTreeMap<SilenceId, (SilenceSpec, Matching)>,
    /// Those that were in force when it was asked last.
    in_force: BTreeSet<SilenceId>,
}

impl Quiet {
    pub(super) fn put(&mut self, silence: Silence) -> Result<(), Vec<FieldError>> {
        let matching = Matching::new("matching", &silence.spec.matching)?;
        self.silences.insert(silence.id, (silence.spec, matching));
        Ok(())
    }

    pub(super) fn remove(&mut self, id: SilenceId) {
        self.silences.remove(&id);
    }

    /// Whether one began or ended since it was asked last.
    pub(super) fn turns_at(&mut self, world: &World, now: Timestamp) -> bool {
        let is_on = |(_, (spec, _)): &(&SilenceId, &(SilenceSpec, Matching))| {
            calendar::is_in_force(spec, now, world.ahead_of_utc_ms)
        };
        let in_force: BTreeSet<_> = self.silences.iter().filter(is_on).map(|(id, _)| *id).collect();
        let has_turned = in_force != self.in_force;
        self.in_force = in_force;
        has_turned
    }

    /// The silence that keeps an alert quiet.
    pub(super) fn silence_of(
        &self,
        world: &World,
        alert: &Alert,
        rule_name: &str,
        now: Timestamp,
    ) -> Option<Suppressed> {
        let mut silences = self.silences.iter();
        let (id, (spec, _)) = silences.find(|(_, (spec, matching))| {
            calendar::is_in_force(spec, now, world.ahead_of_utc_ms) && matching.fits(world, alert, rule_name)
        })?;
        Some(Suppressed::Silence {
            silence: *id,
            why: spec.name.clone(),
        })
    }
}
