//! ffprobe as a child: begun, read, ended in time.

use std::io;
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;
use tokio::time::{Instant, timeout};

use super::answer::Answer;
use super::packets::Report;
use super::request::Request;
use super::trouble::{self, Fault};
use crate::text::contains;

/// Behind everything else that this machine does.
const NICENESS: &str = "10";
/// The longest answer and the longest complaint that are kept, in bytes.
const LONGEST_ANSWER: usize = 16 * 1024 * 1024;
const LONGEST_COMPLAINT: usize = 16 * 1024;
/// What nice and stdbuf say of a program that is not there.
const NOT_THERE: Option<i32> = Some(127);

/// What came of asking for a stream, maybe twice.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) report: Result<Report, Fault>,
    /// From asking until the stream was open, the time that counted.
    pub(super) start: Duration,
    pub(super) attempts: u32,
}

/// Asks for a stream, and once more when it fails for a reason that may pass and there is time.
pub(super) async fn ask(request: &Request, limit: Duration) -> Outcome {
    let ends = Instant::now() + limit;
    let first = once("ffprobe", request, limit, limit / 2).await;
    let left = ends.saturating_duration_since(Instant::now());
    let is_passing = first.as_ref().is_err_and(|fault| fault.is_passing);
    let (last, attempts) = if is_passing && left >= limit / 3 {
        (once("ffprobe", request, left, left).await, 2)
    } else {
        (first, 1)
    };
    let (report, start) = match last {
        Ok((report, start)) => (Ok(report), start),
        Err(fault) => (Err(fault), Duration::ZERO),
    };
    Outcome {
        report,
        start,
        attempts,
    }
}

/// Runs `program` once, for `limit` at most and for `to_begin` at most until the stream is open. Ends the process when
/// dropped.
pub(super) async fn once(
    program: &str,
    request: &Request,
    limit: Duration,
    to_begin: Duration,
) -> Result<(Report, Duration), Fault> {
    let began = Instant::now();
    // A line at a time, so that the first packet is seen when it comes.
    let child = Command::new("nice")
        .args(["-n", NICENESS, "stdbuf", "-oL", program])
        .args(request.words())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn();
    let mut child = child.map_err(|error| trouble::cannot_run(&error))?;
    let (Some(output), Some(complaints)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(trouble::cannot_run(&io::ErrorKind::BrokenPipe.into()));
    };
    let opened = OnceLock::new();
    let work = async {
        let note = |read: &[u8]| {
            // The heading of the packets is written when the stream is open.
            if opened.get().is_none() && contains(read, b"\"packets\"") {
                opened.get_or_init(|| began.elapsed());
            }
        };
        let (output, complaints) = tokio::join!(
            read(output, LONGEST_ANSWER, note),
            read(complaints, LONGEST_COMPLAINT, |_| ())
        );
        (output, complaints, child.wait().await)
    };
    let mut work = std::pin::pin!(work);
    let ended = match timeout(to_begin, &mut work).await {
        Ok(ended) => ended,
        Err(_) if opened.get().is_none() => return Err(trouble::silent(request, to_begin)),
        Err(_) => timeout(limit.saturating_sub(to_begin), &mut work)
            .await
            .map_err(|_| trouble::stalled(request, limit))?,
    };
    let (output, complaints, status) = ended;
    let code = status.map_err(|error| trouble::cannot_run(&error))?.code();
    if code == NOT_THERE {
        return Err(trouble::not_installed());
    }
    if code != Some(0) {
        return Err(trouble::refused(
            request,
            &String::from_utf8_lossy(&complaints),
            code,
        ));
    }
    let report = Answer::read(&output).map(Report::of);
    let report = report.filter(|report| !report.streams.is_empty());
    let report = report.ok_or_else(|| trouble::empty(request))?;
    Ok((report, opened.get().copied().unwrap_or_else(|| began.elapsed())))
}

/// Reads to the end and keeps the beginning. `note` sees all that was kept while it is still short.
async fn read(mut from: impl AsyncRead + Unpin, most: usize, note: impl Fn(&[u8])) -> Vec<u8> {
    const SHORT: usize = 4 * 1024;
    let (mut kept, mut piece) = (Vec::new(), vec![0; 16 * 1024]);
    while let Ok(length) = from.read(&mut piece).await {
        if length == 0 {
            break;
        }
        let was_short = kept.len() < SHORT;
        let room = most - kept.len();
        kept.extend(piece.iter().take(length.min(room)));
        if was_short {
            note(&kept);
        }
    }
    kept
}
