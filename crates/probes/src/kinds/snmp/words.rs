//! How a device describes itself (the system group of RFC 3418).

use std::time::{Duration, Instant};

use wire::reading::Failure;

use super::ask::{Column, Table, Tells, narrow};
use super::client::Session;
use super::info;
use super::system::News;
use super::table::Reader;
use crate::Look;

/// It is asked again after this long, even when nothing says that it changed.
const STALE_AFTER: Duration = Duration::from_secs(5 * 60);

/// Read like a list of one row.
static TABLE: Table = Table {
    label: "",
    columns: &[
        Column {
            name: "sysName",
            places: &[narrow(&[1, 3, 6, 1, 2, 1, 1, 5], 1.0)],
            tells: Tells::Asker,
        },
        Column {
            name: "sysDescr",
            places: &[narrow(&[1, 3, 6, 1, 2, 1, 1, 1], 1.0)],
            tells: Tells::Asker,
        },
        Column {
            name: "sysLocation",
            places: &[narrow(&[1, 3, 6, 1, 2, 1, 1, 6], 1.0)],
            tells: Tells::Asker,
        },
    ],
};
/// What each of them is on the screen.
const FACTS: [(&str, &str); 3] = [
    ("sysName", info::NAME),
    ("sysDescr", info::DESCRIPTION),
    ("sysLocation", info::LOCATION),
];

/// What a device said of itself, and when.
pub(super) struct Words {
    reader: Reader,
    said: Vec<(&'static str, String)>,
    at: Option<Instant>,
}

impl Words {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self {
            reader: Reader::of(&TABLE),
            said: Vec::new(),
            at: None,
        }
    }

    /// Tells them at each look; asks now and then.
    pub(super) async fn ask(
        &mut self,
        session: &mut Session<'_>,
        news: News,
        seen: &mut Look,
    ) -> Result<(), Failure> {
        if news.restarted || self.at.is_none_or(|at| at.elapsed() >= STALE_AFTER) {
            let said = self.reader.read(session, &[]).await?;
            let row = said.rows.values().next();
            let fact = |(column, fact): (&str, &'static str)| {
                let words = row?.text(TABLE.position(column))?;
                Some((fact, words.to_owned()))
            };
            self.said = FACTS.into_iter().filter_map(fact).collect();
            self.at = Some(Instant::now());
        }
        for (fact, words) in &self.said {
            seen.fact(fact, words);
        }
        Ok(())
    }
}
