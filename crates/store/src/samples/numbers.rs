//! Lists of numbers as few bytes: one section of a chunk.
//!
//! A section is its length (varint), one byte that tells how it is written, and the numbers.

use pco::data_types::Number;
use pco::wrapped::{FileCompressor, FileDecompressor};
use pco::{ChunkConfig, PagingSpec};

use super::bytes::{Reader, put_varint};

/// All numbers are the same one.
const SAME: u8 = 0;
/// Written as they are.
const PLAIN: u8 = 1;
/// Compressed by pco, in its wrapped format, as one page.
const PCO: u8 = 2;

/// Below this many numbers pco's own description takes more room than it saves.
const WORTH_PCO: usize = 8;

/// A number that sections are made of.
pub(super) trait Cell: Number {
    const SIZE: usize;
    fn put(self, to: &mut Vec<u8>);
    fn get(from: &[u8]) -> Option<Self>;
    /// Equal to the last bit: the two zeros of a float are not the same.
    fn same(self, other: Self) -> bool;
}

macro_rules! cell {
    ($type:ty, $bits:expr) => {
        impl Cell for $type {
            const SIZE: usize = size_of::<Self>();

            fn put(self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_le_bytes());
            }

            fn get(from: &[u8]) -> Option<Self> {
                Some(Self::from_le_bytes(from.try_into().ok()?))
            }

            fn same(self, other: Self) -> bool {
                $bits(self) == $bits(other)
            }
        }
    };
}
cell!(f64, f64::to_bits);
cell!(i64, std::convert::identity::<i64>);
cell!(u32, std::convert::identity::<u32>);

/// Appends `numbers` as a section.
pub(super) fn write<T: Cell>(numbers: &[T], level: usize, to: &mut Vec<u8>) {
    let mut section = Vec::new();
    match numbers {
        [] => {}
        [first, rest @ ..] if rest.iter().all(|number| number.same(*first)) => {
            section.push(SAME);
            first.put(&mut section);
        }
        _ => {
            let pressed = (numbers.len() >= WORTH_PCO)
                .then(|| compress(numbers, level))
                .flatten();
            match pressed.filter(|pressed| pressed.len() < numbers.len() * T::SIZE) {
                Some(pressed) => {
                    section.push(PCO);
                    section.extend_from_slice(&pressed);
                }
                None => {
                    section.push(PLAIN);
                    numbers.iter().for_each(|number| number.put(&mut section));
                }
            }
        }
    }
    put_varint(section.len() as u64, to);
    to.extend_from_slice(&section);
}

/// Reads a section of `count` numbers.
pub(super) fn read<T: Cell>(from: &mut Reader<'_>, count: usize) -> Option<Vec<T>> {
    let section = from.section()?;
    let Some((how, bytes)) = section.split_first() else {
        return (count == 0).then(Vec::new);
    };
    match *how {
        SAME => Some(vec![T::get(bytes)?; count]),
        PLAIN if bytes.len() == count.checked_mul(T::SIZE)? => {
            bytes.chunks_exact(T::SIZE).map(T::get).collect()
        }
        PCO => decompress(bytes, count),
        _ => None,
    }
}

fn compress<T: Number>(numbers: &[T], level: usize) -> Option<Vec<u8>> {
    let paging = PagingSpec::Exact(vec![numbers.len()]);
    let config = ChunkConfig::default()
        .with_compression_level(level)
        .with_paging_spec(paging);
    let file = FileCompressor::default();
    let bytes = file.write_header(Vec::new()).ok()?;
    let mut chunk = file.chunk_compressor(numbers, &config).ok()?;
    let bytes = chunk.write_meta(bytes).ok()?;
    chunk.write_page(0, bytes).ok()
}

fn decompress<T: Number>(bytes: &[u8], count: usize) -> Option<Vec<T>> {
    let (file, rest) = FileDecompressor::new(bytes).ok()?;
    let (mut chunk, rest) = file.chunk_decompressor::<T, _>(rest).ok()?;
    let mut page = chunk.page_decompressor(rest, count).ok()?;
    let mut numbers = vec![T::default(); count];
    let progress = page.read(&mut numbers).ok()?;
    (progress.n_processed == count).then_some(numbers)
}
