use std::time::Duration;

use crate::sys::Bstats;

/// What libsrt knows of a connection. Counts are of data packets at this end, since the connection began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Statistics {
    /// All that came, those sent again and those too late included.
    pub received: u64,
    /// Gaps in the sequence, before anything was repaired: lost, or overtaken by a later packet.
    pub lost: u64,
    /// Never handed on: they came too late or not at all, or could not be decrypted. What viewers see.
    pub dropped: u64,
    /// Could not be decrypted.
    pub undecrypted: u64,
    /// Came because they were asked for again.
    pub retransmitted: u64,
    /// Came when their time was over, and were thrown away.
    pub belated: u64,
    /// The furthest that a packet was overtaken since the last look, in packets.
    pub reorder_distance: u64,
    /// Round-trip time, smoothed.
    pub rtt: Duration,
    /// What the way could carry, in bit/s, as pairs of packets show it.
    pub bandwidth: f64,
    /// What comes, with everything sent again and 44 bytes of header for each packet, in bit/s.
    pub rate: f64,
    /// What lies ready to be handed on: the time that is left to fetch a lost packet.
    pub buffered: Duration,
    /// How long packets are held back, as both sides agreed.
    pub latency: Duration,
}

/// Counts that libsrt gives only since the last look.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Summed {
    retransmitted: u64,
    belated: u64,
}

impl Statistics {
    pub(crate) fn of(now: &Bstats, summed: &mut Summed) -> Self {
        summed.retransmitted += count(now.pkt_rcv_retrans);
        summed.belated += count(now.pkt_rcv_belated);
        Self {
            received: count(now.pkt_recv_total),
            lost: count(now.pkt_rcv_loss_total),
            dropped: count(now.pkt_rcv_drop_total),
            undecrypted: count(now.pkt_rcv_undecrypt_total),
            retransmitted: summed.retransmitted,
            belated: summed.belated,
            reorder_distance: count(now.pkt_reorder_distance),
            rtt: Duration::try_from_secs_f64(now.ms_rtt / 1e3).unwrap_or_default(),
            bandwidth: now.mbps_bandwidth * 1e6,
            rate: now.mbps_recv_rate * 1e6,
            buffered: Duration::from_millis(count(now.ms_rcv_buf)),
            latency: Duration::from_millis(count(now.ms_rcv_tsb_pd_delay)),
        }
    }
}

fn count(signed: impl TryInto<u64>) -> u64 {
    signed.try_into().unwrap_or(0)
}
