//! The copy of what operators said: `state.db.bak`, made anew after they said something.

use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};

use super::{STATE, State};
use crate::database::{Kind, Opening, Transaction};
use crate::{Error, place};

const COPY: Kind = Kind {
    file: "state.db.bak",
    ..STATE
};
const PART: Kind = Kind {
    file: "state.db.part",
    ..STATE
};

/// `state.db` is not there although its copy is.
pub(super) fn missing(dir: &Path) -> bool {
    COPY.path(dir).exists() && !STATE.path(dir).exists()
}

/// Whether the copy does not have everything: there is none, or `state.db` was written later.
pub(super) fn is_older(dir: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    changed(&COPY.path(dir))
        .is_none_or(|copied| changed(&STATE.path(dir)).is_none_or(|written| copied < written))
}

/// Whether the copy has orders that `state.db` lacks: its log was lost, or somebody put an old file in its place.
pub(super) async fn knows_more(dir: &Path, state: &mut SqliteConnection) -> bool {
    async fn newest(conn: &mut SqliteConnection) -> Result<Option<i64>, sqlx::Error> {
        sqlx::query_scalar("SELECT max(seq) FROM audit")
            .fetch_one(conn)
            .await
    }
    if !COPY.path(dir).exists() {
        return false;
    }
    let Ok(mut copy) = COPY.reader(dir).connect().await else {
        return false;
    };
    match (newest(&mut copy).await, newest(state).await) {
        (Ok(copied), Ok(there)) => copied > there,
        _ => false,
    }
}

/// Puts the copy in the place of a `state.db` that was set aside as `state.db.<suffix>`, or makes a new one.
pub(super) async fn restore(dir: &Path, suffix: &str) -> Result<(SqliteConnection, String), Error> {
    let aside = format!(
        "The file with the settings, state.db, was damaged or lost; what was left of it is set aside \
                         as state.db.{suffix}."
    );
    let copy = COPY.path(dir);
    if copy.exists() {
        let part = PART.path(dir);
        fs::copy(&copy, &part).map_err(Error::file("copying", &copy))?;
        fs::File::open(&part)
            .and_then(|file| file.sync_all())
            .map_err(Error::file("writing", &part))?;
        fs::rename(&part, STATE.path(dir)).map_err(Error::file("writing", &STATE.path(dir)))?;
        place::sync(dir)?;
        match STATE.open(dir).await {
            Ok(writer) => {
                let told = format!(
                    "{aside} All settings are back from their copy; past events are only in the file set aside. \
                     Check the newest changes."
                );
                return Ok((writer, told));
            }
            Err(Opening::Failed(error)) => return Err(error),
            Err(Opening::Damaged) => {
                let suffix = format!("{suffix}-copy");
                STATE.set_aside(dir, &suffix)?;
                COPY.set_aside(dir, &suffix)?;
            }
        }
    }
    let told =
        format!("{aside} No good copy was there: all settings start anew. Apply your saved configuration.");
    Ok((STATE.open(dir).await?, told))
}

impl State {
    /// Copies what operators said since the last copy, when they said something.
    pub(crate) async fn copy(&self) -> Result<(), Error> {
        if !self.uncopied.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        let copied = self.write_copy().await;
        if copied.is_err() {
            self.uncopied.store(true, Ordering::Release);
        }
        copied
    }

    async fn write_copy(&self) -> Result<(), Error> {
        let wrap = || Error::database("copying the settings");
        let path = PART.path(&self.dir);
        if path.exists() {
            fs::remove_file(&path).map_err(Error::file("removing", &path))?;
        }
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .foreign_keys(false);
        let mut part = options
            .journal_mode(SqliteJournalMode::Delete)
            .connect()
            .await
            .map_err(wrap())?;
        PART.migrate(&mut part, &path).await?;
        let state = STATE.path(&self.dir).to_string_lossy().into_owned();
        sqlx::query("ATTACH ? AS state")
            .bind(state)
            .execute(&mut part)
            .await
            .map_err(wrap())?;
        let mut transaction = Transaction::begin(&mut part).await.map_err(wrap())?;
        for table in STATE.checked.iter().chain(&["sqlite_sequence"]) {
            let copy = AssertSqlSafe(format!(
                "DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM state.{table}"
            ));
            sqlx::raw_sql(copy)
                .execute(&mut *transaction)
                .await
                .map_err(wrap())?;
        }
        transaction.commit().await.map_err(wrap())?;
        part.close().await.map_err(wrap())?;
        fs::rename(&path, COPY.path(&self.dir)).map_err(Error::file("renaming", &path))?;
        place::sync(&self.dir)
    }
}
