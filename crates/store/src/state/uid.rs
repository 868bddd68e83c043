//! What tells this station from every other: made once, in the table of settings.

use super::State;
use crate::Error;

const KEY: &str = "station_uid";

impl State {
    /// 128 random bits as 32 hexadecimal digits.
    pub(crate) async fn uid(&self) -> Result<String, Error> {
        let wrap = || Error::database("saving the identity of the station");
        let find = || sqlx::query_scalar("SELECT value FROM setting WHERE key = ?").bind(KEY);
        let mut writer = self.writer().await?;
        if let Some(uid) = find().fetch_optional(&mut *writer).await.map_err(wrap())? {
            return Ok(uid);
        }
        let uid =
            sqlx::query_scalar("INSERT INTO setting VALUES (?, lower(hex(randomblob(16)))) RETURNING value")
                .bind(KEY)
                .fetch_one(&mut *writer)
                .await
                .map_err(wrap())?;
        self.orders_changed();
        Ok(uid)
    }
}
