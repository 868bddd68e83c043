//! What is told of paths and connections, and what is wrong with them.

use std::collections::HashMap;

use serde_json::Value;
use tokio::time::Instant;

use super::api::{is, number, word};
use crate::Look;
use crate::number::as_f64;
use crate::tally::Tally;
use crate::text::plain;

/// Paths and connections beyond these are counted and not told one by one.
const MOST: usize = 200;
/// A receiver needs time for this many round trips to ask again for what is lost (srt-live-transmit, "latency").
const ROUND_TRIPS: f64 = 3.0;

pub(super) struct Teller {
    expected: Vec<String>,
    tally: Tally,
}

impl Teller {
    pub(super) fn expecting(expected: Vec<String>) -> Self {
        Self {
            expected,
            tally: Tally::default(),
        }
    }

    /// A new look begins.
    pub(super) fn begin(&mut self) {
        self.tally.begin();
    }

    pub(super) fn paths(&mut self, paths: &[Value], at: Instant, seen: &mut Look) {
        // Newer versions tell whether a source sends (online); older ones whether it can be read (ready).
        let is_online = |path: &Value| is(path, &["online", "available", "ready"]).unwrap_or(false);
        let readers = |path: &Value| path.get("readers").and_then(Value::as_array).map_or(0, Vec::len);
        seen.sample("mediamtx_paths", count(paths.len()));
        let online = paths.iter().filter(|path| is_online(path)).count();
        seen.sample("mediamtx_paths_online", count(online));
        seen.sample("mediamtx_readers", count(paths.iter().map(readers).sum()));
        for path in paths.iter().take(MOST) {
            let name = word(path, "name");
            let of = [("path", name)];
            seen.sample_of("mediamtx_path_online", of, f64::from(u8::from(is_online(path))));
            seen.sample_of("mediamtx_path_readers", of, count(readers(path)));
            for (metric, counters) in [
                (
                    "mediamtx_path_in_bits_per_second",
                    ["inboundBytes", "bytesReceived"],
                ),
                (
                    "mediamtx_path_out_bits_per_second",
                    ["outboundBytes", "bytesSent"],
                ),
            ] {
                let bytes = number(path, &counters);
                let key = format!("{metric} {name}");
                if let Some(rate) = bytes.and_then(|bytes| self.tally.per_second(key, bytes, at)) {
                    seen.sample_of(metric, of, rate * 8.0);
                }
            }
            if let Some(errors) = number(path, &["inboundFramesInError"]) {
                seen.sample_of("mediamtx_path_frames_in_error_total", of, errors);
                let grown = self.tally.grown(format!("errors {name}"), errors, at);
                if let Some((grown, seconds)) = grown.filter(|(grown, _)| *grown > 0.0) {
                    let detail = format!("{grown} frames in error of {} in {seconds:.0} s", plain(name));
                    seen.finding_at("mediamtx.frames_in_error", of, detail);
                }
            }
            if let Some(source) = path.get("source") {
                seen.fact_of("mediamtx_path_source", of, word(source, "type"));
            }
            seen.fact_of("mediamtx_path_tracks", of, &tracks(path));
        }
        for name in &self.expected {
            let path = paths.iter().find(|path| word(path, "name") == name);
            let detail = match path {
                None => format!("MediaMTX has no path {name}: nobody sends it"),
                Some(path) if !is_online(path) => format!("nobody sends to the path {name}"),
                Some(_) => continue,
            };
            seen.finding_at("mediamtx.path_offline", [("path", name)], detail);
        }
    }

    pub(super) fn srt(&mut self, connections: &[Value], at: Instant, seen: &mut Look) {
        seen.sample("mediamtx_srt_connections", count(connections.len()));
        for (name, connection) in named(connections) {
            let of = [("connection", name.as_str())];
            seen.fact_of("mediamtx_srt_state", of, word(connection, "state"));
            // What a connection is for decides which side of its figures says something.
            let is_sender = word(connection, "state") == "read";
            let side = |received, sent| if is_sender { [sent] } else { [received] };
            let gauges = [
                ("mediamtx_srt_rtt_seconds", ["msRTT"], 1e-3),
                (
                    "mediamtx_srt_bitrate_bits_per_second",
                    side("mbpsReceiveRate", "mbpsSendRate"),
                    1e6,
                ),
                (
                    "mediamtx_srt_latency_seconds",
                    side("msReceiveTsbPdDelay", "msSendTsbPdDelay"),
                    1e-3,
                ),
                (
                    "mediamtx_srt_buffer_seconds",
                    side("msReceiveBuf", "msSendBuf"),
                    1e-3,
                ),
            ];
            for (metric, field, unit) in gauges {
                if let Some(value) = number(connection, &field) {
                    seen.sample_of(metric, of, value * unit);
                }
            }
            let counters = [
                (
                    "mediamtx_srt_lost_per_second",
                    side("packetsReceivedLoss", "packetsSendLoss"),
                ),
                (
                    "mediamtx_srt_dropped_per_second",
                    side("packetsReceivedDrop", "packetsSendDrop"),
                ),
                (
                    "mediamtx_srt_retransmitted_per_second",
                    side("packetsReceivedRetrans", "packetsRetrans"),
                ),
            ];
            for (metric, field) in counters {
                let Some(value) = number(connection, &field) else {
                    continue;
                };
                let key = format!("{metric} {}", word(connection, "id"));
                let Some((grown, seconds)) = self.tally.grown(key, value, at) else {
                    continue;
                };
                seen.sample_of(metric, of, grown / seconds);
                if metric == "mediamtx_srt_dropped_per_second" && grown > 0.0 {
                    let detail = format!("{grown} packets of {name} were given up in {seconds:.0} s");
                    seen.finding_at("mediamtx.srt_dropped", of, detail);
                }
            }
            let round_trip = number(connection, &["msRTT"]);
            let latency = number(connection, &side("msReceiveTsbPdDelay", "msSendTsbPdDelay"));
            if let (Some(round_trip), Some(latency)) = (round_trip, latency.filter(|latency| *latency > 0.0))
                && latency < ROUND_TRIPS * round_trip
            {
                let detail =
                    format!("{latency:.0} ms of latency of {name} and a round trip of {round_trip:.0} ms");
                seen.finding_at("mediamtx.srt_latency", of, detail);
            }
        }
    }

    pub(super) fn rtmp(&mut self, connections: &[Value], at: Instant, seen: &mut Look) {
        seen.sample("mediamtx_rtmp_connections", count(connections.len()));
        for (name, connection) in named(connections) {
            let of = [("connection", name.as_str())];
            seen.fact_of("mediamtx_rtmp_state", of, word(connection, "state"));
            for (metric, counters) in [
                (
                    "mediamtx_rtmp_in_bits_per_second",
                    ["inboundBytes", "bytesReceived"],
                ),
                (
                    "mediamtx_rtmp_out_bits_per_second",
                    ["outboundBytes", "bytesSent"],
                ),
            ] {
                let bytes = number(connection, &counters);
                let key = format!("{metric} {}", word(connection, "id"));
                if let Some(rate) = bytes.and_then(|bytes| self.tally.per_second(key, bytes, at)) {
                    seen.sample_of(metric, of, rate * 8.0);
                }
            }
        }
    }
}

fn count(number: usize) -> f64 {
    as_f64(number as u64)
}

/// Connections by path and address: the same name after a reconnection, so that their past goes on.
fn named(connections: &[Value]) -> impl Iterator<Item = (String, &Value)> {
    let mut times: HashMap<String, usize> = HashMap::new();
    connections.iter().take(MOST).map(move |connection| {
        let address = word(connection, "remoteAddr");
        let address = address.rsplit_once(':').map_or(address, |(address, _)| address);
        let path = Some(word(connection, "path")).filter(|path| !path.is_empty());
        let way = if word(connection, "state") == "read" {
            "to"
        } else {
            "from"
        };
        let name = plain(&format!("{} {way} {address}", path.unwrap_or("no path")));
        let time = times.entry(name.clone()).or_default();
        *time += 1;
        let name = if *time == 1 {
            name
        } else {
            format!("{name} ({time})")
        };
        (name, connection)
    })
}

/// What a path carries: codecs by name, or as objects in newer versions.
fn tracks(path: &Value) -> String {
    let list = |name: &str| {
        path.get(name)
            .and_then(Value::as_array)
            .filter(|list| !list.is_empty())
    };
    let tracks = list("tracks2").or_else(|| list("tracks"));
    let codec = |track: &Value| track.as_str().unwrap_or_else(|| word(track, "codec")).to_owned();
    tracks
        .map(|tracks| tracks.iter().map(codec).collect::<Vec<_>>().join(", "))
        .unwrap_or_default()
}
