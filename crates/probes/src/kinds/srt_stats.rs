//! The statistics that srt-live-transmit writes to a file, followed while the file grows.

mod follow;
mod info;
mod line;
mod tell;

use std::path::Path;
use std::time::Duration;

use futures_util::future::BoxFuture;
use serde::Deserialize;
use wire::kind::KindInfo;
use wire::reading::{Cause, Failure};
use wire::settings::{FieldError, Settings};

use self::follow::Followed;
use self::line::Reader;
use self::tell::Teller;
use crate::{Kind, Look, Probe, Target, settings};

pub(crate) static KIND: SrtStats = SrtStats;

/// Of a file that is met, so many lines count: two of each side of a connection.
const FIRST_LINES: usize = 4;

/// Follows the statistics of srt-live-transmit.
pub(crate) struct SrtStats;

#[derive(Deserialize)]
struct Entered {
    full_statistics: bool,
    stale_s: u64,
}

impl Kind for SrtStats {
    fn info(&self) -> &'static KindInfo {
        &info::INFO
    }

    fn build(&self, target: &Target, settings: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        let entered: Entered = settings::read(settings)?;
        let message = "enter the whole path of the file: srtstats:///var/log/srt.json";
        let wrong = || FieldError::new("target", message);
        if !target.host().is_empty() {
            return Err(wrong());
        }
        // A path is read by the rules of file: URLs whatever its scheme.
        let path = url::Url::parse(&format!("file://{}", target.url().path()))
            .ok()
            .and_then(|url| url.to_file_path().ok())
            .filter(|path| path != Path::new("/"))
            .ok_or_else(wrong)?;
        Ok(Box::new(Statistics {
            file: Followed::new(path),
            reader: Reader::default(),
            teller: Teller::new(entered.full_statistics),
            stale: Duration::from_secs(entered.stale_s),
        }))
    }
}

struct Statistics {
    file: Followed,
    reader: Reader,
    teller: Teller,
    stale: Duration,
}

impl Probe for Statistics {
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            seen.missing(format!("{} could not be read", self.file.shown()));
            let news = self.file.read().await?;
            if news.is_another {
                (self.reader, self.teller) = (Reader::default(), self.teller.anew());
            }
            let header = news.header.as_deref();
            let mut lines: Vec<_> = header
                .into_iter()
                .chain(news.lines.lines())
                .filter_map(|line| self.reader.read(line))
                .collect();
            if lines.is_empty() && !self.reader.has_read {
                let shown = self.file.shown();
                return Err(if self.file.is_empty() {
                    Failure::new(
                        Cause::Silent,
                        format!(
                            "{shown} is still empty: nothing was transmitted yet; srt-live-transmit needs -s with a number too"
                        ),
                    )
                } else {
                    Failure::new(
                        Cause::Garbled,
                        format!(
                            "{shown} holds no statistics; start srt-live-transmit with -pf json or -pf csv"
                        ),
                    )
                });
            }
            if news.is_another {
                // What happened long before somebody watched is no news.
                lines.drain(..lines.len().saturating_sub(FIRST_LINES));
            }
            self.teller.tell(&lines, seen);
            let age = news.age.as_secs_f64();
            seen.sample("srt_stats_age_seconds", age);
            if news.age > self.stale {
                let detail = format!("no new statistics for {age:.0} s");
                seen.finding("srt_stats.stale", detail);
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests;
