//! Reports of shows.

use wire::Timestamp;
use wire::report::{Body, Head, Report, ReportId, ReportSort};

use super::Store;
use crate::Error;

impl Store {
    /// Keeps a report; it is on disk, with its audit entry, when this returns. The number of `head` counts for nothing: the
    /// report that is given back has its own.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn add_report(&self, author: &str, head: Head, body: Body) -> Result<Report, Error> {
        self.inner.shared.state.add_report(author, head, body).await
    }

    /// The newest `limit` reports numbered below `before`, newest first: all, or those of one sort.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn reports(
        &self,
        sort: Option<ReportSort>,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Head>, Error> {
        self.inner.shared.state.reports(sort, before, limit).await
    }

    /// One report.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn report(&self, id: ReportId) -> Result<Option<Report>, Error> {
        self.inner.shared.state.report(id).await
    }

    /// How many reports there are.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn count_reports(&self) -> Result<u32, Error> {
        self.inner.shared.state.count_reports().await
    }

    /// Deletes a report, with its audit entry; false when there is none of this number.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn delete_report(&self, author: &str, at: Timestamp, id: ReportId) -> Result<bool, Error> {
        self.inner.shared.state.delete_report(author, at, id).await
    }
}
