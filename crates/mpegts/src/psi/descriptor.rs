use crate::cursor::Cursor;

/// One after the other, tag and content; ends where a length cannot be.
pub(super) fn descriptors(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut cursor = Cursor(bytes);
    std::iter::from_fn(move || Some((cursor.u8()?, cursor.counted_by_8_bits()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_end_where_a_length_cannot_be() {
        let all = Vec::from_iter(descriptors(&[1, 0, 2, 2, 8, 9, 3, 4, 1]));
        assert_eq!(all, [(1, &[][..]), (2, &[8, 9][..])]);
        assert_eq!(descriptors(&[7]).count(), 0);
    }
}
