//! What it means that ffprobe gave nothing. Its exit code decides; what it complained of only explains.

use std::io;
use std::time::Duration;

use wire::reading::{Cause, Failure};

use super::request::Request;
use crate::runner::words;

/// Why there is nothing to tell.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) failure: Failure,
    /// Whether it may be gone a moment later.
    pub(super) is_passing: bool,
}

fn lasting(cause: Cause, detail: impl Into<String>) -> Fault {
    Fault {
        failure: Failure::new(cause, detail),
        is_passing: false,
    }
}

fn passing(cause: Cause, detail: impl Into<String>) -> Fault {
    Fault {
        is_passing: true,
        ..lasting(cause, detail)
    }
}

pub(super) fn not_installed() -> Fault {
    lasting(
        Cause::Denied,
        "ffprobe is not installed on this machine (apt install ffmpeg)",
    )
}

pub(super) fn cannot_run(error: &io::Error) -> Fault {
    lasting(
        Cause::Denied,
        format!("ffprobe could not be run on this machine: {error}"),
    )
}

pub(super) fn silent(request: &Request, after: Duration) -> Fault {
    let (shown, after) = (&request.shown, words(after));
    passing(
        Cause::Timeout,
        format!("no media from {shown} within {after}; check that it is sent, and its address"),
    )
}

pub(super) fn stalled(request: &Request, after: Duration) -> Fault {
    let (shown, window, after) = (&request.shown, words(request.window), words(after));
    lasting(
        Cause::Timeout,
        format!(
            "{shown} began, but {window} of it did not come within {after}; it is sent too slowly or stopped"
        ),
    )
}

pub(super) fn empty(request: &Request) -> Fault {
    let shown = &request.shown;
    lasting(
        Cause::Garbled,
        format!("there is neither video nor audio in {shown}"),
    )
}

/// What is complained of, in small letters, and what it means: `{}` is the stream, `{@}` host and port.
const MEANINGS: &[(&[&str], Cause, bool, &str)] = &[
    (
        &["connection refused"],
        Cause::Refused,
        false,
        "{@} cannot be talked to: nothing listens there; check the port and that the server runs",
    ),
    (
        &[
            "404 not found",
            "no such stream",
            "streamnotfound",
            "stream not found",
        ],
        Cause::Refused,
        false,
        "the server does not know {}; check the path, and that somebody sends this stream",
    ),
    (
        &[
            "401 unauthorized",
            "403 forbidden",
            "authorization failed",
            "access denied",
        ],
        Cause::Denied,
        false,
        "the server does not let this machine read {}; check user, password and stream key",
    ),
    (
        &["5xx server error", "http error 5", "failed: 5"],
        Cause::Refused,
        true,
        "the server answers for {} with a fault of its own (5xx); see its log",
    ),
    (
        &["4xx client error", "http error 4"],
        Cause::Refused,
        false,
        "the server refuses to give {}; check the address",
    ),
    (
        &["connection reset", "broken pipe"],
        Cause::Refused,
        true,
        "the server cut the connection for {}; see its log",
    ),
    (
        &["connection timed out", "etimedout"],
        Cause::Timeout,
        true,
        "no answer from {@} for {}; check that it is sent, and its address",
    ),
    (
        &["no route to host", "host is unreachable"],
        Cause::Unreachable,
        false,
        "{@} is not there: nothing on its network answers for it; check its power, its cable and its address",
    ),
    (
        &["network is unreachable"],
        Cause::Unreachable,
        false,
        "this machine has no way to {@}; check its own cable and network settings",
    ),
    (
        &["failed to resolve hostname", "name or service not known"],
        Cause::Unreachable,
        false,
        "the DNS knows no address for {@}; check the name",
    ),
    (
        &["no such file"],
        Cause::Unreachable,
        false,
        "there is no file {} on this machine",
    ),
    (
        &["permission denied"],
        Cause::Denied,
        false,
        "Flywatch may not read {}; let its user read it (chmod, chgrp)",
    ),
    (
        &["is a directory"],
        Cause::Refused,
        false,
        "{} is a folder; enter a file in it",
    ),
    (
        &["address already in use"],
        Cause::Denied,
        false,
        "another program or probe of this machine listens at {@} already",
    ),
    (
        &["protocol not found"],
        Cause::Denied,
        false,
        "the ffmpeg of this machine cannot read {}; install one with that protocol",
    ),
    (
        &[
            "invalid data found",
            "moov atom not found",
            "could not find codec parameters",
        ],
        Cause::Garbled,
        false,
        "what comes from {} is no media that ffmpeg knows; check that the address is that of a stream and not of a page",
    ),
    (
        &["end of file"],
        Cause::Garbled,
        true,
        "{} ended before any media came; check that somebody sends this stream",
    ),
];

/// Why ffprobe ended with that exit code.
pub(super) fn refused(request: &Request, complaints: &str, code: Option<i32>) -> Fault {
    let said = complaints.to_lowercase();
    let meaning = MEANINGS
        .iter()
        .find(|(signs, ..)| signs.iter().any(|sign| said.contains(sign)));
    if let Some((_, cause, is_passing, meaning)) = meaning {
        return Fault {
            failure: Failure::new(
                *cause,
                meaning
                    .replace("{@}", &request.place)
                    .replace("{}", &request.shown),
            ),
            is_passing: *is_passing,
        };
    }
    let code = code.map_or_else(|| "killed".to_owned(), |code| format!("exit code {code}"));
    // Complaints name the address with all that is secret in it, so none of them is repeated.
    lasting(
        Cause::Garbled,
        format!(
            "ffprobe could not read {} ({code}); try the same address with ffprobe on this machine",
            request.shown
        ),
    )
}
