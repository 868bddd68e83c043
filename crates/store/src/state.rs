//! What operators said and what happened: `state.db`.

mod commit;
mod log;
mod things;

use std::path::Path;
use std::sync::Arc;

use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};
use sqlx::{ConnectOptions, SqliteConnection};
use tokio::sync::Mutex;

use crate::Error;
use crate::database::{self, Migrations};

pub(crate) use things::Thing;

pub(crate) const MIGRATIONS: Migrations = &[include_str!("../migrations/state/0001.sql")];

/// One connection that writes, a few that read.
#[derive(Clone)]
pub(crate) struct State {
    writer: Arc<Mutex<SqliteConnection>>,
    readers: SqlitePool,
}

impl State {
    pub(crate) async fn open(path: &Path) -> Result<Self, Error> {
        let wrap = Error::database;
        let options = database::options(path);
        let mut writer = options.connect().await.map_err(wrap("opening state.db"))?;
        database::migrate(&mut writer, path, MIGRATIONS).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(2)
            .connect_lazy_with(options.read_only(true));
        Ok(Self {
            writer: Arc::new(Mutex::new(writer)),
            readers,
        })
    }

    pub(crate) async fn all<T: Thing>(&self) -> Result<Vec<T>, Error> {
        T::read(&mut *self.reader().await?, None).await
    }

    pub(crate) async fn one<T: Thing>(&self, id: u32) -> Result<Option<T>, Error> {
        Ok(T::read(&mut *self.reader().await?, Some(id)).await?.pop())
    }

    pub(crate) async fn setting(&self, key: &str) -> Result<Option<String>, Error> {
        let found = sqlx::query_scalar("SELECT value FROM setting WHERE key = ?").bind(key);
        found
            .fetch_optional(&mut *self.reader().await?)
            .await
            .map_err(Error::database("reading a setting"))
    }

    pub(crate) async fn put_setting(&self, key: &str, value: &str) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )
        .bind(key)
        .bind(value)
        .execute(&mut *self.writer.lock().await)
        .await
        .map_err(Error::database("saving a setting"))?;
        Ok(())
    }

    async fn reader(&self) -> Result<sqlx::pool::PoolConnection<sqlx::Sqlite>, Error> {
        self.readers
            .acquire()
            .await
            .map_err(Error::database("opening state.db for reading"))
    }
}
