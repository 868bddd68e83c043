//! What is written in a cell, as operators and spreadsheets write it.

use std::net::Ipv6Addr;

use serde_json::Number;
use wire::kind::{Bad, KindInfo};

/// Words for yes and no, as spreadsheets in English and German write them.
const YES: [&str; 8] = ["true", "yes", "on", "1", "wahr", "ja", "an", "x"];
const NO: [&str; 7] = ["false", "no", "off", "0", "falsch", "nein", "aus"];
/// Words for a limit that is never passed.
const NONE: [&str; 5] = ["off", "none", "-", "aus", "keine"];

/// A number. With `decimal_comma`, `0,5` is one too.
pub(super) fn number(text: &str, decimal_comma: bool) -> Option<f64> {
    let number = if decimal_comma && !text.contains('.') {
        text.replacen(',', ".", 1)
    } else {
        text.to_owned()
    };
    number.parse().ok().filter(|number: &f64| number.is_finite())
}

/// A limit; the usual one where nothing is written.
#[allow(
    clippy::option_option,
    reason = "what is written may be no limit, and the limit may be that there is none"
)]
pub(super) fn limit(text: &str, usual: Option<f64>, decimal_comma: bool) -> Option<Option<f64>> {
    if text.is_empty() {
        return Some(usual);
    }
    if NONE.contains(&text.to_lowercase().as_str()) {
        return Some(None);
    }
    number(text, decimal_comma).map(Some)
}

/// Which side of a limit is bad.
pub(super) fn side(text: &str, usual: Bad) -> Option<Bad> {
    match text.to_lowercase().as_str() {
        "" => Some(usual),
        "above" => Some(Bad::Above),
        "below" => Some(Bad::Below),
        _ => None,
    }
}

/// Yes or no.
pub(super) fn switch(text: &str) -> Option<bool> {
    let word = text.to_lowercase();
    let is_among = |words: &[&str]| words.contains(&word.as_str());
    (is_among(&YES) || is_among(&NO)).then(|| is_among(&YES))
}

/// A number that is whole stays so, as whoever wrote 5 did not mean 5.0.
pub(super) fn whole(number: f64) -> Number {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "whole, and within what an f64 holds exactly"
    )]
    if number.fract() == 0.0 && number.abs() < 9e15 {
        return (number as i64).into();
    }
    Number::from_f64(number).unwrap_or_else(|| 0.into())
}

/// A text without the apostrophe that keeps spreadsheets from calculating it.
pub(super) fn plain(text: &str) -> &str {
    let bare = text.strip_prefix('\'');
    bare.filter(|bare| is_calculated(bare)).unwrap_or(text)
}

/// A host or an address becomes a target of the kind.
pub(super) fn target(text: &str, kind: &KindInfo) -> String {
    let scheme = kind.schemes.first().map_or("", AsRef::as_ref);
    let is_port = |port: &str| !port.is_empty() && port.chars().all(|c| c.is_ascii_digit());
    let is_bare = match text.split_once(':') {
        None => !text.is_empty(),
        Some((_, rest)) if text.parse::<Ipv6Addr>().is_ok() || is_port(rest) => true,
        Some((before, _)) => (before.contains('.') || before.starts_with('[')) && !text.contains("://"),
    };
    // A scheme without anything behind it that could be a port: `tcp:80` names no host.
    let is_known = text
        .split_once(':')
        .is_some_and(|(before, _)| kind.schemes.iter().any(|known| *known == before));
    if !is_bare || is_known {
        return text.to_owned();
    }
    let slashes = if kind.example.contains("://") { "//" } else { "" };
    format!("{scheme}:{slashes}{text}")
}

/// Whether a spreadsheet would calculate a text, or run it, instead of showing it.
pub(super) fn is_calculated(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}
