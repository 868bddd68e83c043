//! The check sum of sections: CRC-32/MPEG-2 (ISO/IEC 13818-1, annex A).

/// x³² + x²⁶ + x²³ + x²² + x¹⁶ + x¹² + x¹¹ + x¹⁰ + x⁸ + x⁷ + x⁵ + x⁴ + x² + x + 1, highest power first, not reflected.
const POLYNOMIAL: u32 = 0x04C1_1DB7;

const TABLE: [u32; 256] = table();

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut value = (byte as u32) << 24;
        let mut bit = 0;
        while bit < 8 {
            let carry = value >> 31;
            value = (value << 1) ^ (carry * POLYNOMIAL);
            bit += 1;
        }
        table[byte as usize] = value;
        byte += 1;
    }
    table
}

/// The check sum of these bytes. Over a section with its own CRC at the end it is 0.
#[must_use]
pub fn crc32(bytes: &[u8]) -> u32 {
    bytes.iter().fold(u32::MAX, |crc, byte| {
        let [first, ..] = crc.to_be_bytes();
        (crc << 8) ^ TABLE[usize::from(first ^ byte)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_variant_of_mpeg() {
        assert_eq!(
            crc32(b"123456789"),
            0x0376_E6E7,
            "the check value of CRC-32/MPEG-2 in the catalogues"
        );
        let mut section = b"123456789".to_vec();
        section.extend(0x0376_E6E7_u32.to_be_bytes());
        assert_eq!(crc32(&section), 0);
    }
}
