//! What the station says about its kinds of probes and sorts of receivers, in the other languages. The station itself speaks
//! English; what is not in these tables is shown as it comes.

mod dns;
mod host;
mod http;
mod icmp;
mod media;
mod mediamtx;
mod mpegts;
mod nginx_rtmp;
mod port;
mod receivers;
mod snmp;
mod srt;
mod srt_stats;
mod stream;

use wire::kind::{KindInfo, Text};
use wire::receiver::ReceiverInfo;

use super::{Language, language};

/// English as the station says it, then German.
type Pairs = &'static [(&'static str, &'static str)];

/// What is said of kinds of probes. What is said of receivers stands apart: the same word may mean something else there.
const GERMAN: [Pairs; 13] = [
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
    let said = |text: &mut Text| translate(text, &GERMAN);
    said(&mut kind.title);
    said(&mut kind.help);
    for field in kind.fields.to_mut() {
        said(&mut field.title);
        said(&mut field.help);
    }
    for metric in kind.metrics.to_mut() {
        said(&mut metric.title);
        said(&mut metric.help);
    }
    for fact in kind.facts.to_mut() {
        said(&mut fact.title);
        said(&mut fact.help);
    }
    for finding in kind.findings.to_mut() {
        said(&mut finding.help);
    }
    kind
}

/// A sort of receiver as this screen says it.
pub(crate) fn receiver_from_station(mut receiver: ReceiverInfo) -> ReceiverInfo {
    if language() == Language::English {
        return receiver;
    }
    let said = |text: &mut Text| translate(text, &[receivers::GERMAN]);
    said(&mut receiver.title);
    said(&mut receiver.help);
    for field in receiver.fields.to_mut() {
        said(&mut field.title);
        said(&mut field.help);
    }
    receiver
}

fn translate(text: &mut Text, tables: &[Pairs]) {
    let mut pairs = tables.iter().copied().flatten();
    if let Some((_, german)) = pairs.find(|(english, _)| english == text) {
        *text = Text::Borrowed(german);
    }
}
