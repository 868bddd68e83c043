//! What is set on the station itself.

use std::sync::PoisonError;

use store::{Change, Changed};
use wire::Severity;
use wire::event::{Event, EventSort};
use wire::rule::Tunings;
use wire::settings::FieldError;
use wire::station::{self, StationSpec};

use super::Station;
use crate::spine::Order;
use crate::{Refused, usual};

impl Station {
    /// Its name: the machine's, unless it was given one.
    #[must_use]
    pub fn name(&self) -> String {
        self.settings().spec.name
    }

    /// What is set on it.
    #[must_use]
    pub fn settings(&self) -> station::Station {
        let settings = self.inner.settings.read();
        settings.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is wrong with tunings of a device, of a channel or of the station itself.
    #[must_use]
    pub fn tuning_faults(&self, tunings: &Tunings) -> Vec<FieldError> {
        probes::tuning_faults(self.inner.kinds, None, tunings)
    }

    /// Sets what is set on it, if that is still at revision `expect`. It is on disk and holds when this returns.
    ///
    /// # Errors
    /// Wrong entries, or what the store says.
    pub async fn change_settings(
        &self,
        author: &str,
        expect: Option<u32>,
        spec: StationSpec,
    ) -> Result<station::Station, Refused> {
        let spec = StationSpec {
            name: spec.name.trim().to_owned(),
            ..spec
        };
        let mut wrong = spec.faults();
        wrong.extend(self.tuning_faults(&spec.alerts));
        if !wrong.is_empty() {
            return Err(Refused::Invalid(wrong));
        }
        let change = Change::PutStation {
            expect,
            usual: usual::spec(),
            spec,
        };
        match self.change_one(author, change).await? {
            Changed::Station(settings) => Ok(settings),
            _ => Err(Refused::Store(store::Error::Closed)),
        }
    }

    /// Takes up settings that are on disk.
    pub(super) async fn obey(&self, settings: station::Station) {
        let before = {
            let mut held = self
                .inner
                .settings
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            // An older order may come here after a newer one.
            if settings.revision <= held.revision {
                return;
            }
            std::mem::replace(&mut *held, settings.clone())
        };
        for text in told(&before.spec, &settings.spec) {
            let event = Event {
                seq: 0,
                at: self.now(),
                severity: Severity::Info,
                sort: EventSort::Changed,
                probe: None,
                channel: None,
                of: None,
                text,
            };
            // On its way to the disk it needs nobody who waits.
            drop(self.give(|done| Order::Write(event, done)).await);
        }
    }
}

/// What is told of a change of settings.
fn told(old: &StationSpec, new: &StationSpec) -> Vec<String> {
    let mut told = Vec::new();
    if old.name != new.name {
        told.push(format!("the station {} is called {} now", old.name, new.name));
    }
    if old.retention != new.retention {
        let station::Retention {
            raw_days,
            ten_seconds_days,
            five_minutes_days,
        } = new.retention;
        told.push(format!(
            "history is kept as it came for {}, in steps of 10 s for {}, in steps of 5 min for {}",
            days(raw_days),
            days(ten_seconds_days),
            days(five_minutes_days)
        ));
    }
    told
}

fn days(number: u32) -> String {
    match number {
        1 => "1 day".to_owned(),
        _ => format!("{number} days"),
    }
}
