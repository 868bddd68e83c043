//! One line of statistics, as JSON or as CSV (SRT, apps/statswriter.cpp).

use serde_json::Value;

/// What a line says of one side of a connection. Counts are those since the line before, or since the beginning with -f.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Side {
    pub(super) packets: f64,
    pub(super) lost: f64,
    pub(super) dropped: f64,
    pub(super) retransmitted: f64,
    /// Came too late to be of use.
    pub(super) belated: f64,
    pub(super) mbps: f64,
    pub(super) buffer_ms: f64,
    pub(super) latency_ms: Option<f64>,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    /// Number of the socket.
    pub(super) socket: i64,
    /// Milliseconds since it was connected.
    pub(super) time_ms: f64,
    pub(super) rtt_ms: Option<f64>,
    pub(super) bandwidth_mbps: Option<f64>,
    pub(super) sent: Side,
    pub(super) received: Side,
}

/// Reads lines, and remembers the heading of a table.
#[derive(Default)]
pub(super) struct Reader {
    columns: Vec<String>,
    /// Whether a line was ever understood.
    pub(super) has_read: bool,
}

impl Reader {
    /// What a line says; nothing when it is a heading or says nothing that can be understood.
    pub(super) fn read(&mut self, line: &str) -> Option<Line> {
        let line = line.trim().trim_end_matches(',');
        let read = if line.starts_with('{') {
            of_json(line)
        } else if line.starts_with("Timepoint,") || line.starts_with("Time,") {
            self.columns = line.split(',').map(|name| name.trim().to_owned()).collect();
            None
        } else {
            self.of_row(line)
        };
        self.has_read |= read.is_some();
        read
    }

    fn of_row(&self, line: &str) -> Option<Line> {
        let values: Vec<_> = line.split(',').map(str::trim).collect();
        if self.columns.is_empty() || values.len() != self.columns.len() {
            return None;
        }
        // The heading has a column of that name twice; the last one is a number.
        let number = |name: &str| {
            let place = self.columns.iter().rposition(|column| column == name)?;
            values
                .get(place)?
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
        };
        let count = |name: &str| number(name).unwrap_or(0.0);
        Some(Line {
            socket: whole(number("SocketID")?),
            time_ms: number("Time")?,
            rtt_ms: number("msRTT"),
            bandwidth_mbps: number("mbpsBandwidth"),
            sent: Side {
                packets: count("pktSent"),
                lost: count("pktSndLoss"),
                dropped: count("pktSndDrop"),
                retransmitted: count("pktRetrans"),
                belated: 0.0,
                mbps: count("mbpsSendRate"),
                buffer_ms: count("msSndBuf"),
                latency_ms: None,
            },
            received: Side {
                packets: count("pktRecv"),
                lost: count("pktRcvLoss"),
                dropped: count("pktRcvDrop"),
                retransmitted: count("pktRcvRetrans"),
                belated: count("pktRcvBelated"),
                mbps: count("mbpsRecvRate"),
                buffer_ms: count("msRcvBuf"),
                latency_ms: number("msRcvTsbPdDelay"),
            },
        })
    }
}

fn of_json(line: &str) -> Option<Line> {
    let said: Value = serde_json::from_str(line).ok()?;
    let number = |group: &str, name: &str| said.get(group)?.get(name)?.as_f64();
    let side = |group: &str| Side {
        packets: number(group, "packets").unwrap_or(0.0),
        lost: number(group, "packetsLost").unwrap_or(0.0),
        dropped: number(group, "packetsDropped").unwrap_or(0.0),
        retransmitted: number(group, "packetsRetransmitted").unwrap_or(0.0),
        belated: number(group, "packetsBelated").unwrap_or(0.0),
        mbps: number(group, "mbitRate").unwrap_or(0.0),
        buffer_ms: number(group, "msBuf").unwrap_or(0.0),
        latency_ms: number(group, "msTsbPdDelay"),
    };
    Some(Line {
        socket: whole(said.get("sid")?.as_f64()?),
        time_ms: said.get("time")?.as_f64()?,
        rtt_ms: number("link", "rtt"),
        bandwidth_mbps: number("link", "bandwidth"),
        sent: side("send"),
        received: side("recv"),
    })
}

#[allow(clippy::cast_possible_truncation, reason = "numbers of sockets have 32 bits")]
fn whole(number: f64) -> i64 {
    number as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Written by srt-live-transmit 1.5.1, shortened.
    const JSON: &str = r#"{"sid":206934950,"timepoint":"2026-11-22T01:40:39.141518+0000","time":2609,"window":{"flow":8192},"link":{"rtt":0.047,"bandwidth":12.384,"maxBandwidth":1000},"send":{"packets":0,"packetsLost":0,"mbitRate":0},"recv":{"packets":211,"packetsLost":5,"packetsDropped":2,"packetsRetransmitted":3,"packetsBelated":1,"msBuf":90,"mbitRate":0.758178,"msTsbPdDelay":120}}"#;
    const HEADING: &str = "Timepoint,Time,SocketID,Time,msRTT,mbpsBandwidth,pktSent,pktRecv,pktRcvLoss,pktRcvDrop,pktRcvRetrans,pktRcvBelated,msRcvBuf,mbpsRecvRate,msRcvTsbPdDelay";
    const ROW: &str =
        "2026-11-22T01:40:48.126295+0000,2609,206934950,2609,0.047,12.384,0,211,5,2,3,1,90,0.758178,120";

    #[test]
    fn json_and_csv_say_the_same() {
        let mut reader = Reader::default();
        let json = reader.read(JSON).unwrap();
        assert_eq!(reader.read(HEADING), None);
        assert_eq!(reader.read(ROW), Some(json.clone()));
        assert_eq!(
            (json.socket, json.time_ms, json.rtt_ms),
            (206_934_950, 2609.0, Some(0.047))
        );
        assert_eq!((json.received.lost, json.received.dropped), (5.0, 2.0));
        assert_eq!(json.received.latency_ms, Some(120.0));
    }

    #[test]
    fn what_is_no_line_is_passed_over() {
        let mut reader = Reader::default();
        for line in [
            "",
            "{",
            "{}",
            "[",
            "]",
            r#"{"sid":"x","time":1}"#,
            ROW,
            "======= SRT STATS: sid=1",
        ] {
            assert_eq!(reader.read(line), None, "{line}");
        }
        assert!(!reader.has_read);
        assert!(reader.read(&format!("{JSON},")).is_some());
    }

    proptest! {
        #[test]
        fn any_line_is_read_or_passed_over(lines in prop::collection::vec(".{0,80}", 0..8)) {
            let mut reader = Reader::default();
            reader.read(HEADING);
            for line in &lines {
                reader.read(line);
            }
        }
    }
}
