//! Media delivery index (RFC 4445): how even the datagrams of a stream come, and how much of it is lost.
//!
//! The nominal media rate is not known here, so the rate of each interval itself takes its place. That is the same for a
//! stream of constant bitrate; for any other the delay factor says how uneven the stream is, not how uneven the network.

use crate::Nanos;
use crate::hull::Hull;

/// The delay factor of one interval after the other.
///
/// An interval goes from just after its predecessor's last datagram to just after its own last one, so its virtual buffer
/// (RFC 4445, 3.1) begins and ends empty.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    /// When the last datagram of the interval before came.
    began: Option<Nanos>,
    last: Nanos,
    bytes: u64,
    datagrams: u64,
    /// Bytes by time, just before each datagram and just after it.
    before: Hull,
    after: Hull,
}

/// What one interval showed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// DF in seconds: the difference between the fullest and the emptiest virtual buffer, as the time in which the stream
    /// carries as much. For datagrams of equal size at equal distances it is that distance.
    pub delay_factor: f64,
    /// Media bytes per second: the rate that took the place of the nominal one.
    pub rate: f64,
    /// Mean time between two datagrams, in seconds.
    pub mean_interval: f64,
}

impl Meter {
    /// Takes a datagram with so many bytes of media, without the headers of the network and of RTP.
    pub fn push(&mut self, bytes: usize, at: Nanos) {
        let Some(began) = self.began else {
            (self.began, self.last) = (Some(at), at);
            return;
        };
        self.last = self.last.max(at);
        let time = self.last - began;
        self.before.push_low(time.0, self.bytes);
        self.bytes += bytes as u64;
        self.datagrams += 1;
        self.after.push_high(time.0, self.bytes);
    }

    /// What the interval showed; the next one begins. Nothing when no datagram came in it, and it goes on then.
    pub fn measure(&mut self) -> Option<Measured> {
        let began = self.began.filter(|began| self.last > *began)?;
        let seconds = (self.last - began).seconds();
        let (bytes, datagrams) = (self.bytes as f64, self.datagrams as f64);
        let rate = bytes / seconds;
        let a_nano = bytes / (self.last - began).0 as f64;
        // The first of the 2k + 1 states is an empty buffer.
        let fullest = self.after.highest_above(a_nano).map(|most| most.max(0.0));
        let emptiest = self.before.lowest_above(a_nano).map(|least| least.min(0.0));
        (self.began, self.bytes, self.datagrams) = (Some(self.last), 0, 0);
        self.before.clear();
        self.after.clear();
        Some(Measured {
            delay_factor: (fullest? - emptiest?) / rate,
            rate,
            mean_interval: seconds / datagrams,
        })
        .filter(|_| rate > 0.0)
    }
}

/// MLR: media packets per second that were expected and did not come (RFC 4445, 3.2). Nothing over no time.
#[must_use]
pub fn media_loss_rate(lost: u64, over: Nanos) -> Option<f64> {
    (over > Nanos(0)).then(|| lost as f64 / over.seconds())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(arrivals: &[(u64, usize)]) -> Option<Measured> {
        let mut meter = Meter::default();
        for (millis, bytes) in arrivals {
            meter.push(*bytes, Nanos::from_millis(*millis));
        }
        meter.measure()
    }

    fn near(value: f64, wanted: f64) {
        assert!((value - wanted).abs() < 1e-9, "{value} is not {wanted}");
    }

    #[test]
    fn an_even_stream_needs_room_for_one_datagram() {
        let arrivals = Vec::from_iter((0..=100).map(|number| (10 * number, 1_316)));
        let seen = measured(&arrivals).unwrap();
        near(seen.delay_factor, 0.010);
        near(seen.rate, 131_600.0);
        near(seen.mean_interval, 0.010);
    }

    #[test]
    fn bursts_need_room_for_the_burst() {
        // 4 datagrams of 1000 bytes at once, each 40 ms: 100 bytes/ms. Just before a burst the buffer lacks 4000 bytes, just
        // after it there is nothing too much.
        let bursts = (0..=25).flat_map(|number| [(40 * number, 1_000); 4]);
        // The interval begins behind the first datagram, so the other three of its burst are too much: 3 bytes/ms more.
        let seen = measured(&Vec::from_iter(bursts)).unwrap();
        let rate = 103.0;
        near(seen.rate, rate * 1_000.0);
        // Highest at the very beginning, 3000; lowest just before the last burst, 99 000 − 1000·103.
        near(seen.delay_factor, (3_000.0 + 4_000.0) / rate / 1_000.0);
    }

    #[test]
    fn states_are_taken_before_and_after_each_datagram() {
        // Behind the first, 600 bytes in 6 ms: 100 bytes/ms.
        // T, ms     1     2     6
        // before −100  −100  −200
        // after     0  +200     0
        let seen = measured(&[(0, 999), (1, 100), (2, 300), (6, 200)]).unwrap();
        near(seen.delay_factor, 0.004);
    }

    #[test]
    fn an_interval_begins_behind_the_last_datagram_of_the_one_before() {
        let mut meter = Meter::default();
        for millis in [0, 10, 20] {
            meter.push(1_000, Nanos::from_millis(millis));
        }
        near(meter.measure().unwrap().delay_factor, 0.010);
        assert_eq!(meter.measure(), None);
        meter.push(1_000, Nanos::from_millis(70));
        let seen = meter.measure().unwrap();
        near(seen.delay_factor, 0.050);
        near(seen.mean_interval, 0.050);
    }

    #[test]
    fn what_came_at_one_moment_has_no_rate() {
        assert_eq!(measured(&[]), None);
        assert_eq!(measured(&[(5, 1_316); 3]), None);
        assert_eq!(measured(&[(5, 0), (6, 0)]), None);
    }

    #[test]
    fn loss_is_told_for_a_second() {
        assert_eq!(media_loss_rate(7, Nanos::from_millis(500)), Some(14.0));
        assert_eq!(media_loss_rate(7, Nanos(0)), None);
    }
}
