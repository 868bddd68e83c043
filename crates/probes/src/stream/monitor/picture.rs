//! What a stream shows: its newest picture, and for how long it has been black or has not moved.

use std::time::Duration;

use bytes::Bytes;
use jpeg_encoder::{ColorType, Encoder};
use tokio::time::Instant;

/// Size of the pictures that are looked at, in pixels: 16 to 9, others with bars.
pub(super) const WIDTH: u16 = 384;
pub(super) const HEIGHT: u16 = 216;
const PIXELS: usize = WIDTH as usize * HEIGHT as usize;
const BYTES: usize = 3 * PIXELS;
/// Of 100.
const JPEG_QUALITY: u8 = 70;
/// A pixel up to this brightness of 255 is black, and a picture of which so many parts in a hundred are is black: the
/// limits of ffmpeg's `blackdetect`.
const BLACK: u32 = 25;
const BLACK_SHARE: usize = 98;
/// Pictures whose brightness differs by less than this in a mean, of 255, are the same one encoded anew.
const SAME: f64 = 0.5;

/// Takes raw pictures, red, green, blue.
pub(super) struct Screen {
    partial: Vec<u8>,
    brightness: Vec<u8>,
    /// Since when what is shown has been black, and since when it has not moved.
    black: Option<Instant>,
    still: Option<Instant>,
    /// When the newest picture came. Nobody knows what was shown since.
    newest_at: Option<Instant>,
    /// How many pictures came.
    pub(super) count: u64,
    /// The newest as JPEG, until it is taken.
    pub(super) newest: Option<Bytes>,
}

impl Screen {
    pub(super) fn new() -> Self {
        Self {
            partial: Vec::with_capacity(BYTES),
            brightness: Vec::new(),
            black: None,
            still: None,
            newest_at: None,
            count: 0,
            newest: None,
        }
    }

    /// Takes the next bytes of raw pictures.
    pub(super) fn take(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(BYTES - self.partial.len()));
            self.partial.extend_from_slice(now);
            bytes = later;
            if self.partial.len() == BYTES {
                self.look(Instant::now());
                self.partial.clear();
            }
        }
    }

    /// For how long the pictures have been black, up to the newest one.
    pub(super) fn black_for(&self) -> Option<Duration> {
        Some(self.newest_at?.duration_since(self.black?))
    }

    /// For how long the picture has not moved, up to the newest one.
    pub(super) fn still_for(&self) -> Option<Duration> {
        Some(self.newest_at?.duration_since(self.still?))
    }

    /// The next picture begins anew: what came before came from another decoder.
    pub(super) fn begin(&mut self) {
        self.partial.clear();
    }

    fn look(&mut self, at: Instant) {
        let brightness: Vec<u8> = self.partial.chunks_exact(3).map(brightness).collect();
        let dark = brightness
            .iter()
            .filter(|pixel| u32::from(**pixel) <= BLACK)
            .count();
        let is_black = dark * 100 >= PIXELS * BLACK_SHARE;
        let is_still =
            brightness.len() == self.brightness.len() && difference(&brightness, &self.brightness) < SAME;
        self.black = is_black.then(|| self.black.unwrap_or(at));
        self.still = is_still.then(|| self.still.unwrap_or(at));
        self.brightness = brightness;
        self.newest_at = Some(at);
        self.count += 1;
        let mut jpeg = Vec::new();
        if Encoder::new(&mut jpeg, JPEG_QUALITY)
            .encode(&self.partial, WIDTH, HEIGHT, ColorType::Rgb)
            .is_ok()
        {
            self.newest = Some(jpeg.into());
        }
    }
}

/// Of a pixel, by the weights of ITU-R BT.709.
fn brightness(pixel: &[u8]) -> u8 {
    let weighted = pixel
        .iter()
        .zip([54_u32, 183, 19])
        .map(|(part, weight)| u32::from(*part) * weight);
    u8::try_from(weighted.sum::<u32>() / 256).unwrap_or(u8::MAX)
}

fn difference(one: &[u8], other: &[u8]) -> f64 {
    let sum: u64 = one
        .iter()
        .zip(other)
        .map(|(one, other)| u64::from(one.abs_diff(*other)))
        .sum();
    crate::number::as_f64(sum) / crate::number::as_f64(PIXELS as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(screen: &mut Screen, pixel: impl Fn(usize) -> u8) {
        let picture: Vec<u8> = (0..BYTES).map(|at| pixel(at / 3)).collect();
        for piece in picture.chunks(10_000) {
            screen.take(piece);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn black_and_still_are_told_since_they_began() {
        let mut screen = Screen::new();
        let noise =
            |seed: usize| move |pixel: usize| u8::try_from((pixel * 7 + seed * 31) % 251).unwrap_or(0);
        shown(&mut screen, noise(1));
        assert!(screen.black.is_none() && screen.still.is_none());
        shown(&mut screen, noise(2));
        assert!(screen.still.is_none(), "it moves");
        shown(&mut screen, noise(2));
        tokio::time::advance(Duration::from_secs(4)).await;
        shown(&mut screen, noise(2));
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(
            screen.still_for(),
            Some(Duration::from_secs(4)),
            "a decoder that waits sees nothing"
        );
        shown(&mut screen, |pixel| if pixel % 100 == 0 { 255 } else { 16 });
        assert!(
            screen.black.is_some(),
            "a logo of one part in a hundred does not make it a picture"
        );
        shown(&mut screen, |pixel| if pixel % 30 == 0 { 255 } else { 16 });
        assert!(screen.black.is_none());
        assert_eq!(screen.count, 6);
        assert_eq!(
            screen.newest.as_deref().and_then(|jpeg| jpeg.get(..2)),
            Some([0xFF, 0xD8].as_slice())
        );
    }
}
