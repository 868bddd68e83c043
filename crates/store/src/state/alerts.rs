//! Alerts and the steps in their lives, as rows.

use std::borrow::Cow;

use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};
use wire::alert::{Alert, AlertId, Measured, Turn};
use wire::probe::ProbeId;
use wire::rule::RuleKey;
use wire::{Severity, Timestamp};

use super::State;
use super::log::{row_number, sequence};
use super::things::{from_json, from_word, json, word};
use crate::Error;
use crate::database::Transaction;

const READING: &str = "reading alerts";
const FORGETTING: &str = "deleting old alerts";
const SEVERITIES: [Severity; 4] = [
    Severity::Info,
    Severity::Minor,
    Severity::Major,
    Severity::Critical,
];
/// For so long, in milliseconds, an alert that is resolved may still return as the same one.
const MAY_RETURN: i64 = 60 * 60 * 1000;

/// Which alerts are asked for: those that fit everything that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alerts {
    /// Whether they fire.
    pub firing: Option<bool>,
    /// Firing at this moment or after it.
    pub from: Option<Timestamp>,
    /// Raised before this moment.
    pub to: Option<Timestamp>,
    /// Of this probe.
    pub probe: Option<ProbeId>,
    /// So bad at least, now or at last.
    pub severity_at_least: Option<Severity>,
    /// Of this rule.
    pub rule: Option<RuleKey>,
    /// Of this incident.
    pub incident: Option<AlertId>,
}

impl Alerts {
    fn query(&self, before: Option<u64>, limit: u32) -> QueryBuilder<Sqlite> {
        let mut query = QueryBuilder::new("SELECT body FROM alert WHERE id < ");
        query.push_bind(row_number(before));
        match self.firing {
            Some(true) => drop(query.push(" AND resolved IS NULL")),
            Some(false) => drop(query.push(" AND resolved IS NOT NULL")),
            None => {}
        }
        if let Some(from) = self.from {
            query
                .push(" AND (resolved IS NULL OR resolved >= ")
                .push_bind(from.0)
                .push(")");
        }
        if let Some(to) = self.to {
            query.push(" AND raised < ").push_bind(to.0);
        }
        if let Some(probe) = self.probe {
            query.push(" AND probe = ").push_bind(probe.0);
        }
        if let Some(rule) = &self.rule {
            query.push(" AND rule = ").push_bind(rule.0.clone());
        }
        if let Some(incident) = self.incident {
            query
                .push(" AND incident = ")
                .push_bind(row_number(Some(incident.0)));
        }
        if let Some(least) = self.severity_at_least {
            query.push(" AND severity IN (");
            let mut words = query.separated(", ");
            for severity in SEVERITIES.iter().filter(|severity| **severity >= least) {
                words.push_bind(word(severity));
            }
            query.push(")");
        }
        query.push(" ORDER BY id DESC LIMIT ").push_bind(limit);
        query
    }
}

impl State {
    /// The newest `limit` alerts numbered below `before`, newest first.
    pub(crate) async fn alerts(
        &self,
        wanted: &Alerts,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Alert>, Error> {
        let mut query = wanted.query(before, limit);
        let rows = query.build().fetch_all(&mut *self.reader().await?).await;
        let rows = rows.map_err(Error::database(READING))?;
        rows.iter().map(alert).collect()
    }

    pub(crate) async fn alert(&self, id: AlertId) -> Result<Option<Alert>, Error> {
        let row = sqlx::query("SELECT body FROM alert WHERE id = ?")
            .bind(row_number(Some(id.0)))
            .fetch_optional(&mut *self.reader().await?)
            .await
            .map_err(Error::database(READING))?;
        row.as_ref().map(alert).transpose()
    }

    /// Those that fire and those that may still return, by id.
    pub(crate) async fn living_alerts(&self) -> Result<Vec<Alert>, Error> {
        let rows = sqlx::query(
            "SELECT id, body FROM alert WHERE resolved IS NULL
             UNION ALL
             SELECT id, body FROM alert WHERE resolved > (SELECT at FROM turn ORDER BY seq DESC LIMIT 1) - ?
             ORDER BY id",
        )
        .bind(MAY_RETURN)
        .fetch_all(&mut *self.reader().await?)
        .await
        .map_err(Error::database(READING))?;
        // One that makes no sense must not keep the station from its start.
        let sound = |row: &SqliteRow| alert(row).inspect_err(|error| tracing::warn!(%error, "left out"));
        Ok(rows.iter().filter_map(|row| sound(row).ok()).collect())
    }

    /// The steps in the lives of these alerts, oldest first.
    pub(crate) async fn turns(&self, alerts: &[AlertId]) -> Result<Vec<Turn>, Error> {
        let ids = serde_json::to_string(alerts).map_err(Error::stored("list of alerts"))?;
        let rows =
            sqlx::query("SELECT * FROM turn WHERE alert IN (SELECT value FROM json_each(?)) ORDER BY seq")
                .bind(ids)
                .fetch_all(&mut *self.reader().await?)
                .await
                .map_err(Error::database(READING))?;
        rows.iter().map(turn).collect()
    }

    /// The steps between two moments, the second excluded, oldest first.
    pub(crate) async fn turns_of(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Turn>, Error> {
        let rows = sqlx::query("SELECT * FROM turn WHERE at >= ? AND at < ? ORDER BY seq")
            .bind(from.0)
            .bind(to.0)
            .fetch_all(&mut *self.reader().await?)
            .await
            .map_err(Error::database(READING))?;
        rows.iter().map(turn).collect()
    }

    /// The `limit` steps that follow the one numbered `after`, oldest first.
    pub(crate) async fn turns_between(&self, after: u64, limit: u32) -> Result<Vec<Turn>, Error> {
        let rows = sqlx::query("SELECT * FROM turn WHERE seq > ? ORDER BY seq LIMIT ?")
            .bind(row_number(Some(after)))
            .bind(limit)
            .fetch_all(&mut *self.reader().await?)
            .await
            .map_err(Error::database(READING))?;
        rows.iter().map(turn).collect()
    }

    /// Deletes alerts that were resolved before `time`, and their turns; none of an incident of which one still fires.
    pub(crate) async fn forget_alerts(&self, time: Timestamp) -> Result<(), Error> {
        let wrap = || Error::database(FORGETTING);
        let mut writer = self.writer().await?;
        let mut transaction = Transaction::begin(&mut writer).await.map_err(wrap())?;
        sqlx::query(
            "DELETE FROM turn WHERE alert IN (SELECT id FROM alert WHERE resolved < ?1
                AND incident NOT IN (SELECT incident FROM alert WHERE resolved IS NULL))",
        )
        .bind(time.0)
        .execute(&mut *transaction)
        .await
        .map_err(wrap())?;
        sqlx::query(
            "DELETE FROM alert WHERE resolved < ?1
                AND incident NOT IN (SELECT incident FROM alert WHERE resolved IS NULL)",
        )
        .bind(time.0)
        .execute(&mut *transaction)
        .await
        .map_err(wrap())?;
        transaction.commit().await.map_err(wrap())
    }
}

/// Saves alerts, of each the newest revision, and turns that are not there yet.
pub(super) async fn write(
    conn: &mut SqliteConnection,
    alerts: &[Alert],
    turns: &[Turn],
) -> Result<(), sqlx::Error> {
    for alert in alerts {
        sqlx::query(
            "INSERT INTO alert (id, revision, incident, rule, probe, severity, raised, resolved, body)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, incident = excluded.incident,
                rule = excluded.rule, probe = excluded.probe, severity = excluded.severity,
                raised = excluded.raised, resolved = excluded.resolved, body = excluded.body
             WHERE excluded.revision >= revision",
        )
        .bind(row_number(Some(alert.id.0)))
        .bind(alert.revision)
        .bind(row_number(Some(alert.incident.0)))
        .bind(&alert.rule.0)
        .bind(alert.subject.probe.map(|probe| probe.0))
        .bind(word(&alert.severity))
        .bind(alert.raised.0)
        .bind(alert.resolved.map(|at| at.0))
        .bind(json(&storable(alert))?)
        .execute(&mut *conn)
        .await?;
    }
    for turn in turns {
        sqlx::query(
            "INSERT OR IGNORE INTO turn (seq, alert, at, what, severity, author, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(row_number(Some(turn.seq)))
        .bind(row_number(Some(turn.alert.0)))
        .bind(turn.at.0)
        .bind(word(&turn.what))
        .bind(word(&turn.severity))
        .bind(&turn.by)
        .bind(&turn.text)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// JSON has no infinity: an alert whose value is without an end is kept without the value.
fn storable(alert: &Alert) -> Cow<'_, Alert> {
    let is_endless = |measured: &Measured| !measured.value.is_finite() || !measured.limit.is_finite();
    match &alert.measured {
        Some(measured) if is_endless(measured) => Cow::Owned(Alert {
            measured: None,
            ..alert.clone()
        }),
        _ => Cow::Borrowed(alert),
    }
}

fn alert(row: &SqliteRow) -> Result<Alert, Error> {
    from_json("alert", row.get("body"))
}

fn turn(row: &SqliteRow) -> Result<Turn, Error> {
    Ok(Turn {
        seq: sequence(row.get("seq")),
        alert: AlertId(sequence(row.get("alert"))),
        at: Timestamp(row.get("at")),
        what: from_word("turn", row.get("what"))?,
        severity: from_word("turn", row.get("severity"))?,
        by: row.get("author"),
        text: row.get("text"),
    })
}
