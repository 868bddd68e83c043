//! What is otherwise during the show than when somebody signed the line-up.

use std::collections::BTreeMap;

use wire::probe::ProbeId;
use wire::reading::Labels;
use wire::rule::RuleKey;
use wire::{Severity, Timestamp};

use super::instance::Instance;
use super::{Engine, subject};
use crate::hold::Patience;

/// What moves for a moment has not drifted.
const PATIENCE: Patience = Patience {
    raise_ms: 30_000,
    clear_ms: 30_000,
};
const ADVICE: &str =
    "Somebody signed the line-up when this was otherwise. Find out what was changed, or sign a new line-up.";

impl Engine {
    /// Takes what is otherwise at which probe, in one sentence each. What is not named is as it was signed.
    pub fn drift(&mut self, found: &BTreeMap<ProbeId, String>, at: Timestamp) {
        self.now = self.now.max(at);
        let key = RuleKey::drift();
        let mut teller = self.book.teller(&self.world, self.now);
        for (probe, watched) in &mut self.watched {
            let told = found.get(probe);
            let mut place = watched.instances.iter().position(|instance| instance.rule == key);
            if place.is_none() && told.is_some() {
                let instance = Instance::patient(key.clone(), Labels::new(), PATIENCE);
                watched.instances.push(instance);
                place = watched.instances.len().checked_sub(1);
            }
            let Some(instance) = place.and_then(|place| watched.instances.get_mut(place)) else {
                continue;
            };
            match told {
                Some(text) => instance.hear(
                    Severity::Minor,
                    self.now,
                    (text.clone(), ADVICE.to_owned()),
                    self.now,
                ),
                None => instance.hold.see(None, self.now),
            }
            if instance.follow(&mut teller, |part| subject(&self.world, *probe, part)) {
                self.turned.insert(*probe);
                self.is_unsettled = true;
            }
        }
    }
}
