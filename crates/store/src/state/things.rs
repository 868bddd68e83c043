//! The sorts of things that operators make, as rows.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use wire::channel::Way;
use wire::inventory::{
    Channel, ChannelId, ChannelSpec, Device, DeviceId, DeviceSpec, Hop, Port, Template, TemplateId,
    TemplateSpec,
};
use wire::probe::{Probe, ProbeId, ProbeSpec};

use crate::Error;

/// A sort of thing: its table, and how its specification lies there.
pub(crate) trait Thing: Sized + Send {
    /// The name of its table and its word in sentences.
    const WORD: &'static str;
    /// What is done while it is read.
    const READING: &'static str;
    /// Its rows, of the one with the id that is the parameter, or of all when that is null, by id.
    const SELECT: &'static str;
    /// By what it is used, each as `SELECT` of one text column, sort and name of a user, with its id as parameter.
    const USERS: &'static [&'static str];
    /// Whether no two have the same name.
    const OWN_NAME: bool = true;
    type Spec: Serialize + PartialEq + Send + Sync;

    fn new(id: u32, revision: u32, spec: Self::Spec) -> Self;
    fn revision(&self) -> u32;
    fn spec(&self) -> &Self::Spec;
    fn name(spec: &Self::Spec) -> &str;
    fn from_rows(rows: &[SqliteRow]) -> Result<Vec<Self>, Error>;
    /// Puts its row, or makes one, and gives its id.
    fn write(
        conn: &mut SqliteConnection,
        id: Option<u32>,
        revision: u32,
        spec: &Self::Spec,
    ) -> impl Future<Output = Result<u32, sqlx::Error>> + Send;

    /// The one of that id, or all by id.
    fn read(
        conn: &mut SqliteConnection,
        id: Option<u32>,
    ) -> impl Future<Output = Result<Vec<Self>, Error>> + Send {
        async move {
            let rows = sqlx::query(Self::SELECT).bind(id).fetch_all(conn).await;
            Self::from_rows(&rows.map_err(Error::database(Self::READING))?)
        }
    }
}

/// What is the same for all: number, revision, and what the operator said.
macro_rules! owned {
    ($id:ident, $spec:ident) => {
        type Spec = $spec;

        fn new(id: u32, revision: u32, spec: $spec) -> Self {
            let id = $id(id);
            Self { id, revision, spec }
        }

        fn revision(&self) -> u32 {
            self.revision
        }

        fn spec(&self) -> &$spec {
            &self.spec
        }

        fn name(spec: &$spec) -> &str {
            &spec.name
        }
    };
}

mod told;

/// Texts are compared by this, so that `Gateway` and `GATEWAY` are one name.
pub(crate) fn name_key(name: &str) -> String {
    name.to_lowercase()
}

/// The word an enum without fields has on the wire.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

pub(crate) fn from_word<T: DeserializeOwned>(what: &'static str, word: String) -> Result<T, Error> {
    serde_json::from_value(serde_json::Value::String(word)).map_err(Error::stored(what))
}

pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, sqlx::Error> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

pub(crate) fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(Error::stored(what))
}

impl Thing for Device {
    const WORD: &'static str = "device";
    const READING: &'static str = "reading devices";
    const SELECT: &'static str = "SELECT * FROM device WHERE ?1 IS NULL OR id = ?1 ORDER BY id";
    const USERS: &'static [&'static str] = &[
        "SELECT 'device \"' || name || '\"' FROM device WHERE port_device = ? ORDER BY name_key",
        "SELECT 'probe \"' || name || '\"' FROM probe WHERE device = ? ORDER BY name_key",
        "SELECT 'rule \"' || name || '\"' FROM rule WHERE EXISTS
            (SELECT 1 FROM json_each(body, '$.on.devices') WHERE value = ?) ORDER BY name_key",
    ];
    owned!(DeviceId, DeviceSpec);

    fn from_rows(rows: &[SqliteRow]) -> Result<Vec<Self>, Error> {
        rows.iter()
            .map(|row| {
                let role = from_word("device", row.get("role"))?;
                let port = row.get::<Option<u32>, _>("port_device").map(|device| Port {
                    device: DeviceId(device),
                    interface: row.get("port_interface"),
                });
                let spec = DeviceSpec {
                    name: row.get("name"),
                    address: row.get("address"),
                    role,
                    note: row.get("note"),
                    port,
                    alerts: from_json("device", row.get("alerts"))?,
                };
                Ok(Self::new(row.get("id"), row.get("revision"), spec))
            })
            .collect()
    }

    async fn write(
        conn: &mut SqliteConnection,
        id: Option<u32>,
        revision: u32,
        spec: &DeviceSpec,
    ) -> Result<u32, sqlx::Error> {
        sqlx::query_scalar(
            "INSERT INTO device (id, revision, name, name_key, address, role, note, alerts, port_device,
                port_interface) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, name = excluded.name,
                name_key = excluded.name_key, address = excluded.address, role = excluded.role, note = excluded.note,
                alerts = excluded.alerts, port_device = excluded.port_device,
                port_interface = excluded.port_interface
             RETURNING id",
        )
        .bind(id)
        .bind(revision)
        .bind(&spec.name)
        .bind(name_key(&spec.name))
        .bind(&spec.address)
        .bind(word(&spec.role))
        .bind(&spec.note)
        .bind(json(&spec.alerts)?)
        .bind(spec.port.as_ref().map(|port| port.device.0))
        .bind(spec.port.as_ref().map_or("", |port| &port.interface))
        .fetch_one(conn)
        .await
    }
}

impl Thing for Probe {
    const WORD: &'static str = "probe";
    const READING: &'static str = "reading probes";
    const SELECT: &'static str = "SELECT * FROM probe WHERE ?1 IS NULL OR id = ?1 ORDER BY id";
    const USERS: &'static [&'static str] = &[
        "SELECT DISTINCT 'channel \"' || channel.name || '\"' FROM hop_probe JOIN channel ON channel.id = channel
         WHERE hop_probe.probe = ? ORDER BY channel.name_key",
        // The probes that it looks at, and those of its tests at other probes.
        "SELECT 'rule \"' || name || '\"' FROM rule WHERE EXISTS
            (SELECT 1 FROM json_tree(body) WHERE atom = ? AND type = 'integer'
                AND (path = '$.on.probes' OR (path LIKE '$.when%' AND key = 'probe'))) ORDER BY name_key",
    ];
    owned!(ProbeId, ProbeSpec);

    fn from_rows(rows: &[SqliteRow]) -> Result<Vec<Self>, Error> {
        rows.iter().map(probe).collect()
    }

    async fn write(
        conn: &mut SqliteConnection,
        id: Option<u32>,
        revision: u32,
        spec: &ProbeSpec,
    ) -> Result<u32, sqlx::Error> {
        sqlx::query_scalar(
            "INSERT INTO probe (id, revision, name, name_key, kind, target, heading, device, enabled, every_ms,
                timeout_ms, settings, limits, alerts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, name = excluded.name,
                name_key = excluded.name_key, kind = excluded.kind, target = excluded.target,
                heading = excluded.heading, device = excluded.device, enabled = excluded.enabled,
                every_ms = excluded.every_ms, timeout_ms = excluded.timeout_ms, settings = excluded.settings,
                limits = excluded.limits, alerts = excluded.alerts
             RETURNING id",
        )
        .bind(id)
        .bind(revision)
        .bind(&spec.name)
        .bind(name_key(&spec.name))
        .bind(&spec.kind)
        .bind(&spec.target)
        .bind(&spec.group)
        .bind(spec.device.map(|device| device.0))
        .bind(spec.enabled)
        .bind(spec.every_ms)
        .bind(spec.timeout_ms)
        .bind(json(&spec.settings)?)
        .bind(json(&spec.limits)?)
        .bind(json(&spec.alerts)?)
        .fetch_one(conn)
        .await
    }
}

fn probe(row: &SqliteRow) -> Result<Probe, Error> {
    let spec = ProbeSpec {
        name: row.get("name"),
        kind: row.get("kind"),
        target: row.get("target"),
        group: row.get("heading"),
        device: row.get::<Option<u32>, _>("device").map(DeviceId),
        enabled: row.get("enabled"),
        every_ms: row.get("every_ms"),
        timeout_ms: row.get("timeout_ms"),
        settings: from_json("probe", row.get("settings"))?,
        limits: from_json("probe", row.get("limits"))?,
        alerts: from_json("probe", row.get("alerts"))?,
    };
    Ok(Probe::new(row.get("id"), row.get("revision"), spec))
}

impl Thing for Channel {
    const WORD: &'static str = "channel";
    const READING: &'static str = "reading channels";
    // One row for each probe of each hop, with empty columns for a channel without hops or a hop without probes.
    const SELECT: &'static str =
        "SELECT channel.id, revision, channel.name, alerts, hop.position AS hop, hop.name AS hop_name, way, probe
             FROM channel LEFT JOIN hop ON hop.channel = channel.id
             LEFT JOIN hop_probe ON hop_probe.channel = channel.id AND hop_probe.hop = hop.position
             WHERE ?1 IS NULL OR channel.id = ?1 ORDER BY channel.id, hop.position, hop_probe.position";
    const USERS: &'static [&'static str] = &["SELECT 'rule \"' || name || '\"' FROM rule WHERE EXISTS
        (SELECT 1 FROM json_each(body, '$.on.channels') WHERE value = ?) ORDER BY name_key"];
    owned!(ChannelId, ChannelSpec);

    fn from_rows(rows: &[SqliteRow]) -> Result<Vec<Self>, Error> {
        let mut channels: Vec<Self> = Vec::new();
        for row in rows {
            let id = row.get("id");
            if channels.last().is_none_or(|channel| channel.id.0 != id) {
                let spec = ChannelSpec {
                    name: row.get("name"),
                    hops: Vec::new(),
                    alerts: from_json("channel", row.get("alerts"))?,
                };
                channels.push(Self::new(id, row.get("revision"), spec));
            }
            let (Some(channel), Some(position)) = (channels.last_mut(), row.get::<Option<u32>, _>("hop"))
            else {
                continue;
            };
            let hops = &mut channel.spec.hops;
            // Positions count from 0 without a gap.
            if usize::try_from(position).is_ok_and(|position| position == hops.len()) {
                hops.push(Hop {
                    name: row.get("hop_name"),
                    probes: Vec::new(),
                    way: way(row.get("way")),
                });
            }
            if let (Some(hop), Some(probe)) = (hops.last_mut(), row.get::<Option<u32>, _>("probe")) {
                hop.probes.push(ProbeId(probe));
            }
        }
        Ok(channels)
    }

    async fn write(
        conn: &mut SqliteConnection,
        id: Option<u32>,
        revision: u32,
        spec: &ChannelSpec,
    ) -> Result<u32, sqlx::Error> {
        let id = sqlx::query_scalar::<_, u32>(
            "INSERT INTO channel (id, revision, name, name_key, alerts) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, name = excluded.name,
                name_key = excluded.name_key, alerts = excluded.alerts
             RETURNING id",
        )
        .bind(id)
        .bind(revision)
        .bind(&spec.name)
        .bind(name_key(&spec.name))
        .bind(json(&spec.alerts)?)
        .fetch_one(&mut *conn)
        .await?;
        sqlx::query("DELETE FROM hop WHERE channel = ?")
            .bind(id)
            .execute(&mut *conn)
            .await?;
        for (hop, position) in spec.hops.iter().zip(0_u32..) {
            let row = sqlx::query("INSERT INTO hop (channel, position, name, way) VALUES (?, ?, ?, ?)");
            row.bind(id)
                .bind(position)
                .bind(&hop.name)
                .bind(way_word(hop.way))
                .execute(&mut *conn)
                .await?;
            for (probe, place) in hop.probes.iter().zip(0_u32..) {
                let row =
                    sqlx::query("INSERT INTO hop_probe (channel, hop, position, probe) VALUES (?, ?, ?, ?)");
                row.bind(id)
                    .bind(position)
                    .bind(place)
                    .bind(probe.0)
                    .execute(&mut *conn)
                    .await?;
            }
        }
        Ok(id)
    }
}

const WAYS: [(Way, &str); 3] = [(Way::Both, "both"), (Way::Main, "main"), (Way::Backup, "backup")];

fn way_word(way: Way) -> &'static str {
    WAYS.into_iter()
        .find(|(known, _)| *known == way)
        .map_or("", |(_, word)| word)
}

/// A word that is none of ours is of a hop through which everything goes, as is one that has none.
fn way(word: &str) -> Way {
    WAYS.into_iter()
        .find(|(_, known)| *known == word)
        .map_or(Way::Both, |(way, _)| way)
}

impl Thing for Template {
    const WORD: &'static str = "template";
    const READING: &'static str = "reading templates";
    const SELECT: &'static str =
        "SELECT id, revision, name, help, probes FROM template WHERE ?1 IS NULL OR id = ?1 ORDER BY id";
    const USERS: &'static [&'static str] = &[];
    owned!(TemplateId, TemplateSpec);

    fn from_rows(rows: &[SqliteRow]) -> Result<Vec<Self>, Error> {
        rows.iter()
            .map(|row| {
                let probes = from_json("template", row.get("probes"))?;
                let spec = TemplateSpec {
                    name: row.get("name"),
                    help: row.get("help"),
                    probes,
                };
                Ok(Self::new(row.get("id"), row.get("revision"), spec))
            })
            .collect()
    }

    async fn write(
        conn: &mut SqliteConnection,
        id: Option<u32>,
        revision: u32,
        spec: &TemplateSpec,
    ) -> Result<u32, sqlx::Error> {
        sqlx::query_scalar(
            "INSERT INTO template (id, revision, name, name_key, help, probes) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, name = excluded.name,
                name_key = excluded.name_key, help = excluded.help, probes = excluded.probes
             RETURNING id",
        )
        .bind(id)
        .bind(revision)
        .bind(&spec.name)
        .bind(name_key(&spec.name))
        .bind(&spec.help)
        .bind(json(&spec.probes)?)
        .fetch_one(conn)
        .await
    }
}
