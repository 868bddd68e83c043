use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Instant;

use procfs::net::{DeviceStatus, InterfaceDeviceStatus};
use procfs::{FromRead, ProcResult};

use super::{Names, rate};
use crate::Look;
use crate::number::as_f64;

pub(super) const RECEIVE: &str = "host_network_receive_bits_per_second";
pub(super) const TRANSMIT: &str = "host_network_transmit_bits_per_second";
pub(super) const RECEIVE_PACKETS: &str = "host_network_receive_packets_per_second";
pub(super) const TRANSMIT_PACKETS: &str = "host_network_transmit_packets_per_second";
pub(super) const USED: &str = "host_network_used_ratio";
pub(super) const RECEIVE_ERRORS: &str = "host_network_receive_errors_total";
pub(super) const TRANSMIT_ERRORS: &str = "host_network_transmit_errors_total";
pub(super) const RECEIVE_DROPS: &str = "host_network_receive_drops_total";
pub(super) const TRANSMIT_DROPS: &str = "host_network_transmit_drops_total";
pub(super) const UP: &str = "host_network_up";
pub(super) const SPEED: &str = "host_network_speed_bits_per_second";
pub(super) const LINK_DOWN: &str = "host.link_down";
pub(super) const HALF_DUPLEX: &str = "host.half_duplex";

/// What the interfaces counted.
pub(super) struct Network {
    at: Instant,
    interfaces: BTreeMap<String, Interface>,
}

struct Interface {
    /// Another one when it was taken out and put in again.
    index: Option<u32>,
    counted: DeviceStatus,
    up: bool,
    /// In bits per second; nothing where it has none or tells none.
    speed: Option<f64>,
    half_duplex: bool,
}

impl Network {
    pub(super) fn read(root: &Path, left_out: &Names) -> ProcResult<Self> {
        let InterfaceDeviceStatus(counted) =
            InterfaceDeviceStatus::from_file(root.join("proc/self/net/dev"))?;
        let wanted = counted.into_iter().filter(|(name, _)| !left_out.hold(name));
        let interfaces = wanted.map(|(name, counted)| {
            let at = root.join("sys/class/net").join(&name);
            (name, Interface::read(&at, counted))
        });
        Ok(Self {
            at: Instant::now(),
            interfaces: interfaces.collect(),
        })
    }

    /// `been_up` remembers the interfaces that had a link, so that losing it is news and a free socket is not.
    pub(super) fn tell(&self, before: Option<&Self>, been_up: &mut BTreeSet<String>, seen: &mut Look) {
        for (name, interface) in &self.interfaces {
            interface.tell(name, seen);
            if interface.up {
                been_up.insert(name.clone());
            } else if been_up.contains(name) {
                let detail = format!("{name} has lost its link; check the cable and the other end");
                seen.finding_at(LINK_DOWN, [("interface", name)], detail);
            }
            let earlier = before.and_then(|before| Some((before.interfaces.get(name)?, before.at)));
            if let Some((earlier, at)) = earlier.filter(|(earlier, _)| earlier.index == interface.index) {
                let seconds = self.at.saturating_duration_since(at).as_secs_f64();
                interface.tell_rates(name, earlier, seconds, seen);
            }
        }
        let gone = been_up.iter().filter(|name| !self.interfaces.contains_key(*name));
        for name in gone {
            let detail = format!("{name} is gone; check whether it was taken out");
            seen.finding_at(LINK_DOWN, [("interface", name)], detail);
        }
    }
}

impl Interface {
    fn read(at: &Path, counted: DeviceStatus) -> Self {
        let word = |file: &str| {
            fs::read_to_string(at.join(file))
                .ok()
                .map(|text| text.trim().to_owned())
        };
        let state = word("operstate").unwrap_or_default();
        // Tunnels and the like know no state beyond having a carrier.
        let up = state == "up" || (state == "unknown" && word("carrier").as_deref() == Some("1"));
        let megabits = word("speed")
            .and_then(|speed| speed.parse::<f64>().ok())
            .filter(|speed| *speed > 0.0);
        Self {
            index: word("ifindex").and_then(|index| index.parse().ok()),
            counted,
            up,
            speed: megabits.map(|megabits| megabits * 1e6),
            half_duplex: word("duplex").as_deref() == Some("half"),
        }
    }

    fn tell(&self, name: &str, seen: &mut Look) {
        let of = [("interface", name)];
        seen.sample_of(UP, of, if self.up { 1.0 } else { 0.0 });
        if let Some(speed) = self.speed.filter(|_| self.up) {
            seen.sample_of(SPEED, of, speed);
        }
        if self.half_duplex && self.up {
            let detail = format!("{name} runs half duplex; set both ends to negotiate, or both to the same");
            seen.finding_at(HALF_DUPLEX, of, detail);
        }
        seen.sample_of(RECEIVE_ERRORS, of, as_f64(self.counted.recv_errs));
        seen.sample_of(TRANSMIT_ERRORS, of, as_f64(self.counted.sent_errs));
        seen.sample_of(RECEIVE_DROPS, of, as_f64(self.counted.recv_drop));
        seen.sample_of(TRANSMIT_DROPS, of, as_f64(self.counted.sent_drop));
    }

    fn tell_rates(&self, name: &str, before: &Self, seconds: f64, seen: &mut Look) {
        let of = [("interface", name)];
        let (now, before) = (&self.counted, &before.counted);
        let bits = |now, before| rate(now, before, seconds).map(|bytes| bytes * 8.0);
        let received = bits(now.recv_bytes, before.recv_bytes);
        let transmitted = bits(now.sent_bytes, before.sent_bytes);
        let rates = [
            (RECEIVE, received),
            (TRANSMIT, transmitted),
            (
                RECEIVE_PACKETS,
                rate(now.recv_packets, before.recv_packets, seconds),
            ),
            (
                TRANSMIT_PACKETS,
                rate(now.sent_packets, before.sent_packets, seconds),
            ),
        ];
        for (metric, value) in rates {
            if let Some(value) = value {
                seen.sample_of(metric, of, value);
            }
        }
        if let (Some(received), Some(transmitted), Some(speed)) = (received, transmitted, self.speed) {
            seen.sample_of(USED, of, received.max(transmitted) / speed);
        }
    }
}
