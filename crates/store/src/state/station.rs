//! What is set on the station itself: one row, in the table of settings.

use sqlx::SqliteConnection;
use wire::station::Station;

use super::State;
use crate::Error;

const KEY: &str = "station";

impl State {
    pub(crate) async fn station(&self) -> Result<Option<Station>, Error> {
        read(&mut *self.reader().await?).await
    }
}

/// What was set; nothing as long as nobody has set anything.
pub(super) async fn read(conn: &mut SqliteConnection) -> Result<Option<Station>, Error> {
    let found: Option<String> = sqlx::query_scalar("SELECT value FROM setting WHERE key = ?")
        .bind(KEY)
        .fetch_optional(conn)
        .await
        .map_err(Error::database("reading the settings of the station"))?;
    let read = |text: String| serde_json::from_str(&text).map_err(Error::stored("setting of the station"));
    found.map(read).transpose()
}

pub(super) async fn write(conn: &mut SqliteConnection, station: &Station) -> Result<(), sqlx::Error> {
    let text = serde_json::to_string(station).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query("INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(KEY)
        .bind(text)
        .execute(conn)
        .await
        .map(drop)
}
