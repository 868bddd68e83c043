//! Reports of shows: line-ups that are signed, and what happened until it was over.

mod gathered;

use reports::Lang;
use wire::Timestamp;
use wire::phase::{Entered, Phase};
use wire::report::{Body, Head, LONGEST_MS, LineUp, MakeEvent, Report, ReportId, ReportSort, Sign, Span};
use wire::settings::FieldError;

use super::Station;
use crate::{Refused, printer};

/// So many reports are kept.
const MOST_REPORTS: u32 = 500;
/// So many phases are looked through: those of a month of short shows.
const MOST_PHASES: u32 = 1000;
/// What an event report covers when nobody says and no phase tells, in milliseconds: a day.
const USUAL_MS: i64 = 24 * 60 * 60_000;

impl Station {
    /// The line-up as it is now; nobody has signed it, and it is not kept.
    ///
    /// # Errors
    /// What the store says, or the station is stopping.
    pub async fn line_up(&self) -> Result<Report, Refused> {
        let line_up = self.lined_up().await?;
        let head = Head {
            id: ReportId(0),
            sort: ReportSort::LineUp,
            at: line_up.at,
            show: self.newest_show(line_up.at).await?,
            by: String::new(),
        };
        Ok(Report {
            head,
            body: Body::LineUp(Box::new(line_up)),
        })
    }

    /// Keeps the line-up as it is now, under the name of whoever signs. It is on disk when this returns, and never changes.
    ///
    /// # Errors
    /// Wrong entries, or what the store says.
    pub async fn sign_line_up(&self, sign: Sign) -> Result<Report, Refused> {
        refuse(sign.faults())?;
        self.room_for_a_report().await?;
        let mut line_up = self.lined_up().await?;
        sign.remark.trim().clone_into(&mut line_up.remark);
        let show = match sign.show {
            Some(show) => show.trim().to_owned(),
            None => self.newest_show(line_up.at).await?,
        };
        let by = sign.by.trim().to_owned();
        let head = Head {
            id: ReportId(0),
            sort: ReportSort::LineUp,
            at: line_up.at,
            show,
            by: by.clone(),
        };
        Ok(self
            .inner
            .store
            .add_report(&by, head, Body::LineUp(Box::new(line_up)))
            .await?)
    }

    /// Makes the report of a stretch of time and keeps it; it is on disk when this returns, and never changes.
    ///
    /// # Errors
    /// Wrong entries, or what the store says.
    pub async fn make_event_report(&self, author: &str, asked: MakeEvent) -> Result<Report, Refused> {
        refuse(asked.faults())?;
        let now = self.now();
        let of = self.stretch(&asked, now).await?;
        self.room_for_a_report().await?;
        let phases = self.phases_within(of).await?;
        let show = match asked.show {
            Some(show) => show.trim().to_owned(),
            None => shown(&phases),
        };
        let report = self.happened(of, phases).await?;
        let by = asked.by.unwrap_or_default().trim().to_owned();
        let author = if by.is_empty() {
            author.to_owned()
        } else {
            by.clone()
        };
        let head = Head {
            id: ReportId(0),
            sort: ReportSort::Event,
            at: now,
            show,
            by,
        };
        Ok(self
            .inner
            .store
            .add_report(&author, head, Body::Event(Box::new(report)))
            .await?)
    }

    /// A report as one HTML page that needs nothing else.
    #[must_use]
    pub fn page(&self, report: &Report, lang: Lang) -> String {
        reports::html(report, lang)
    }

    /// Deletes a report; false when there is none of this number.
    ///
    /// # Errors
    /// What the store says.
    pub async fn delete_report(&self, author: &str, id: ReportId) -> Result<bool, Refused> {
        Ok(self.inner.store.delete_report(author, self.now(), id).await?)
    }

    /// A report as a PDF document.
    ///
    /// # Errors
    /// The program that prints is missing, or gives nothing.
    pub async fn print(&self, report: &Report, lang: Lang) -> Result<Vec<u8>, Refused> {
        printer::print(&self.page(report, lang)).await
    }

    pub(super) async fn lined_up(&self) -> Result<LineUp, Refused> {
        let at = self.now();
        let probes = self.lined().await?;
        let channels = self.inner.store.channels().await?;
        let firing: Vec<_> = self
            .live()
            .alerts()
            .filter(|alert| alert.is_firing())
            .cloned()
            .collect();
        let of = Span { from: at, to: at };
        Ok(reports::line_up(self.named(of), at, &channels, &probes, &firing))
    }

    async fn room_for_a_report(&self) -> Result<(), Refused> {
        if self.inner.store.count_reports().await? < MOST_REPORTS {
            return Ok(());
        }
        let message =
            format!("{MOST_REPORTS} reports are kept already; delete those that nobody needs any more");
        refuse(vec![FieldError::new("report", message)])
    }

    /// The phases that were declared lately, oldest first.
    async fn declared(&self) -> Result<Vec<Entered>, Refused> {
        let mut phases = self.phases(None, MOST_PHASES).await?;
        phases.reverse();
        Ok(phases)
    }

    /// The phases that held within a stretch.
    async fn phases_within(&self, of: Span) -> Result<Vec<Entered>, Refused> {
        let mut phases = self.declared().await?;
        phases.retain(|phase| phase.at < of.to);
        let before = phases.iter().rposition(|phase| phase.at <= of.from);
        phases.drain(..before.unwrap_or(0));
        Ok(phases)
    }

    async fn newest_show(&self, now: Timestamp) -> Result<String, Refused> {
        let of = Span {
            from: now,
            to: now.plus_millis(1),
        };
        Ok(shown(&self.phases_within(of).await?))
    }

    /// What an event report is to cover.
    async fn stretch(&self, asked: &MakeEvent, now: Timestamp) -> Result<Span, Refused> {
        let wrong = |field: &str, message: &str| refuse(vec![FieldError::new(field, message)]);
        let to = asked.to.unwrap_or(now);
        if to > now {
            wrong(
                "to",
                "that moment is still to come; choose now or a moment that has passed",
            )?;
        }
        let from = match asked.from {
            Some(from) => from,
            None => self.usual_begin(to).await?,
        };
        if from >= to {
            wrong("to", "the end must be later than the begin")?;
        }
        if to.millis_since(from) > LONGEST_MS {
            wrong("from", "a report covers 31 days at most; choose a later begin")?;
        }
        Ok(Span { from, to })
    }

    /// When the show that ends at `to` was lined up or went on air; a day before where nobody has said.
    async fn usual_begin(&self, to: Timestamp) -> Result<Timestamp, Refused> {
        let phases = self.declared().await?;
        let begin = |wanted: Phase| {
            let newest = phases
                .iter()
                .rev()
                .find(|phase| phase.phase == wanted && phase.at < to);
            newest.map(|phase| phase.at)
        };
        let begin = begin(Phase::LineUp).or_else(|| begin(Phase::OnAir));
        let begin = match begin {
            Some(begin) => Some(begin),
            None => self.newest_signed(to).await?,
        };
        let is_near = |begin: &Timestamp| to.millis_since(*begin) <= LONGEST_MS;
        Ok(begin.filter(is_near).unwrap_or(to.plus_millis(-USUAL_MS)))
    }

    /// When the newest line-up before `to` was signed.
    async fn newest_signed(&self, to: Timestamp) -> Result<Option<Timestamp>, Refused> {
        let signed = self
            .inner
            .store
            .reports(Some(ReportSort::LineUp), None, 50)
            .await?;
        Ok(signed.into_iter().map(|head| head.at).find(|at| *at < to))
    }
}

/// The newest show that somebody named.
fn shown(phases: &[Entered]) -> String {
    let named = phases.iter().rev().find(|phase| !phase.show.is_empty());
    named.map(|phase| phase.show.clone()).unwrap_or_default()
}

fn refuse(faults: Vec<FieldError>) -> Result<(), Refused> {
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refused::Invalid(faults))
    }
}
