//! Several probes added, changed and deleted with one order.

use std::collections::{BTreeMap, BTreeSet};

use store::Change;
use wire::changes::{Changing, Deleting, MOST_CHANGES, ProbeChange};
use wire::inventory::DeviceId;
use wire::probe::{Probe, ProbeId, ProbeSpec};
use wire::settings::FieldError;

use super::Station;
use crate::Refused;

impl Station {
    /// Does all of `changes` or none; what was done is on disk and running when this returns. Gives the probes that were
    /// added and changed, in order. Secrets that are left hidden are kept.
    ///
    /// # Errors
    /// Wrong entries, each named by the place of its change: `3.target`; or what the store says.
    pub async fn change_probes(
        &self,
        author: &str,
        changes: Vec<ProbeChange>,
    ) -> Result<Vec<Probe>, Refused> {
        if changes.is_empty() || changes.len() > MOST_CHANGES {
            let message = format!("give 1 to {MOST_CHANGES} changes at a time");
            return Err(Refused::Invalid(vec![FieldError::new("", message)]));
        }
        let mut wrong = misnamed(&changes, self.names());
        let devices = self.inner.store.devices().await?;
        let devices: BTreeSet<DeviceId> = devices.into_iter().map(|device| device.id).collect();
        let mut orders = Vec::with_capacity(changes.len());
        for (at, change) in changes.into_iter().enumerate() {
            let (id, expect, spec) = match change {
                ProbeChange::Delete(Deleting { id, revision }) => {
                    orders.push(Change::DeleteProbe { id, expect: revision });
                    continue;
                }
                ProbeChange::Add(spec) => (None, None, *spec),
                ProbeChange::Change(changing) => {
                    let Changing { id, revision, spec } = *changing;
                    (Some(id), Some(revision), spec)
                }
            };
            let spec = self.with_secrets_of(id, spec).await?;
            let open = self.opened(spec.clone())?;
            let faults = probes::check(self.inner.kinds, &open).err().unwrap_or_default();
            let place = |fault: FieldError| FieldError::new(format!("{at}.{}", fault.field), fault.message);
            wrong.extend(faults.into_iter().map(place));
            if let Some(DeviceId(device)) = open.device.filter(|device| !devices.contains(device)) {
                let message = format!("there is no device {device}; it may have been deleted");
                wrong.push(FieldError::new(format!("{at}.device"), message));
            }
            let spec = ProbeSpec {
                name: spec.name.trim().to_owned(),
                ..spec
            };
            let spec = self.sealed(spec);
            orders.push(Change::PutProbe { id, expect, spec });
        }
        if !wrong.is_empty() {
            return Err(Refused::Invalid(wrong));
        }
        self.commit(author, orders).await
    }

    /// How every probe is called.
    fn names(&self) -> BTreeMap<ProbeId, String> {
        let live = self.live();
        live.views()
            .map(|view| (view.probe.id, view.probe.spec.name.clone()))
            .collect()
    }
}

/// Finds names that two probes would have once everything is done, and probes that are named twice.
fn misnamed(changes: &[ProbeChange], mut names: BTreeMap<ProbeId, String>) -> Vec<FieldError> {
    let mut wrong = Vec::new();
    let mut named = BTreeSet::new();
    for (at, change) in changes.iter().enumerate() {
        let id = match change {
            ProbeChange::Add(_) => continue,
            ProbeChange::Change(changing) => changing.id,
            ProbeChange::Delete(deleting) => deleting.id,
        };
        names.remove(&id);
        if !named.insert(id) {
            let message = format!("another change is about probe {id} already; keep one of them");
            wrong.push(FieldError::new(format!("{at}.id"), message));
        }
    }
    let key = |name: &str| name.trim().to_lowercase();
    let mut taken: BTreeSet<String> = names.values().map(|name| key(name)).collect();
    for (at, change) in changes.iter().enumerate() {
        let name = match change {
            ProbeChange::Add(spec) => &spec.name,
            ProbeChange::Change(changing) => &changing.spec.name,
            ProbeChange::Delete(_) => continue,
        };
        if !taken.insert(key(name)) {
            let message = "another probe has this name; choose one that tells them apart";
            wrong.push(FieldError::new(format!("{at}.name"), message));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn wrong(changes: Value) -> Vec<String> {
        let changes: Vec<ProbeChange> = serde_json::from_value(changes).unwrap();
        let names = [(ProbeId(1), "A".to_owned()), (ProbeId(2), "B".to_owned())];
        let wrong = misnamed(&changes, names.into());
        wrong.into_iter().map(|fault| fault.field).collect()
    }

    fn spec(name: &str) -> Value {
        json!({ "name": name, "kind": "icmp", "target": "icmp:192.0.2.1" })
    }

    fn change(id: u32, name: &str) -> Value {
        json!({ "change": { "id": id, "revision": 1, "spec": spec(name) } })
    }

    #[test]
    fn names_are_judged_as_they_are_at_the_end() {
        let fine: [&str; 0] = [];
        assert_eq!(wrong(json!([change(1, "B"), change(2, "a")])), fine, "they swap");
        assert_eq!(
            wrong(json!([{ "add": spec("A") }, { "delete": { "id": 1 } }])),
            fine
        );
        assert_eq!(wrong(json!([{ "add": spec(" a ") }])), ["0.name"]);
        assert_eq!(wrong(json!([{ "add": spec("C") }, change(1, "c")])), ["1.name"]);
        assert_eq!(
            wrong(json!([change(1, "C"), { "delete": { "id": 1 } }])),
            ["1.id"]
        );
    }
}
