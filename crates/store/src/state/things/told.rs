//! What operators say about alerts: rules, receivers, routes and silences, each whole in one column.

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use wire::alert::SilenceId;
use wire::receiver::{Receiver, ReceiverId, ReceiverSpec};
use wire::route::{Route, RouteId, RouteSpec, Silence, SilenceSpec};
use wire::rule::{Rule, RuleId, RuleSpec};

use super::{Thing, from_json, json, name_key};
use crate::Error;

macro_rules! whole {
    ($thing:ident, $id:ident, $spec:ident, $word:literal, users: $users:expr, own_name: $own_name:literal) => {
        impl Thing for $thing {
            const WORD: &'static str = $word;
            const READING: &'static str = concat!("reading ", $word, "s");
            const SELECT: &'static str = concat!(
                "SELECT id, revision, body FROM ",
                $word,
                " WHERE ?1 IS NULL OR id = ?1 ORDER BY id"
            );
            const USERS: &'static [&'static str] = $users;
            const OWN_NAME: bool = $own_name;
            owned!($id, $spec);

            fn from_rows(rows: &[SqliteRow]) -> Result<Vec<Self>, Error> {
                let thing = |row: &SqliteRow| {
                    let spec = from_json($word, row.get("body"))?;
                    Ok(Self::new(row.get("id"), row.get("revision"), spec))
                };
                rows.iter().map(thing).collect()
            }

            async fn write(
                conn: &mut SqliteConnection,
                id: Option<u32>,
                revision: u32,
                spec: &$spec,
            ) -> Result<u32, sqlx::Error> {
                sqlx::query_scalar(concat!(
                    "INSERT INTO ",
                    $word,
                    " (id, revision, name, name_key, body) VALUES (?, ?, ?, ?, ?)
                     ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, name = excluded.name,
                        name_key = excluded.name_key, body = excluded.body
                     RETURNING id"
                ))
                .bind(id)
                .bind(revision)
                .bind(&spec.name)
                .bind(name_key(&spec.name))
                .bind(json(spec)?)
                .fetch_one(conn)
                .await
            }
        }
    };
}

whole!(Rule, RuleId, RuleSpec, "rule", users: &[], own_name: true);
whole!(
    Receiver, ReceiverId, ReceiverSpec, "receiver",
    // Those that are told at once, and those that are told later.
    users: &["SELECT 'route \"' || name || '\"' FROM route WHERE EXISTS
        (SELECT 1 FROM json_tree(body) WHERE atom = ? AND path LIKE '$%.receivers') ORDER BY name_key"],
    own_name: true
);
whole!(Route, RouteId, RouteSpec, "route", users: &[], own_name: true);
whole!(Silence, SilenceId, SilenceSpec, "silence", users: &[], own_name: false);
