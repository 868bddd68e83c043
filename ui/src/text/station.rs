//! What the station says about its kinds of probes, in the other languages. The station itself speaks English; what is not
//! in this table is shown as it comes.

mod dns;
mod host;
mod http;
mod icmp;
mod media;
mod mediamtx;
mod mpegts;
mod nginx_rtmp;
mod port;
mod snmp;
mod srt;
mod srt_stats;
mod stream;

use wire::kind::{KindInfo, Text};
use wire::receiver::ReceiverInfo;

use super::{Language, language};

/// English as the station says it, then German.
const GERMAN: [&[(&str, &str)]; 13] = [
    dns::GERMAN,
    host::GERMAN,
    http::GERMAN,
    icmp::GERMAN,
    media::GERMAN,
    mediamtx::GERMAN,
    mpegts::GERMAN,
    nginx_rtmp::GERMAN,
    port::GERMAN,
    snmp::GERMAN,
    srt::GERMAN,
    srt_stats::GERMAN,
    stream::GERMAN,
];

/// A kind of probe as this screen says it.
pub(crate) fn from_station(mut kind: KindInfo) -> KindInfo {
    if language() == Language::English {
        return kind;
    }
    translate(&mut kind.title);
    translate(&mut kind.help);
    for field in kind.fields.to_mut() {
        translate(&mut field.title);
        translate(&mut field.help);
    }
    for metric in kind.metrics.to_mut() {
        translate(&mut metric.title);
        translate(&mut metric.help);
    }
    for fact in kind.facts.to_mut() {
        translate(&mut fact.title);
        translate(&mut fact.help);
    }
    for finding in kind.findings.to_mut() {
        translate(&mut finding.help);
    }
    kind
}

/// A sort of receiver as this screen says it.
pub(crate) fn receiver_from_station(mut receiver: ReceiverInfo) -> ReceiverInfo {
    if language() == Language::English {
        return receiver;
    }
    translate(&mut receiver.title);
    translate(&mut receiver.help);
    for field in receiver.fields.to_mut() {
        translate(&mut field.title);
        translate(&mut field.help);
    }
    receiver
}

fn translate(text: &mut Text) {
    let mut pairs = GERMAN.into_iter().flatten();
    if let Some((_, german)) = pairs.find(|(english, _)| english == text) {
        *text = Text::Borrowed(german);
    }
}
