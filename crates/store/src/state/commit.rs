//! One order of an operator: all of its changes or none, with their audit entries.

use serde::Serialize;
use serde_json::Value;
use sqlx::AssertSqlSafe;
use wire::Timestamp;
use wire::event::AuditEntry;
use wire::inventory::{Channel, Device, DeviceId, DeviceSpec, Port, Template};
use wire::phase::Phase;
use wire::probe::{Probe, ProbeId};
use wire::receiver::Receiver;
use wire::route::{Route, Silence};
use wire::rule::{Rule, RuleSpec};
use wire::station::{Station, StationSpec};

use super::log::write_entry;
use super::things::{Thing, name_key, word};
use super::{State, phases, station};
use crate::database::Transaction;
use crate::{Change, Changed, Error, secret};

const SAVING: &str = "saving a change";

impl State {
    pub(crate) async fn commit(
        &self,
        author: &str,
        at: Timestamp,
        changes: &[Change],
    ) -> Result<Vec<Changed>, Error> {
        let done = match self.try_commit(author, at, changes).await {
            // What an operator says is saved even when nothing else is.
            Err(error) if error.is_full() && self.disk.release() => {
                self.try_commit(author, at, changes).await
            }
            done => done,
        }?;
        self.orders_changed();
        Ok(done)
    }

    async fn try_commit(
        &self,
        author: &str,
        at: Timestamp,
        changes: &[Change],
    ) -> Result<Vec<Changed>, Error> {
        let mut writer = self.writer().await?;
        let transaction = Transaction::begin(&mut writer)
            .await
            .map_err(Error::database(SAVING))?;
        let mut order = Order {
            transaction,
            author,
            at,
            parked: Vec::new(),
        };
        let mut done = Vec::with_capacity(changes.len());
        for change in changes {
            done.push(order.apply(change).await?);
        }
        order.check_names().await?;
        order
            .transaction
            .commit()
            .await
            .map_err(Error::database(SAVING))?;
        Ok(done)
    }
}

struct Order<'a> {
    transaction: Transaction<'a>,
    author: &'a str,
    at: Timestamp,
    /// Things whose name another one has taken, and the name: they must be called something else at the end.
    parked: Vec<(&'static str, u32, String)>,
}

/// Begins the key of a name that another thing has taken. No operator can enter it.
const PARKED: &str = "\0parked ";

impl Order<'_> {
    async fn apply(&mut self, change: &Change) -> Result<Changed, Error> {
        match change {
            Change::PutProbe { id, expect, spec } => {
                self.check_refs(spec.device.map(|device| device.0), "device")
                    .await?;
                self.put::<Probe>(id.map(|id| id.0), *expect, spec)
                    .await
                    .map(Changed::Probe)
            }
            Change::ConfigureProbe { id, expect, spec } => {
                let device = self.numbers(spec.device.clone(), "device").await?.pop();
                let spec = spec.clone().with_device(device.map(DeviceId));
                self.put::<Probe>(id.map(|id| id.0), *expect, &spec)
                    .await
                    .map(Changed::Probe)
            }
            Change::PutDevice { id, expect, spec } => {
                let port = spec.port.as_ref().map(|port| port.device.0);
                self.check_refs(port, "device").await?;
                self.put_device(*id, *expect, spec).await
            }
            Change::ConfigureDevice { id, expect, spec } => {
                let mut port = None;
                if let Some(Port { device, interface }) = &spec.port {
                    let device = self.numbers([device.clone()], "device").await?.pop();
                    port = device.map(|device| Port {
                        device: DeviceId(device),
                        interface: interface.clone(),
                    });
                }
                self.put_device(*id, *expect, &spec.clone().with_port(port)).await
            }
            Change::PutChannel { id, expect, spec } => {
                // Collected, because a future that holds closures over references cannot be shown to be `Send`.
                let probes: Vec<u32> = spec
                    .hops
                    .iter()
                    .flat_map(|hop| &hop.probes)
                    .map(|probe| probe.0)
                    .collect();
                self.check_refs(probes, "probe").await?;
                self.put::<Channel>(id.map(|id| id.0), *expect, spec)
                    .await
                    .map(Changed::Channel)
            }
            Change::ConfigureChannel { id, expect, spec } => {
                let names: Vec<String> = spec
                    .hops
                    .iter()
                    .flat_map(|hop| hop.probes.iter().cloned())
                    .collect();
                let mut numbers = self.numbers(names, "probe").await?.into_iter();
                let spec = spec
                    .clone()
                    .map_probes(|_| ProbeId(numbers.next().unwrap_or_default()));
                self.put::<Channel>(id.map(|id| id.0), *expect, &spec)
                    .await
                    .map(Changed::Channel)
            }
            Change::PutTemplate { id, expect, spec } => self
                .put::<Template>(id.map(|id| id.0), *expect, spec)
                .await
                .map(Changed::Template),
            Change::PutStation { expect, usual, spec } => self.put_station(*expect, usual, spec).await,
            Change::DeleteProbe { id, expect } => self.delete::<Probe>(id.0, *expect).await,
            Change::DeleteDevice { id, expect } => self.delete::<Device>(id.0, *expect).await,
            Change::DeleteChannel { id, expect } => self.delete::<Channel>(id.0, *expect).await,
            Change::DeleteTemplate { id, expect } => self.delete::<Template>(id.0, *expect).await,
            Change::PutRule { id, expect, spec } => {
                self.check_rule(spec).await?;
                self.put::<Rule>(id.map(|id| id.0), *expect, spec)
                    .await
                    .map(Changed::Rule)
            }
            Change::DeleteRule { id, expect } => self.delete::<Rule>(id.0, *expect).await,
            Change::PutReceiver { id, expect, spec } => self
                .put::<Receiver>(id.map(|id| id.0), *expect, spec)
                .await
                .map(Changed::Receiver),
            Change::DeleteReceiver { id, expect } => self.delete::<Receiver>(id.0, *expect).await,
            Change::PutRoute { id, expect, spec } => {
                let receivers: Vec<u32> = spec.every_receiver().map(|receiver| receiver.0).collect();
                self.check_refs(receivers, "receiver").await?;
                self.put::<Route>(id.map(|id| id.0), *expect, spec)
                    .await
                    .map(Changed::Route)
            }
            Change::DeleteRoute { id, expect } => self.delete::<Route>(id.0, *expect).await,
            Change::PutSilence { id, expect, spec } => self
                .put::<Silence>(id.map(|id| id.0), *expect, spec)
                .await
                .map(Changed::Silence),
            Change::DeleteSilence { id, expect } => self.delete::<Silence>(id.0, *expect).await,
            Change::EnterPhase { phase, show } => self.enter_phase(*phase, show.as_deref()).await,
            Change::Noted { action, subject } => {
                self.note(action, subject, "").await?;
                Ok(Changed::Deleted)
            }
        }
    }

    async fn put<T: Thing>(
        &mut self,
        id: Option<u32>,
        expect: Option<u32>,
        spec: &T::Spec,
    ) -> Result<T, Error>
    where
        T::Spec: Clone,
    {
        let old = match id {
            Some(id) => Some(self.current::<T>(id, expect).await?),
            None => None,
        };
        let name = T::name(spec);
        let (action, detail) = match &old {
            Some(old) if old.spec() == spec => {
                return Ok(T::new(id.unwrap_or_default(), old.revision(), spec.clone()));
            }
            Some(old) => ("update", difference(old.spec(), spec)),
            None => ("create", String::new()),
        };
        if T::OWN_NAME {
            self.take_name::<T>(name, id).await?;
        }
        let revision = old.map_or(1, |old| old.revision() + 1);
        let write = T::write(&mut self.transaction, id, revision, spec);
        let id = write.await.map_err(Error::database(SAVING))?;
        self.note(action, &format!("{} {id} {name:?}", T::WORD), &detail)
            .await?;
        Ok(T::new(id, revision, spec.clone()))
    }

    /// Takes `name` for the thing `id`; whoever has it must be called something else at the end of the order.
    async fn take_name<T: Thing>(&mut self, name: &str, id: Option<u32>) -> Result<(), Error> {
        let table = T::WORD;
        let take = AssertSqlSafe(format!(
            "UPDATE {table} SET name_key = ? || id WHERE name_key = ? AND id IS NOT ? RETURNING id"
        ));
        let taken = sqlx::query_scalar(take)
            .bind(PARKED)
            .bind(name_key(name))
            .bind(id)
            .fetch_optional(&mut *self.transaction)
            .await
            .map_err(Error::database(SAVING))?;
        self.parked
            .extend(taken.map(|other| (table, other, name.to_owned())));
        Ok(())
    }

    /// Refuses the order when two things would have one name.
    async fn check_names(&mut self) -> Result<(), Error> {
        for (what, id, name) in std::mem::take(&mut self.parked) {
            let still = AssertSqlSafe(format!(
                "SELECT 1 FROM {what} WHERE id = ? AND name_key = ? || id"
            ));
            let still = sqlx::query(still).bind(id).bind(PARKED);
            let still = still
                .fetch_optional(&mut *self.transaction)
                .await
                .map_err(Error::database(SAVING))?;
            if still.is_some() {
                return Err(Error::NameTaken { what, name });
            }
        }
        Ok(())
    }

    async fn delete<T: Thing>(&mut self, id: u32, expect: Option<u32>) -> Result<Changed, Error> {
        let old = self.current::<T>(id, expect).await?;
        let name = T::name(old.spec());
        let mut by: Vec<String> = Vec::new();
        for users in T::USERS {
            let found = sqlx::query_scalar(*users)
                .bind(id)
                .fetch_all(&mut *self.transaction)
                .await;
            by.extend(found.map_err(Error::database(SAVING))?);
        }
        if !by.is_empty() {
            return Err(Error::InUse {
                what: T::WORD,
                name: name.to_owned(),
                by,
            });
        }
        let delete = sqlx::query(AssertSqlSafe(format!("DELETE FROM {} WHERE id = ?", T::WORD))).bind(id);
        delete
            .execute(&mut *self.transaction)
            .await
            .map_err(Error::database(SAVING))?;
        self.note("delete", &format!("{} {id} {name:?}", T::WORD), "")
            .await?;
        Ok(Changed::Deleted)
    }

    /// What is there now, when it is what the caller expects.
    async fn current<T: Thing>(&mut self, id: u32, expect: Option<u32>) -> Result<T, Error> {
        let found = T::read(&mut self.transaction, Some(id)).await?.pop();
        let found = found.ok_or(Error::NotFound { what: T::WORD, id })?;
        match expect {
            Some(expect) if expect != found.revision() => Err(Error::MovedOn {
                what: T::WORD,
                id,
                name: T::name(found.spec()).to_owned(),
                revision: found.revision(),
            }),
            _ => Ok(found),
        }
    }

    /// Refuses numbers of things that are not there, by name rather than by a broken foreign key.
    async fn check_refs(
        &mut self,
        ids: impl IntoIterator<Item = u32>,
        what: &'static str,
    ) -> Result<(), Error> {
        for id in ids {
            let there = sqlx::query(AssertSqlSafe(format!("SELECT 1 FROM {what} WHERE id = ?"))).bind(id);
            let there = there
                .fetch_optional(&mut *self.transaction)
                .await
                .map_err(Error::database(SAVING))?;
            if there.is_none() {
                return Err(Error::NotFound { what, id });
            }
        }
        Ok(())
    }

    /// Puts a device, unless it would be behind itself.
    async fn put_device(
        &mut self,
        id: Option<DeviceId>,
        expect: Option<u32>,
        spec: &DeviceSpec,
    ) -> Result<Changed, Error> {
        let device = self.put::<Device>(id.map(|id| id.0), expect, spec).await?;
        // From the device on to what it is plugged into, until that is nothing or the device again.
        let ring: Vec<String> = sqlx::query_scalar(
            "WITH RECURSIVE way (id, name, port, step) AS (
                SELECT id, name, port_device, 0 FROM device WHERE id = ?1
                UNION ALL
                SELECT device.id, device.name, device.port_device, step + 1 FROM way
                    JOIN device ON device.id = way.port WHERE device.id <> ?1
             )
             SELECT name FROM way WHERE EXISTS (SELECT 1 FROM way WHERE port = ?1) ORDER BY step",
        )
        .bind(device.id.0)
        .fetch_all(&mut *self.transaction)
        .await
        .map_err(Error::database(SAVING))?;
        if ring.is_empty() {
            Ok(Changed::Device(device))
        } else {
            Err(Error::Ring { devices: ring })
        }
    }

    /// Refuses a rule about things that are not there.
    async fn check_rule(&mut self, spec: &RuleSpec) -> Result<(), Error> {
        let probes: Vec<u32> = spec.every_probe().iter().map(|probe| probe.0).collect();
        self.check_refs(probes, "probe").await?;
        let devices: Vec<u32> = spec.on.devices.iter().map(|device| device.0).collect();
        self.check_refs(devices, "device").await?;
        let channels: Vec<u32> = spec.on.channels.iter().map(|channel| channel.0).collect();
        self.check_refs(channels, "channel").await
    }

    /// The numbers of things, by their names.
    async fn numbers(
        &mut self,
        names: impl IntoIterator<Item = String>,
        what: &'static str,
    ) -> Result<Vec<u32>, Error> {
        let mut numbers = Vec::new();
        for name in names {
            let number =
                sqlx::query_scalar(AssertSqlSafe(format!("SELECT id FROM {what} WHERE name_key = ?")));
            let number = number
                .bind(name_key(&name))
                .fetch_optional(&mut *self.transaction)
                .await
                .map_err(Error::database(SAVING))?;
            numbers.push(number.ok_or(Error::NoneCalled { what, name })?);
        }
        Ok(numbers)
    }

    /// Sets what is set on the station itself; `usual` is what held as long as nobody had set anything.
    async fn put_station(
        &mut self,
        expect: Option<u32>,
        usual: &StationSpec,
        spec: &StationSpec,
    ) -> Result<Changed, Error> {
        let old = station::read(&mut self.transaction).await?.unwrap_or(Station {
            revision: 0,
            spec: usual.clone(),
        });
        if expect.is_some_and(|expect| expect != old.revision) {
            return Err(Error::StationMovedOn {
                revision: old.revision,
            });
        }
        if old.spec == *spec {
            return Ok(Changed::Station(old));
        }
        let new = Station {
            revision: old.revision + 1,
            spec: spec.clone(),
        };
        station::write(&mut self.transaction, &new)
            .await
            .map_err(Error::database(SAVING))?;
        self.note("update", "station", &difference(&old.spec, spec))
            .await?;
        Ok(Changed::Station(new))
    }

    async fn enter_phase(&mut self, phase: Phase, show: Option<&str>) -> Result<Changed, Error> {
        let now = phases::newest(&mut self.transaction).await?;
        let show = show.map_or_else(
            || now.as_ref().map(|now| now.show.clone()).unwrap_or_default(),
            |show| show.trim().to_owned(),
        );
        if let Some(now) = now.filter(|now| now.phase == phase && now.show == show) {
            return Ok(Changed::Phase(now));
        }
        let entered = phases::write(&mut self.transaction, self.at, phase, show, self.author).await;
        let entered = entered.map_err(Error::database(SAVING))?;
        let subject = format!("phase {}", word(&phase));
        self.note("enter", &subject, &entered.show).await?;
        Ok(Changed::Phase(entered))
    }

    async fn note(&mut self, action: &str, subject: &str, detail: &str) -> Result<(), Error> {
        let entry = AuditEntry {
            seq: 0,
            at: self.at,
            author: self.author.to_owned(),
            action: action.to_owned(),
            subject: subject.to_owned(),
            detail: detail.to_owned(),
        };
        write_entry(&mut self.transaction, &entry)
            .await
            .map_err(Error::database(SAVING))
    }
}

/// `every_ms 1000 → 500; settings.count 3 → 5`, sealed secrets hidden.
fn difference<T: Serialize>(old: &T, new: &T) -> String {
    let mut found = Vec::new();
    if let (Ok(old), Ok(new)) = (serde_json::to_value(old), serde_json::to_value(new)) {
        compare("", &old, &new, &mut found);
    }
    found.join("; ")
}

fn compare(path: &str, old: &Value, new: &Value, found: &mut Vec<String>) {
    if old == new {
        return;
    }
    let empty = serde_json::Map::new();
    let maps = match (old, new) {
        (Value::Object(old), Value::Object(new)) => Some((old, new)),
        (Value::Object(old), Value::Null) => Some((old, &empty)),
        (Value::Null, Value::Object(new)) => Some((&empty, new)),
        _ => None,
    };
    let Some((old, new)) = maps else {
        found.push(format!("{path} {} → {}", shown(old), shown(new)));
        return;
    };
    let keys: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
    for key in keys {
        let path = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        compare(
            &path,
            old.get(key).unwrap_or(&Value::Null),
            new.get(key).unwrap_or(&Value::Null),
            found,
        );
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) if secret::is_sealed(text) => "(hidden)".to_owned(),
        _ => hidden(value.clone()).to_string(),
    }
}

/// The same without the secrets inside.
fn hidden(value: Value) -> Value {
    match value {
        Value::String(text) if secret::is_sealed(&text) => "(hidden)".into(),
        Value::Array(items) => items.into_iter().map(hidden).collect(),
        Value::Object(entries) => entries
            .into_iter()
            .map(|(key, value)| (key, hidden(value)))
            .collect(),
        plain => plain,
    }
}
