//! How every database of the store is opened, how its tables come to be, and what becomes of a damaged one.

use std::fs;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};

use crate::{Error, place};

/// One database of the data directory.
pub(crate) struct Kind {
    /// Its file.
    pub(crate) file: &'static str,
    /// The steps that make it what it is today. A step that was ever released is never changed: a mistake is mended
    /// by one more step.
    pub(crate) migrations: &'static [&'static str],
    /// The tables that are looked through at start, every row and index of them. Those that grow without end are
    /// not: their rows have checksums or are checked when they are read.
    pub(crate) checked: &'static [&'static str],
    /// Whether a single connection uses it, which spares SQLite most of its locking.
    pub(crate) alone: bool,
}

/// What stands between the store and its disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No room.
    Full,
    /// The file is not what SQLite left there.
    Damaged,
    /// Anything else.
    Other,
}

/// Which fault an error is, by SQLite's result codes (<https://sqlite.org/rescode.html>).
pub(crate) fn fault(error: &sqlx::Error) -> Fault {
    let code = error
        .as_database_error()
        .and_then(|error| error.code())
        .and_then(|code| code.parse::<u32>().ok());
    match code.map(|code| code & 0xff) {
        Some(13) => Fault::Full,
        // SQLITE_CORRUPT and SQLITE_NOTADB.
        Some(11 | 26) => Fault::Damaged,
        _ => Fault::Other,
    }
}

impl Kind {
    pub(crate) fn path(&self, dir: &Path) -> PathBuf {
        dir.join(self.file)
    }

    /// How it is opened: nothing that was committed is lost when the power goes.
    pub(crate) fn options(&self, dir: &Path) -> SqliteConnectOptions {
        let locking = if self.alone {
            SqliteLockingMode::Exclusive
        } else {
            SqliteLockingMode::Normal
        };
        SqliteConnectOptions::new()
            .filename(self.path(dir))
            .create_if_missing(true)
            .locking_mode(locking)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .auto_vacuum(SqliteAutoVacuum::Incremental)
            .busy_timeout(Duration::from_secs(10))
            // In pages: a log stays smaller than the reserve, which must be able to take it in on a full disk.
            .pragma("wal_autocheckpoint", "256")
            .foreign_keys(true)
            // What it compiles once it keeps; nothing else is asked of these files.
            .statement_cache_capacity(64)
    }

    /// How it is opened for reading only.
    pub(crate) fn reader(&self, dir: &Path) -> SqliteConnectOptions {
        SqliteConnectOptions::new()
            .filename(self.path(dir))
            .read_only(true)
            .busy_timeout(Duration::from_secs(10))
    }

    /// Opens it and brings its tables up to date; makes it where it is missing.
    pub(crate) async fn open(&self, dir: &Path) -> Result<SqliteConnection, Opening> {
        let path = self.path(dir);
        if fs::metadata(&path).is_ok_and(|file| file.len() == 0) {
            return Err(Opening::Damaged);
        }
        let mut conn = self.options(dir).connect().await.map_err(Opening::from_sqlx)?;
        let good = match self.check(&mut conn, &path).await {
            Ok(()) => self.migrate(&mut conn, &path).await,
            bad => bad,
        };
        if let Err(bad) = good {
            // Before the file is renamed, or SQLite would later remove the log of the new file by its name.
            if let Err(error) = conn.close().await {
                tracing::debug!(%error, "a damaged database did not close cleanly");
            }
            return Err(bad);
        }
        Ok(conn)
    }

    /// A look at everything whose cost does not grow with the history: the length of the file, the list of tables,
    /// and the tables that are `checked`.
    async fn check(&self, conn: &mut SqliteConnection, path: &Path) -> Result<(), Opening> {
        // Pages may still be in the write-ahead log; the length only tells something once they are in the file.
        sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&mut *conn)
            .await
            .map_err(Opening::from_sqlx)?;
        let pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        let expected: i64 = sqlx::query_scalar(pages)
            .fetch_one(&mut *conn)
            .await
            .map_err(Opening::from_sqlx)?;
        let length = fs::metadata(path).map(|file| file.len()).unwrap_or(0);
        if i64::try_from(length).is_ok_and(|length| length < expected) {
            return Err(Opening::Damaged);
        }
        let version: i64 = sqlx::query_scalar("PRAGMA user_version")
            .fetch_one(&mut *conn)
            .await
            .map_err(Opening::from_sqlx)?;
        if version == 0 {
            return Ok(());
        }
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table'";
        let tables: Vec<String> = sqlx::query_scalar(tables)
            .fetch_all(&mut *conn)
            .await
            .map_err(Opening::from_sqlx)?;
        for table in self.made_by(version) {
            if !tables.iter().any(|there| there == table) {
                return Err(Opening::Damaged);
            }
            let check = AssertSqlSafe(format!("PRAGMA quick_check('{table}')"));
            let found: Vec<String> = sqlx::query_scalar(check)
                .fetch_all(&mut *conn)
                .await
                .map_err(Opening::from_sqlx)?;
            if found != ["ok"] {
                return Err(Opening::Damaged);
            }
        }
        Ok(())
    }

    /// The tables to look through that are there after the first `version` steps.
    fn made_by(&self, version: i64) -> impl Iterator<Item = &'static str> {
        let steps = usize::try_from(version).unwrap_or(0).min(self.migrations.len());
        let steps = self.migrations.get(..steps).unwrap_or_default();
        let made = move |table: &&str| {
            let made = format!("CREATE TABLE {table} (");
            steps.iter().any(|step| step.contains(&made))
        };
        self.checked.iter().copied().filter(made)
    }

    pub(crate) async fn migrate(&self, conn: &mut SqliteConnection, path: &Path) -> Result<(), Opening> {
        let found = sqlx::query_scalar("PRAGMA user_version")
            .fetch_one(&mut *conn)
            .await;
        let found: i64 = found.map_err(Opening::from_sqlx)?;
        let known = i64::try_from(self.migrations.len()).unwrap_or(i64::MAX);
        let Some(missing) = usize::try_from(found)
            .ok()
            .and_then(|found| self.migrations.get(found..))
        else {
            return Err(Opening::Failed(Error::Newer {
                path: path.to_owned(),
                found,
                known,
            }));
        };
        if missing.is_empty() {
            return Ok(());
        }
        let mut transaction = Transaction::begin(conn).await.map_err(Opening::from_sqlx)?;
        for step in missing {
            sqlx::raw_sql(*step)
                .execute(&mut *transaction)
                .await
                .map_err(Opening::from_sqlx)?;
        }
        let version = AssertSqlSafe(format!("PRAGMA user_version = {known}"));
        sqlx::raw_sql(version)
            .execute(&mut *transaction)
            .await
            .map_err(Opening::from_sqlx)?;
        transaction.commit().await.map_err(Opening::from_sqlx)
    }

    /// Renames it, and what SQLite keeps beside it, to `<name>.<suffix>`.
    pub(crate) fn set_aside(&self, dir: &Path, suffix: &str) -> Result<(), Error> {
        for beside in ["", "-wal", "-shm"] {
            let from = dir.join(format!("{}{beside}", self.file));
            match fs::rename(&from, dir.join(format!("{}.{suffix}{beside}", self.file))) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::file("renaming", &from)(error));
                }
                _ => {}
            }
        }
        place::sync(dir)
    }
}

/// All or nothing. SQLite ends a transaction by itself when the disk is full, and sqlx's own type then believes for
/// ever that it still runs; this one asks nobody: whatever ran before is rolled back at the next beginning.
pub(crate) struct Transaction<'a> {
    conn: &'a mut SqliteConnection,
}

impl<'a> Transaction<'a> {
    pub(crate) async fn begin(conn: &'a mut SqliteConnection) -> Result<Self, sqlx::Error> {
        give_up(conn).await;
        sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut *conn).await?;
        Ok(Self { conn })
    }

    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        sqlx::raw_sql("COMMIT").execute(self.conn).await.map(drop)
    }
}

impl Deref for Transaction<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        self.conn
    }
}

impl DerefMut for Transaction<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.conn
    }
}

/// Rolls back whatever was not committed.
pub(crate) async fn give_up(conn: &mut SqliteConnection) {
    // There being nothing to roll back is an error to SQLite and the usual case here.
    sqlx::raw_sql("ROLLBACK").execute(conn).await.ok();
}

/// Why a database did not open.
pub(crate) enum Opening {
    /// It is to be set aside.
    Damaged,
    /// Setting it aside would not help.
    Failed(Error),
}

impl Opening {
    fn from_sqlx(error: sqlx::Error) -> Self {
        match fault(&error) {
            Fault::Damaged => Self::Damaged,
            Fault::Full | Fault::Other => Self::Failed(Error::database("opening a database")(error)),
        }
    }
}

impl From<Opening> for Error {
    fn from(opening: Opening) -> Self {
        match opening {
            Opening::Damaged => Self::database("opening a new database")(sqlx::Error::WorkerCrashed),
            Opening::Failed(error) => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Connection;

    use super::{Kind, Opening};
    use crate::samples::{SAMPLES, TICKS};
    use crate::state::STATE;

    /// A database of a Flywatch that knew fewer tables is brought up to date; one that lost a table is not.
    #[tokio::test]
    async fn an_older_database_is_not_taken_for_a_damaged_one() {
        let dir = tempfile::tempdir().unwrap();
        let old = Kind {
            migrations: &STATE.migrations[..4],
            ..STATE
        };
        let conn = old.open(dir.path()).await.map_err(crate::Error::from).unwrap();
        conn.close().await.unwrap();
        let mut conn = STATE.open(dir.path()).await.map_err(crate::Error::from).unwrap();
        let left: i64 = sqlx::query_scalar("SELECT count(*) FROM silence")
            .fetch_one(&mut conn)
            .await
            .unwrap();
        assert_eq!(left, 0);
        sqlx::raw_sql("DROP TABLE silence")
            .execute(&mut conn)
            .await
            .unwrap();
        conn.close().await.unwrap();
        assert!(matches!(STATE.open(dir.path()).await, Err(Opening::Damaged)));
    }

    /// A released migration never changes; a new one adds a line here.
    #[test]
    fn published_migrations_are_as_they_were() {
        let sums = [&STATE, &SAMPLES, &TICKS].map(|kind| {
            let sum = |step: &&str| format!("{:08x}", crc32fast::hash(step.as_bytes()));
            (kind.file, kind.migrations.iter().map(sum).collect::<Vec<_>>())
        });
        let published = [
            (
                "state.db",
                vec![
                    "a21e788d", "6438e669", "f67e315f", "eee88bf4", "6ef79c9f", "123c20d8", "4f92bae2",
                    "75ed049c", "22abbd1b", "cf47fad5", "3f14efde", "11e8ca13",
                ],
            ),
            ("samples.db", vec!["ed0be2e6"]),
            ("ticks.db", vec!["d0ed0bec"]),
        ];
        assert_eq!(
            sums.each_ref()
                .map(|(file, sums)| (*file, sums.iter().map(String::as_str).collect())),
            published
        );
    }
}
