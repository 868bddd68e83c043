//! How far the time stamps of sounds are ahead of those of the picture of their program, at the same place of the multiplex, and
//! whether that changes.

use std::collections::VecDeque;

use super::pids::Pids;
use super::tables::Tables;
use crate::pes::{FREQUENCY, Pes, WRAP, ahead_of};
use crate::{Lead, Nanos};

/// Medians are taken over so long: encoders put several sounds into one PES packet, and pictures come in another order than they
/// are shown.
pub(super) const WINDOW: Nanos = Nanos::from_millis(1_000);
/// Stamps of a window that are kept.
const MOST: usize = 128;
/// Windows at the beginning that are passed over.
const UNSETTLED: u32 = 2;
/// Windows after these that say how it was when it settled.
const SETTLING: u32 = 5;
/// Windows that say how it is now.
const RECENT: usize = 5;
/// Stamps that leap further than time passes begin anew.
const LEAP: f64 = 1.0;

/// The stamps of one stream against the program clock, and where it is a sound those of the picture.
#[derive(Debug, Default)]
pub(super) struct Against {
    newest: Option<(u64, Nanos)>,
    /// How far each stamp of the window was ahead of the clock, in seconds.
    ahead: Vec<f64>,
    /// Of the last window that ended.
    median: Option<f64>,
    /// How often its stamps leapt.
    leaps: u32,
    lead: Option<Course>,
}

/// How a lead goes.
#[derive(Debug)]
struct Course {
    picture: Reference,
    /// In the last window; nothing where one of them had no stamps.
    seconds: Option<f64>,
    /// Of the sound against the picture.
    of_picture: Settled,
    /// Of the sound against the program clock.
    of_clock: Settled,
}

/// What a lead is taken from; another one begins a course anew.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Reference {
    pid: u16,
    /// Of the picture and of the sound.
    leaps: (u32, u32),
}

/// A value as it was when it settled and as it is now.
#[derive(Debug, Default)]
struct Settled {
    windows: u32,
    at_first: Option<Span>,
    recent: VecDeque<f64>,
}

/// The least and the greatest.
type Span = (f64, f64);

impl Against {
    /// Takes the stamp of a PES packet in whose first byte the clock showed so many ticks. Of pictures it is the time of decoding,
    /// which only grows.
    pub(super) fn take(&mut self, pes: &Pes, is_video: bool, clock: f64, now: Nanos) {
        let Some(stamp) = (if is_video { pes.dts } else { pes.pts }) else {
            return;
        };
        if let Some((before, at)) = self.newest.replace((stamp, now))
            && (passed(before, stamp) - (now - at).seconds()).abs() > LEAP
        {
            self.leaps = self.leaps.wrapping_add(1);
            self.ahead.clear();
        }
        if self.ahead.len() < MOST {
            self.ahead.push(ahead_of(clock, stamp));
        }
    }

    pub(super) fn lead(&self) -> Option<Lead> {
        self.lead.as_ref().and_then(Course::tell)
    }

    fn end_window(&mut self) {
        self.median = median(&mut self.ahead);
        self.ahead.clear();
        if let Some(course) = &mut self.lead {
            course.seconds = None;
        }
    }

    /// Takes the last window of the picture of its program.
    fn compare(&mut self, pid: u16, (picture, leaps): (f64, u32)) {
        let Some(sound) = self.median else {
            return;
        };
        let reference = Reference {
            pid,
            leaps: (leaps, self.leaps),
        };
        let mut course = self
            .lead
            .take()
            .filter(|course| course.picture == reference)
            .unwrap_or_else(|| Course {
                picture: reference,
                seconds: None,
                of_picture: Settled::default(),
                of_clock: Settled::default(),
            });
        course.seconds = Some(sound - picture);
        course.of_picture.add(sound - picture);
        course.of_clock.add(sound);
        self.lead = Some(course);
    }
}

impl Course {
    fn tell(&self) -> Option<Lead> {
        let moved = self.of_picture.moved().zip(self.of_clock.moved());
        Some(Lead {
            picture: self.picture.pid,
            seconds: self.seconds?,
            // A buffer of pictures that fills moves the picture alone, and nothing is wrong.
            moved: moved.map(|(of_picture, of_clock)| {
                if of_picture * of_clock <= 0.0 {
                    0.0
                } else if of_picture.abs() < of_clock.abs() {
                    of_picture
                } else {
                    of_clock
                }
            }),
        })
    }
}

impl Settled {
    fn add(&mut self, value: f64) {
        self.windows = self.windows.saturating_add(1);
        if self.windows <= UNSETTLED {
            return;
        }
        if self.windows <= UNSETTLED + SETTLING {
            self.at_first = span(
                self.at_first
                    .into_iter()
                    .flat_map(|(least, most)| [least, most])
                    .chain([value]),
            );
        }
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(value);
    }

    /// How far all that is recent lies beyond what it was when it settled; nothing before it has.
    fn moved(&self) -> Option<f64> {
        if self.windows < UNSETTLED + SETTLING {
            return None;
        }
        let ((least, most), (least_now, most_now)) = self.at_first.zip(span(self.recent.iter().copied()))?;
        Some((least_now - most).max(0.0) + (most_now - least).min(0.0))
    }
}

/// Ends a window of all streams, and holds each sound against the picture of its program.
#[cold]
pub(super) fn end_window(pids: &mut Pids, tables: &Tables) {
    for state in pids.all() {
        if let Some(stamps) = &mut state.stamps {
            stamps.against.end_window();
        }
    }
    for pmt in tables
        .programs
        .values()
        .filter_map(|program| program.pmt.as_ref())
    {
        let Some(picture) = pmt.streams.iter().find(|stream| stream.kind.is_video()) else {
            continue;
        };
        let of_picture = pids
            .get(picture.pid)
            .and_then(|state| state.stamps.as_ref())
            .and_then(|stamps| Some((stamps.against.median?, stamps.against.leaps)));
        let Some(of_picture) = of_picture else {
            continue;
        };
        for sound in pmt.streams.iter().filter(|stream| stream.kind.is_audio()) {
            let state = pids.get(sound.pid);
            if let Some(stamps) = state.and_then(|state| state.stamps.as_mut()) {
                stamps.against.compare(picture.pid, of_picture);
            }
        }
    }
}

/// From one stamp to the next in seconds, around the wrap.
fn passed(before: u64, stamp: u64) -> f64 {
    let ticks = stamp.wrapping_sub(before) % WRAP;
    let signed = if ticks > WRAP / 2 {
        ticks as f64 - WRAP as f64
    } else {
        ticks as f64
    };
    signed / FREQUENCY as f64
}

fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn span(values: impl Iterator<Item = f64>) -> Option<Span> {
    values.fold(None, |span, value| {
        let (least, most) = span.unwrap_or((value, value));
        Some((value.min(least), value.max(most)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(values: impl IntoIterator<Item = f64>) -> Option<f64> {
        let mut settled = Settled::default();
        values.into_iter().for_each(|value| settled.add(value));
        settled.moved()
    }

    #[test]
    fn what_moves_is_told_when_all_of_the_last_seconds_are_beyond() {
        let steady = [9.0, 9.0, 0.10, 0.12, 0.11, 0.10, 0.11];
        assert_eq!(settled(steady.into_iter().take(6)), None, "not yet");
        assert_eq!(settled(steady), Some(0.0));
        let later = |values: &[f64]| settled(steady.iter().chain(values).copied()).unwrap();
        assert!(later(&[0.5; 4]).abs() < 1e-9, "one second is as before");
        assert!((later(&[0.5; 5]) - 0.38).abs() < 1e-9);
        assert!((later(&[-0.1; 9]) + 0.2).abs() < 1e-9);
        assert!(later(&[0.5, 0.5, 0.11, 0.5, 0.5]).abs() < 1e-9);
    }

    #[test]
    fn stamps_pass_on_around_the_wrap() {
        for (before, stamp, seconds) in [
            (0, 90_000, 1.0),
            (90_000, 0, -1.0),
            (WRAP - 45_000, 45_000, 1.0),
            (45_000, WRAP - 45_000, -1.0),
        ] {
            assert!((passed(before, stamp) - seconds).abs() < 1e-9, "{before} {stamp}");
        }
    }
}
