//! What a stream sounds like: loudness by EBU R 128, true peaks, silence.

use ebur128::{EbuR128, Mode};
use tokio::time::Instant;

/// Nothing is quieter: what a digital silence is told as.
pub(super) const LEAST: f64 = -120.0;
/// A channel whose true peak stays below is silent, in dBTP (ffmpeg's `silencedetect` asks the same of samples).
const SILENT: f64 = -60.0;
/// Channels that are told apart.
const MOST_CHANNELS: u32 = 16;
/// Levels are taken over a tenth of a second.
const TENTHS: u32 = 10;
/// A header is shorter.
const LONGEST_HEADER: usize = 4_096;

/// Takes sound as an AU file of big-endian floats, the simplest one that says how many channels there are.
pub(super) struct Sound {
    partial: Vec<u8>,
    meter: Option<Meter>,
}

struct Meter {
    loudness: EbuR128,
    channels: usize,
    samples: Vec<f32>,
    /// Samples of all channels in a tenth of a second.
    tenth: usize,
    /// Of each channel since it was told last, as a factor of full scale; none where nothing came since.
    peaks: Option<Vec<f64>>,
    /// Since when each channel has been silent.
    silent: Vec<Option<Instant>>,
}

/// How loud it is.
#[derive(Clone, Debug)]
pub(super) struct Levels {
    /// Of the last 400 ms, of the last 3 s, and since the decoder began, in LUFS.
    pub(super) momentary: f64,
    pub(super) short_term: f64,
    pub(super) integrated: f64,
    /// Of each channel since they were told last, in dBTP.
    pub(super) true_peaks: Vec<f64>,
    /// Since when each channel has been silent.
    pub(super) silent: Vec<Option<Instant>>,
}

impl Sound {
    pub(super) fn new() -> Self {
        Self {
            partial: Vec::new(),
            meter: None,
        }
    }

    /// What comes next begins a new file.
    pub(super) fn begin(&mut self) {
        *self = Self::new();
    }

    /// Takes the next bytes.
    pub(super) fn take(&mut self, bytes: &[u8]) {
        self.partial.extend_from_slice(bytes);
        if self.meter.is_none() {
            let Some((meter, begin)) = Meter::of(&self.partial) else {
                self.partial.truncate(LONGEST_HEADER);
                return;
            };
            self.meter = Some(meter);
            self.partial.drain(..begin);
        }
        let Some(meter) = &mut self.meter else { return };
        let (whole, rest) = self.partial.as_chunks::<4>();
        meter.take(whole.iter().map(|sample| f32::from_be_bytes(*sample)));
        self.partial = rest.to_vec();
    }

    /// How loud it is now; nothing where no sound came since this was asked last.
    pub(super) fn levels(&mut self) -> Option<Levels> {
        self.meter.as_mut().and_then(Meter::levels)
    }
}

impl Meter {
    /// By the header of an AU file, and where its samples begin; nothing before all of it is there.
    fn of(file: &[u8]) -> Option<(Self, usize)> {
        let word = |at: usize| Some(u32::from_be_bytes(*file.get(4 * at..)?.first_chunk::<4>()?));
        let (begin, rate, channels) = (word(1)?, word(4)?, word(5)?);
        let begin = usize::try_from(begin).ok().filter(|begin| file.len() >= *begin)?;
        let channels = channels.min(MOST_CHANNELS);
        let mode = Mode::M | Mode::S | Mode::I | Mode::TRUE_PEAK | Mode::HISTOGRAM;
        let loudness = EbuR128::new(channels, rate, mode).ok()?;
        let channels = usize::try_from(channels).ok()?;
        let meter = Self {
            loudness,
            channels,
            samples: Vec::new(),
            tenth: usize::try_from(rate / TENTHS).ok()? * channels,
            peaks: None,
            silent: vec![None; channels],
        };
        Some((meter, begin))
    }

    fn take(&mut self, samples: impl Iterator<Item = f32>) {
        for sample in samples {
            self.samples.push(sample);
            if self.samples.len() == self.tenth {
                self.measure(Instant::now());
                self.samples.clear();
            }
        }
    }

    fn measure(&mut self, at: Instant) {
        if self.loudness.add_frames_f32(&self.samples).is_err() {
            return;
        }
        let peaks = self.peaks.get_or_insert_with(|| vec![0.0; self.channels]);
        for (channel, (highest, silent)) in (0_u32..).zip(peaks.iter_mut().zip(&mut self.silent)) {
            let peak = self.loudness.prev_true_peak(channel).unwrap_or_default();
            *highest = highest.max(peak);
            *silent = (decibels(peak) < SILENT).then(|| silent.unwrap_or(at));
        }
    }

    fn levels(&mut self) -> Option<Levels> {
        let told = |loudness: Result<f64, ebur128::Error>| loudness.unwrap_or(LEAST).max(LEAST);
        let peaks = self.peaks.take()?;
        Some(Levels {
            momentary: told(self.loudness.loudness_momentary()),
            short_term: told(self.loudness.loudness_shortterm()),
            integrated: told(self.loudness.loudness_global()),
            true_peaks: peaks.into_iter().map(decibels).collect(),
            silent: self.silent.clone(),
        })
    }
}

fn decibels(factor: f64) -> f64 {
    (20.0 * factor.log10()).max(LEAST)
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;

    const RATE: u32 = 48_000;

    /// Seconds of a tone on the left at that level in dBFS, and nothing on the right.
    fn tone(seconds: u32, level: f64) -> Vec<u8> {
        let words = [0x2e73_6e64, 24, u32::MAX, 6, RATE, 2];
        let mut file: Vec<u8> = words.into_iter().flat_map(u32::to_be_bytes).collect();
        for at in 0..seconds * RATE {
            let turn = f64::from(at) * 997.0 / f64::from(RATE);
            #[allow(clippy::cast_possible_truncation, reason = "samples are as exact as sound is")]
            let left = (10_f64.powf(level / 20.0) * (turn * TAU).sin()) as f32;
            file.extend([left, 0.0].into_iter().flat_map(f32::to_be_bytes));
        }
        file
    }

    /// EBU Tech 3341, test signal 1: a stereo tone of -23 dBFS has -23 LUFS; on one channel only it has 3 LU less.
    #[tokio::test(start_paused = true)]
    async fn a_tone_is_as_loud_as_tech_3341_says_and_the_other_channel_is_silent() {
        let mut sound = Sound::new();
        assert!(sound.levels().is_none());
        for piece in tone(20, -23.0).chunks(7_777) {
            sound.take(piece);
        }
        let levels = sound.levels().unwrap();
        for loudness in [levels.momentary, levels.short_term, levels.integrated] {
            assert!((loudness + 26.0).abs() < 0.1, "{loudness}");
        }
        assert!(
            (levels.true_peaks[0] + 23.0).abs() < 0.2,
            "{:?}",
            levels.true_peaks
        );
        assert_eq!(levels.true_peaks[1].to_bits(), LEAST.to_bits());
        assert!(levels.silent[0].is_none() && levels.silent[1].is_some());
    }

    #[test]
    fn garbage_in_the_place_of_a_file_is_no_sound() {
        let mut sound = Sound::new();
        sound.take(&[0; 4_000]);
        sound.take(&[0xFF; 4_000]);
        assert!(sound.levels().is_none());
    }
}
