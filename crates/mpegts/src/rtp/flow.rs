use super::{PAYLOAD_TYPE, Rtp, holds_packets};
use crate::Nanos;

/// Without a packet for so long, a flow has ended and another may take its place.
const ENDED: Nanos = Nanos::from_millis(200);

/// Tells the packets of one RTP stream from others on the same port: FEC (SMPTE ST 2022-1), another payload type, another sender.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    main: Option<Main>,
    others: u64,
    changes: u64,
    before: Option<u32>,
}

/// The stream that is followed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Main {
    /// Synchronization source.
    pub ssrc: u32,
    /// PT, 0 to 127.
    pub payload_type: u8,
    last: Nanos,
}

impl Flow {
    /// Whether a packet belongs to the stream that is followed: the first that carried a transport stream, until it has not come
    /// for 0.2 s and another one does.
    pub fn admits(&mut self, rtp: &Rtp<'_>, at: Nanos) -> bool {
        if let Some(main) = &mut self.main
            && (main.ssrc, main.payload_type) == (rtp.ssrc, rtp.payload_type)
        {
            main.last = main.last.max(at);
            return true;
        }
        let may_begin = self.main.is_none_or(|main| at - main.last > ENDED);
        let carries_stream = rtp.payload_type == PAYLOAD_TYPE || holds_packets(rtp.payload);
        if !may_begin || !carries_stream {
            self.others += 1;
            return false;
        }
        if let Some(main) = self.main.filter(|main| main.ssrc != rtp.ssrc) {
            self.changes += 1;
            self.before = Some(main.ssrc);
        }
        self.main = Some(Main {
            ssrc: rtp.ssrc,
            payload_type: rtp.payload_type,
            last: at,
        });
        true
    }

    /// The stream that is followed.
    #[must_use]
    pub fn main(&self) -> Option<Main> {
        self.main
    }

    /// Packets that did not belong to it.
    #[must_use]
    pub fn others(&self) -> u64 {
        self.others
    }

    /// How often another synchronization source took over.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// The synchronization source that was followed before the last change.
    #[must_use]
    pub fn before(&self) -> Option<u32> {
        self.before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rtp(ssrc: u32, payload_type: u8) -> Rtp<'static> {
        Rtp {
            marker: false,
            payload_type,
            sequence: 0,
            timestamp: 0,
            ssrc,
            payload: &[0; 100],
        }
    }

    #[test]
    fn fec_and_a_second_stream_are_left_out() {
        let mut flow = Flow::default();
        assert!(!flow.admits(&rtp(0, 96), Nanos(0)), "FEC before the stream");
        for millis in (0..2_000).step_by(10) {
            let at = Nanos::from_millis(millis);
            assert!(flow.admits(&rtp(1, 33), at));
            assert!(!flow.admits(&rtp(0, 96), at));
            assert!(!flow.admits(&rtp(1, 97), at));
            assert!(!flow.admits(&rtp(2, 33), at));
        }
        assert_eq!((flow.others(), flow.changes()), (601, 0));
    }

    #[test]
    fn another_takes_over_when_the_first_has_ended() {
        let mut flow = Flow::default();
        assert!(flow.admits(&rtp(1, 33), Nanos(0)));
        assert!(!flow.admits(&rtp(2, 33), Nanos::from_millis(200)));
        assert!(
            !flow.admits(&rtp(9, 96), Nanos::from_millis(201)),
            "no stream in it"
        );
        assert!(flow.admits(&rtp(2, 33), Nanos::from_millis(202)));
        assert!(!flow.admits(&rtp(1, 33), Nanos::from_millis(203)));
        assert_eq!(flow.changes(), 1);
        assert_eq!(flow.before(), Some(1));
        assert_eq!(flow.main().map(|main| main.ssrc), Some(2));
    }
}
