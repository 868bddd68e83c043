//! What is told of streams, and what is wrong with them.

use std::collections::HashMap;

use tokio::time::Instant;

use super::page::Element;
use crate::Look;
use crate::number::as_f64;
use crate::tally::Tally;
use crate::text::plain;

/// Streams beyond these are counted and not told one by one.
const MOST: usize = 200;
/// Of a name that must stay secret, so much is shown.
const SHOWN: usize = 2;

/// What an operator expects.
pub(super) struct Expected {
    /// Application and name, with a slash between them.
    pub(super) streams: Vec<String>,
    /// By how much audio and video may be apart, in seconds.
    pub(super) av_offset: f64,
}

pub(super) struct Teller {
    expected: Expected,
    hides_names: bool,
    tally: Tally,
}

/// A stream, and what it is called.
struct Stream<'a> {
    /// Application and name.
    is: String,
    shown: String,
    element: &'a Element,
}

impl Teller {
    pub(super) fn new(expected: Expected, hides_names: bool) -> Self {
        Self {
            expected,
            hides_names,
            tally: Tally::default(),
        }
    }

    pub(super) fn tell(&mut self, page: &Element, at: Instant, seen: &mut Look) {
        self.tally.begin();
        seen.fact("nginx_rtmp_version", page.word("nginx_version"));
        for (metric, bytes) in [
            ("nginx_rtmp_in_bits_per_second", "bytes_in"),
            ("nginx_rtmp_out_bits_per_second", "bytes_out"),
        ] {
            if let Some(rate) = self.bits(page, bytes, String::new(), at) {
                seen.sample(metric, rate);
            }
        }
        let streams = self.streams(page);
        let count = |count: usize| as_f64(count as u64);
        let publishing = streams.iter().filter(|stream| stream.element.has("publishing"));
        seen.sample("nginx_rtmp_streams", count(streams.len()));
        seen.sample("nginx_rtmp_publishing", count(publishing.count()));
        let clients = streams.iter().map(|stream| stream.element.all("client").count());
        seen.sample("nginx_rtmp_clients", count(clients.sum()));
        for stream in streams.iter().take(MOST) {
            self.tell_stream(stream, at, seen);
        }
        for expected in &self.expected.streams {
            let publishes = |stream: &Stream<'_>| stream.is == *expected && stream.element.has("publishing");
            if !streams.iter().any(publishes) {
                let (application, name) = expected.rsplit_once('/').unwrap_or(("", expected));
                let shown = self.shown(application, name);
                let detail = format!("nobody publishes {shown}");
                seen.finding_at("nginx_rtmp.not_publishing", [("stream", &shown)], detail);
            }
        }
    }

    /// All streams of all applications.
    fn streams<'a>(&self, page: &'a Element) -> Vec<Stream<'a>> {
        let mut times: HashMap<String, usize> = HashMap::new();
        let mut streams = Vec::new();
        for application in page.all("server").flat_map(|server| server.all("application")) {
            let kind = application.get("live").or_else(|| application.get("play"));
            for element in kind.into_iter().flat_map(|kind| kind.all("stream")) {
                let (application, name) = (application.word("name"), element.word("name"));
                let mut shown = self.shown(application, name);
                // Two servers may have the same, and hidden names may look the same.
                let time = times.entry(shown.clone()).or_default();
                *time += 1;
                if *time > 1 {
                    shown = format!("{shown} ({time})");
                }
                streams.push(Stream {
                    is: format!("{application}/{name}"),
                    shown,
                    element,
                });
            }
        }
        streams
    }

    fn shown(&self, application: &str, name: &str) -> String {
        let name = if self.hides_names {
            format!("{}***", name.chars().take(SHOWN).collect::<String>())
        } else {
            name.to_owned()
        };
        plain(&format!("{application}/{name}"))
    }

    /// Growth of a counter of bytes as a rate: the module's own is an average of ten seconds that begins at zero.
    fn bits(&mut self, of: &Element, counter: &str, key: String, at: Instant) -> Option<f64> {
        let bytes = of.number(counter)?;
        let rate = self.tally.per_second(key + " " + counter, bytes, at)?;
        Some(rate * 8.0)
    }

    fn tell_stream(&mut self, stream: &Stream<'_>, at: Instant, seen: &mut Look) {
        let (element, of) = (stream.element, [("stream", stream.shown.as_str())]);
        let yes = |name| f64::from(u8::from(element.has(name)));
        seen.sample_of("nginx_rtmp_stream_publishing", of, yes("publishing"));
        seen.sample_of("nginx_rtmp_stream_active", of, yes("active"));
        let clients: Vec<_> = element.all("client").collect();
        seen.sample_of("nginx_rtmp_stream_clients", of, as_f64(clients.len() as u64));
        for (metric, bytes) in [
            ("nginx_rtmp_stream_in_bits_per_second", "bytes_in"),
            ("nginx_rtmp_stream_out_bits_per_second", "bytes_out"),
        ] {
            if let Some(rate) = self.bits(element, bytes, stream.shown.clone(), at) {
                seen.sample_of(metric, of, rate);
            }
        }
        for (metric, rate) in [
            ("nginx_rtmp_stream_video_bits_per_second", "bw_video"),
            ("nginx_rtmp_stream_audio_bits_per_second", "bw_audio"),
        ] {
            if let Some(rate) = element.number(rate) {
                seen.sample_of(metric, of, rate);
            }
        }
        self.tell_dropped(stream, &clients, at, seen);
        // Of a player it is where it joined, which says nothing.
        let publisher = clients.iter().find(|client| client.has("publishing"));
        if let Some(apart) = publisher.and_then(|client| client.number("avsync")) {
            let apart = apart / 1e3;
            seen.sample_of("nginx_rtmp_stream_av_offset_seconds", of, apart);
            if apart.abs() > self.expected.av_offset {
                let detail = format!(
                    "audio and video of {} are {:.2} s apart",
                    stream.shown,
                    apart.abs()
                );
                seen.finding_at("nginx_rtmp.av_offset", of, detail);
            }
        }
        if let Some(meta) = element.get("meta") {
            tell_media(meta, of, seen);
        }
    }

    fn tell_dropped(&mut self, stream: &Stream<'_>, clients: &[&Element], at: Instant, seen: &mut Look) {
        let of = [("stream", stream.shown.as_str())];
        let (mut dropped, mut rate, mut is_known) = (0.0, 0.0, false);
        for client in clients {
            let Some(count) = client.number("dropped") else {
                continue;
            };
            let key = format!("{} {} dropped", stream.is, client.word("id"));
            if let Some((grown, seconds)) = self.tally.grown(key, count, at) {
                is_known = true;
                dropped += grown;
                rate += grown / seconds;
            }
        }
        if is_known {
            seen.sample_of("nginx_rtmp_stream_dropped_per_second", of, rate);
        }
        if dropped > 0.0 {
            let detail = format!(
                "{dropped} frames of {} were dropped for players that are too slow",
                stream.shown
            );
            seen.finding_at("nginx_rtmp.dropped", of, detail);
        }
    }
}

/// What the publisher says of its video and its audio.
fn tell_media(meta: &Element, of: [(&'static str, &str); 1], seen: &mut Look) {
    if let Some(video) = meta.get("video") {
        if let Some(rate) = video.number("frame_rate").filter(|rate| *rate > 0.0) {
            seen.sample_of("nginx_rtmp_stream_frame_rate_per_second", of, rate);
        }
        let words = ["codec", "profile", "level"].map(|name| video.word(name));
        seen.fact_of("nginx_rtmp_video", of, &joined(&words));
        if let (Some(width), Some(height)) = (video.number("width"), video.number("height")) {
            seen.fact_of("nginx_rtmp_resolution", of, &format!("{width}x{height}"));
        }
    }
    if let Some(audio) = meta.get("audio") {
        if let Some(channels) = audio.number("channels") {
            seen.sample_of("nginx_rtmp_stream_audio_channels", of, channels);
        }
        let rate = audio.number("sample_rate").filter(|rate| *rate > 0.0);
        let rate = rate.map_or_else(String::new, |rate| format!("{rate} Hz"));
        let words = [audio.word("codec"), audio.word("profile"), rate.as_str()];
        seen.fact_of("nginx_rtmp_audio", of, &joined(&words));
    }
}

fn joined(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().copied().filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
