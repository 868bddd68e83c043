//! One packet: its header and its adaptation field (ISO/IEC 13818-1, 2.4.3.2 to 2.4.3.5).

use crate::framing::PACKET_SIZE;

/// Bytes before the adaptation field or the payload.
const HEADER: usize = 4;
/// PIDs are numbers of 13 bits.
pub const PIDS: usize = 8_192;
/// The PID of packets that carry nothing (ISO/IEC 13818-1, table 2-3).
pub const NULL_PID: u16 = 0x1FFF;

/// One packet. Reading it never fails: lengths that cannot be leave their field empty.
#[derive(Clone, Copy, Debug)]
pub struct Packet<'a>(&'a [u8; PACKET_SIZE]);

impl<'a> Packet<'a> {
    /// In these bytes, the first of which is the sync byte.
    #[must_use]
    pub const fn new(bytes: &'a [u8; PACKET_SIZE]) -> Self {
        Self(bytes)
    }

    /// All of it.
    #[must_use]
    pub const fn bytes(self) -> &'a [u8; PACKET_SIZE] {
        self.0
    }

    /// transport_error_indicator: a demodulator or the like could not correct it.
    #[must_use]
    pub const fn has_transport_error(self) -> bool {
        self.0[1] & 0x80 != 0
    }

    /// payload_unit_start_indicator: a PES packet or a section begins in it.
    #[must_use]
    pub const fn starts_unit(self) -> bool {
        self.0[1] & 0x40 != 0
    }

    /// 13 bits.
    #[must_use]
    pub const fn pid(self) -> u16 {
        u16::from_be_bytes([self.0[1], self.0[2]]) & 0x1FFF
    }

    /// transport_scrambling_control, 0 where it is in the clear.
    #[must_use]
    pub const fn scrambling(self) -> u8 {
        self.0[3] >> 6
    }

    /// Whether adaptation_field_control names an adaptation field.
    #[must_use]
    pub const fn has_adaptation(self) -> bool {
        self.0[3] & 0x20 != 0
    }

    /// Whether adaptation_field_control names a payload.
    #[must_use]
    pub const fn has_payload(self) -> bool {
        self.0[3] & 0x10 != 0
    }

    /// continuity_counter, 0 to 15.
    #[must_use]
    pub const fn counter(self) -> u8 {
        self.0[3] & 0x0F
    }

    /// The adaptation field, where there is one that is long enough to say something and not too long.
    #[must_use]
    #[inline]
    pub fn adaptation(self) -> Option<Adaptation<'a>> {
        if !self.has_adaptation() {
            return None;
        }
        let length = usize::from(self.0[HEADER]);
        let fields = self.0.get(HEADER + 1..HEADER + 1 + length)?;
        (length > 0).then_some(Adaptation(fields))
    }

    /// What comes after the header and the adaptation field; empty where there is no payload.
    #[must_use]
    pub fn payload(self) -> &'a [u8] {
        if !self.has_payload() {
            return &[];
        }
        let adaptation = if self.has_adaptation() {
            1 + usize::from(self.0[HEADER])
        } else {
            0
        };
        self.0.get(HEADER + adaptation..).unwrap_or_default()
    }
}

/// The fields of an adaptation field, from its flags on.
#[derive(Clone, Copy, Debug)]
pub struct Adaptation<'a>(&'a [u8]);

impl Adaptation<'_> {
    fn flag(self, mask: u8) -> bool {
        self.0.first().is_some_and(|flags| flags & mask != 0)
    }

    /// discontinuity_indicator: counter or clock may jump here.
    #[must_use]
    pub fn is_discontinuity(self) -> bool {
        self.flag(0x80)
    }

    /// random_access_indicator: decoding can begin here.
    #[must_use]
    pub fn is_random_access(self) -> bool {
        self.flag(0x40)
    }

    /// program_clock_reference in units of 1/27 MHz: base · 300 + extension.
    #[must_use]
    pub fn pcr(self) -> Option<u64> {
        if !self.flag(0x10) {
            return None;
        }
        let field: [u8; 6] = *self.0.get(1..)?.first_chunk()?;
        let bits = field.iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte));
        Some((bits >> 15) * 300 + (bits & 0x1FF))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A packet made by hand.
    #[derive(Clone)]
    pub(crate) struct Made(pub(crate) [u8; PACKET_SIZE]);

    impl Made {
        /// With a payload of these bytes and 0xFF behind them.
        pub(crate) fn new(pid: u16, counter: u8, payload: &[u8]) -> Self {
            let mut bytes = [0xFF; PACKET_SIZE];
            let [high, low] = pid.to_be_bytes();
            bytes[..4].copy_from_slice(&[0x47, high, low, 0x10 | counter]);
            bytes[4..4 + payload.len()].copy_from_slice(payload);
            Self(bytes)
        }

        pub(crate) fn starting(mut self) -> Self {
            self.0[1] |= 0x40;
            self
        }

        pub(crate) fn transport_error(mut self) -> Self {
            self.0[1] |= 0x80;
            self
        }

        pub(crate) fn scrambled(mut self) -> Self {
            self.0[3] |= 0x80;
            self
        }

        /// With an adaptation field of `length` bytes after its length, all flags off; the payload gives way.
        pub(crate) fn adaptation(mut self, length: u8) -> Self {
            self.0[3] |= 0x20;
            self.0[4] = length;
            self.0[5] = 0;
            self
        }

        pub(crate) fn discontinuity(mut self) -> Self {
            self.0[5] |= 0x80;
            self
        }

        pub(crate) fn without_payload(self) -> Self {
            let mut made = self.adaptation(183);
            made.0[3] &= !0x10;
            made
        }

        pub(crate) fn pcr(self, pcr: u64) -> Self {
            let mut made = if self.0[3] & 0x20 == 0 {
                self.adaptation(7)
            } else {
                self
            };
            made.0[5] |= 0x10;
            let bits = (pcr / 300) << 15 | 0x7E00 | (pcr % 300);
            made.0[6..12].copy_from_slice(&bits.to_be_bytes()[2..]);
            made
        }

        pub(crate) fn packet(&self) -> Packet<'_> {
            Packet::new(&self.0)
        }
    }

    #[test]
    fn a_header_is_read() {
        let made = Made::new(0x1ABC, 9, &[1, 2, 3]).starting();
        let packet = made.packet();
        assert_eq!(packet.pid(), 0x1ABC);
        assert_eq!(packet.counter(), 9);
        assert!(packet.starts_unit() && packet.has_payload());
        assert!(!packet.has_transport_error() && !packet.has_adaptation());
        assert_eq!(packet.scrambling(), 0);
        assert_eq!(packet.payload().len(), 184);
        assert!(packet.adaptation().is_none());
        let made = made.transport_error().scrambled();
        assert!(made.packet().has_transport_error());
        assert_eq!(made.packet().scrambling(), 2);
    }

    #[test]
    fn an_adaptation_field_is_read() {
        let greatest = ((1 << 33) - 1) * 300 + 299;
        for pcr in [0, 299, 300, 27_000_001, greatest] {
            let made = Made::new(1, 0, &[]).pcr(pcr).discontinuity();
            let field = made.packet().adaptation().unwrap();
            assert_eq!(field.pcr(), Some(pcr));
            assert!(field.is_discontinuity() && !field.is_random_access());
            assert_eq!(made.packet().payload().len(), 184 - 8);
        }
        let made = Made::new(1, 0, &[]).without_payload();
        assert_eq!(made.packet().payload(), b"");
        assert_eq!(made.packet().adaptation().unwrap().pcr(), None);
    }

    #[test]
    fn impossible_lengths_leave_fields_empty() {
        for length in 0..=u8::MAX {
            let mut made = Made::new(1, 0, &[]).adaptation(length);
            made.0[5] = 0xFF;
            let packet = made.packet();
            assert_eq!(packet.adaptation().is_some(), (1..=183).contains(&length));
            let pcr = packet.adaptation().and_then(Adaptation::pcr);
            assert_eq!(pcr.is_some(), (7..=183).contains(&length), "{length}");
            assert_eq!(
                packet.payload().len(),
                183_usize.saturating_sub(usize::from(length))
            );
        }
    }
}
