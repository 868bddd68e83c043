//! Anything that ffmpeg reads: joined for a few seconds, described by ffprobe, measured from its packets.

mod answer;
mod ffprobe;
mod info;
mod judge;
mod packets;
mod request;
mod shared;
mod trouble;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::time::Instant;
use wire::kind::KindInfo;
use wire::reading::Failure;
use wire::settings::{FieldError, Settings};

use self::judge::Expected;
use self::request::{Entered, Request};
use crate::{Kind, Look, Probe, Target, settings};

pub(crate) static KIND: Media = Media;

/// What a look takes that nobody has limited.
const USUAL: Duration = Duration::from_secs(18);
/// Left over for opening the stream, beside the time that is read.
const TO_OPEN: Duration = Duration::from_secs(4);

/// Looks at streams and files by ffprobe.
pub(crate) struct Media;

impl Kind for Media {
    fn info(&self) -> &'static KindInfo {
        &info::INFO
    }

    fn build(&self, target: &Target, settings: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        let entered: Entered = settings::read(settings)?;
        Ok(Box::new(Stream {
            window: Duration::from_secs(entered.window_s),
            expected: Expected::of(&entered)?,
            request: Request::of(target, &entered)?,
            sees_few_keyframes: false,
        }))
    }
}

struct Stream {
    request: Request,
    expected: Expected,
    window: Duration,
    /// Whether the last look saw fewer than two keyframes, so that the next one reads for longer.
    sees_few_keyframes: bool,
}

impl Probe for Stream {
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let ends = seen.ends().unwrap_or_else(|| Instant::now() + USUAL);
            let left = ends.saturating_duration_since(Instant::now());
            let window = self.window(left);
            seen.missing_unless(
                format!("no media from {}", self.request.shown),
                "check that it is sent, and its address",
            );
            let outcome = shared::outcome(Arc::new(self.request.reading_for(window)), ends).await?;
            seen.sample("media_attempts", f64::from(outcome.attempts));
            let report = outcome.report.as_ref().map_err(|fault| fault.failure.clone())?;
            seen.sample("media_start_seconds", outcome.start.as_secs_f64());
            self.sees_few_keyframes = report.sees_few_keyframes();
            self.expected.judge(report, window, seen);
            Ok(())
        })
    }
}

impl Stream {
    /// How much of the stream is read: as set, and longer where keyframes are rarer, as far as the time of the look allows.
    fn window(&self, left: Duration) -> Duration {
        let wanted = if self.sees_few_keyframes {
            self.window
                .max(self.expected.longest_keyframe_interval + Duration::from_secs(1))
        } else {
            self.window
        };
        wanted
            .min(left.saturating_sub(TO_OPEN))
            .max(Duration::from_secs(1))
    }
}

#[cfg(test)]
mod tests;
