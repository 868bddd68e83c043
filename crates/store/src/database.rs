//! How every database of the store is opened, and how its tables come to be.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use crate::Error;

/// The steps that make a database what it is today. A step that was ever released is never changed: a mistake is
/// mended by one more step.
pub(crate) type Migrations = &'static [&'static str];

/// Options for `path`: nothing that was committed is lost when the power goes.
pub(crate) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .auto_vacuum(SqliteAutoVacuum::Incremental)
        .busy_timeout(Duration::from_secs(10))
        .foreign_keys(true)
}

/// Brings the tables of `path` up to date.
pub(crate) async fn migrate(
    conn: &mut SqliteConnection,
    path: &Path,
    steps: Migrations,
) -> Result<(), Error> {
    let wrap = Error::database;
    let doing = "bringing the tables up to date";
    let found: i64 = sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(&mut *conn)
        .await
        .map_err(wrap(doing))?;
    let known = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let Some(missing) = usize::try_from(found).ok().and_then(|found| steps.get(found..)) else {
        return Err(Error::Newer {
            path: path.to_owned(),
            found,
            known,
        });
    };
    if missing.is_empty() {
        return Ok(());
    }
    let mut transaction = conn.begin().await.map_err(wrap(doing))?;
    for step in missing {
        sqlx::raw_sql(*step)
            .execute(&mut *transaction)
            .await
            .map_err(wrap(doing))?;
    }
    let version = AssertSqlSafe(format!("PRAGMA user_version = {known}"));
    sqlx::raw_sql(version)
        .execute(&mut *transaction)
        .await
        .map_err(wrap(doing))?;
    transaction.commit().await.map_err(wrap(doing))
}
