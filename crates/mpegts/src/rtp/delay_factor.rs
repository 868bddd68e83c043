use super::CLOCK_RATE;
use crate::Nanos;

/// Further apart than this are two different clocks, in seconds.
const SAME_CLOCK: f64 = 10.0;

/// TS-DF, the time-stamped delay factor (EBU Tech 3337): how much longer than its first packet any packet of an interval was on
/// its way, by the time stamps of RTP.
#[derive(Clone, Copy, Debug, Default)]
pub struct DelayFactor {
    /// Arrival and time stamp of the first packet of the interval.
    first: Option<(Nanos, u32)>,
    least: f64,
    greatest: f64,
    packets: u64,
}

impl DelayFactor {
    /// Takes the next packet that was no duplicate.
    pub fn push(&mut self, timestamp: u32, at: Nanos) {
        let Some((began, first)) = self.first else {
            *self = Self {
                first: Some((at, timestamp)),
                packets: 1,
                ..Self::default()
            };
            return;
        };
        let arrived = (at - began).seconds() - (began - at).seconds();
        let sent = f64::from(timestamp.wrapping_sub(first).cast_signed()) / CLOCK_RATE;
        let delay = arrived - sent;
        if delay.abs() > SAME_CLOCK {
            self.first = None;
            self.push(timestamp, at);
            return;
        }
        self.least = self.least.min(delay);
        self.greatest = self.greatest.max(delay);
        self.packets += 1;
    }

    /// TS-DF of the interval in seconds; the next one begins. Nothing where there were less than two packets.
    pub fn measure(&mut self) -> Option<f64> {
        let told = Some(self.greatest - self.least).filter(|_| self.packets > 1);
        *self = Self::default();
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(packets: &[(u32, u64)]) -> Option<f64> {
        let mut meter = DelayFactor::default();
        for (timestamp, micros) in packets {
            meter.push(*timestamp, Nanos(1_000 * micros));
        }
        meter.measure()
    }

    #[test]
    fn it_is_the_longest_less_the_shortest_way() {
        // 900 ticks are 10 ms; delays against the first: 0, +4, −3, +1 ms.
        let packets = [(0, 20_000), (900, 34_000), (1_800, 37_000), (2_700, 51_000)];
        assert!((measured(&packets).unwrap() - 0.007).abs() < 1e-12);
        // The clock wraps and the packets come evenly.
        let around = [(u32::MAX - 899, 0), (0, 10_000), (900, 20_000)];
        assert!(measured(&around).unwrap().abs() < 1e-12);
        assert_eq!(measured(&packets[..1]), None);
        assert_eq!(measured(&[]), None);
    }

    #[test]
    fn another_clock_begins_anew() {
        let packets = [(0, 0), (900, 11_000), (4_000_000, 20_000), (4_000_900, 32_000)];
        let told = measured(&packets).unwrap();
        assert!((told - 0.002).abs() < 0.001_1, "{told}");
        assert!(told < 0.1);
    }
}
