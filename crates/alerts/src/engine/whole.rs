//! What is about no probe: the station's own troubles, and what many alerts have in common.

use wire::alert::Subject;
use wire::reading::Labels;
use wire::rule::RuleKey;
use wire::{Severity, Timestamp};

use super::Engine;
use super::instance::Instance;
use crate::hold::Patience;

impl Engine {
    /// Something of the station itself is wrong, or well again with no severity.
    pub fn say(&mut self, name: &str, subject: &str, text: &str, severity: Option<Severity>, at: Timestamp) {
        self.now = self.now.max(at);
        self.say_of_whole(
            &RuleKey::of_kind("station", name),
            subject,
            text,
            severity,
            Patience::default(),
        );
    }

    pub(super) fn say_of_whole(
        &mut self,
        key: &RuleKey,
        name: &str,
        text: &str,
        severity: Option<Severity>,
        patience: Patience,
    ) {
        let is_it = |instance: &Instance| instance.rule == *key && instance.name == name;
        let place = match (self.whole.iter().position(is_it), severity) {
            (Some(place), _) => place,
            (None, None) => return,
            (None, Some(_)) => {
                self.whole.push(Instance::of_whole(key.clone(), name, patience));
                self.whole.len() - 1
            }
        };
        let Some(instance) = self.whole.get_mut(place) else {
            return;
        };
        if severity.is_some() {
            text.clone_into(&mut instance.text);
        }
        instance.hold.see(severity, self.now);
        let mut teller = self.book.teller(&self.world, self.now);
        let subject = |part: &Labels| Subject {
            name: name.to_owned(),
            part: part.clone(),
            ..Subject::default()
        };
        self.is_unsettled |= instance.follow(&mut teller, subject);
    }
}
