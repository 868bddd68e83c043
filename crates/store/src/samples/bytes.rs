//! Whole numbers of varying length (LEB128) and the reader of everything the store packs into bytes.

pub(super) fn put_varint(mut number: u64, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    to.push(number.to_le_bytes()[0]);
}

/// Small numbers of either sign stay small.
pub(super) fn put_signed(number: i64, to: &mut Vec<u8>) {
    put_varint((number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned(), to);
}

/// Begins a sealed block: its format, and room for the checksum that [`seal`] fills in.
pub(super) fn begin(format: u8) -> Vec<u8> {
    vec![format, 0, 0, 0, 0]
}

/// Puts the checksum (CRC-32) of what follows it into a block that [`begin`] began.
pub(super) fn seal(mut block: Vec<u8>) -> Vec<u8> {
    if let Some((head, body)) = block.split_at_mut_checked(5) {
        head[1..].copy_from_slice(&crc32fast::hash(body).to_le_bytes());
    }
    block
}

/// The content of a block, when its format is `format` and not one bit of it has changed.
pub(super) fn unseal(block: &[u8], format: u8) -> Option<Reader<'_>> {
    let (head, body) = block.split_at_checked(5)?;
    let sum = u32::from_le_bytes(head[1..].try_into().ok()?);
    (head[0] == format && sum == crc32fast::hash(body)).then_some(Reader { rest: body })
}

/// Takes bytes from the front.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    pub(super) fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.take(1)?.first()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        let number = self.varint()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// A count of things that take memory; none of ours is near the bound.
    pub(super) fn count(&mut self) -> Option<usize> {
        usize::try_from(self.varint()?)
            .ok()
            .filter(|count| *count <= 1 << 24)
    }

    pub(super) fn section(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.varint()?).ok()?;
        self.take(length)
    }

    pub(super) fn sub(&mut self) -> Option<Reader<'a>> {
        self.section().map(|rest| Reader { rest })
    }
}
