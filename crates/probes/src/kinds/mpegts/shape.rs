use mpegts::framing::PACKET_SIZE;

/// Sizes of packets: bare, with parity, with time codes.
const SIZES: [usize; 3] = [PACKET_SIZE, PACKET_SIZE + 16, PACKET_SIZE + 4];

/// How many packets a datagram holds.
#[derive(Default)]
pub(super) struct Shape {
    /// The least and the most of the second.
    span: Option<(usize, usize)>,
    /// Of the last datagram that held whole packets.
    pub(super) usual: usize,
    /// Datagrams that did not hold whole packets, in all.
    pub(super) cut: u64,
}

impl Shape {
    pub(super) fn take(&mut self, payload: &[u8]) {
        let length = payload.len();
        let Some(size) = SIZES.into_iter().find(|size| length.is_multiple_of(*size)) else {
            self.cut += 1;
            return;
        };
        let packets = length / size;
        self.usual = packets;
        let (least, most) = self.span.unwrap_or((packets, packets));
        self.span = Some((least.min(packets), most.max(packets)));
    }

    /// Ends a second: the least and the most that a datagram held.
    pub(super) fn end_second(&mut self) -> Option<(usize, usize)> {
        self.span.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_are_counted_and_cut_ones_too() {
        let mut shape = Shape::default();
        for length in [1_316, 188, 204 * 5, 192 * 2, 1_000] {
            shape.take(&vec![0x47; length]);
        }
        assert_eq!((shape.end_second(), shape.cut, shape.usual), (Some((1, 7)), 1, 2));
        assert_eq!(shape.end_second(), None);
    }
}
