//! Looks at the picture of a stream and listens to its sound, as a confidence monitor does: decoded by ffmpeg while somebody
//! looks or listens, or all the time where an operator says so.

mod ffmpeg;
mod picture;
mod sound;
mod turn;
mod worker;

use std::io::ErrorKind;
use std::ops::RangeInclusive;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use mpegts::Report;
use mpegts::psi::Stream;
use tokio::time::Instant;
use wire::settings::FieldError;

use self::picture::Screen;
use self::sound::{LEAST, Sound};
use self::worker::{Decodes, Trouble, Worker};
use super::info;
use crate::Look;
use crate::pictures::Picture;

/// When a stream is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    LookedAt,
    Always,
    Never,
}

/// What an operator says about picture and sound.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) when: When,
    /// For how long a picture may be black or still, and a sound silent.
    pub(crate) patience: Duration,
    /// The sound to listen to; the first one where none is named.
    pub(crate) sound: Option<u16>,
}

impl Settings {
    pub(crate) fn of(when: &str, patience_s: u32, sound_pid: &str) -> Result<Self, FieldError> {
        let when = match when {
            info::WHEN_LOOKED_AT => When::LookedAt,
            info::ALWAYS => When::Always,
            info::NEVER => When::Never,
            _ => return Err(FieldError::new("decode", "choose one of the words offered")),
        };
        let patience = Duration::from_secs(patience_s.into());
        let sound = match sound_pid.trim() {
            "" => None,
            entered => {
                let pid = entered.parse().ok().filter(|pid| OF_STREAMS.contains(pid));
                let message = "enter a PID from 16 to 8190, or leave it empty";
                Some(pid.ok_or_else(|| FieldError::new("sound_pid", message))?)
            }
        };
        Ok(Self {
            when,
            patience,
            sound,
        })
    }
}

/// Of one stream.
pub(crate) struct Monitor {
    settings: Settings,
    picture: Option<Worker<Screen>>,
    sound: Option<Worker<Sound>>,
    /// What came since the decoders were fed last.
    waiting: BytesMut,
    shown_at: Option<wire::Timestamp>,
}

/// PIDs that pictures and sounds may have (ISO/IEC 13818-1, table 2-3).
const OF_STREAMS: RangeInclusive<u16> = 0x0010..=0x1FFE;
/// More is not kept for decoders that are too slow.
const MOST_WAITING: usize = 4 * 1024 * 1024;

impl Monitor {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            settings,
            picture: None,
            sound: None,
            waiting: BytesMut::new(),
            shown_at: None,
        }
    }

    /// Takes the next bytes of the stream.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        if (self.picture.is_some() || self.sound.is_some()) && self.waiting.len() < MOST_WAITING {
            self.waiting.extend_from_slice(bytes);
        }
    }

    /// Hands on what came; to be called some times in a second. Whether there is something new that somebody
    /// waits for: levels move ten times a second, but only before eyes that are on them.
    pub(crate) fn feed(&mut self, seen: &Look) -> bool {
        if !self.waiting.is_empty() {
            let bytes: Bytes = self.waiting.split().freeze();
            if let Some(worker) = &self.picture {
                worker.feed(bytes.clone());
            }
            if let Some(worker) = &self.sound {
                worker.feed(bytes);
            }
        }
        let is_shown = self.picture.as_ref().is_some_and(Worker::has_news) && seen.is_looked_at();
        let is_heard = self.sound.as_ref().is_some_and(Worker::has_news) && seen.is_listened_to();
        is_shown || is_heard
    }

    /// Begins and ends decoding as the stream and those who look at it want it, and tells what is seen and heard.
    pub(crate) fn tell(&mut self, report: &Report, seen: &mut Look) {
        let (shows, sounds) = match self.settings.when {
            When::Never => (false, false),
            When::Always => (true, true),
            When::LookedAt => (seen.is_looked_at(), seen.is_listened_to()),
        };
        let streams = || report.services.iter().flat_map(|service| &service.streams);
        let video = streams().find(|stream| stream.kind.is_video());
        let is_chosen = |stream: &&Stream| self.settings.sound.is_none_or(|pid| pid == stream.pid);
        let audio = streams().filter(|stream| stream.kind.is_audio()).find(is_chosen);
        let pid = |stream: Option<&Stream>, is_wanted| stream.map(|stream| stream.pid).filter(|_| is_wanted);
        Worker::keep(&mut self.picture, pid(video, shows));
        Worker::keep(&mut self.sound, pid(audio, sounds));
        if shows && report.services.iter().all(|service| service.streams.is_empty()) {
            return;
        }
        self.tell_picture(seen);
        self.tell_sound(seen);
        if let Some(audio) = audio.filter(|_| sounds) {
            seen.fact(info::SOUND_OF, &name(audio));
        }
        if let Some(pid) = self.settings.sound.filter(|_| sounds && audio.is_none()) {
            seen.fact(info::NOT_DECODED, &format!("there is no sound on PID {pid}"));
            return;
        }
        let troubles = [
            self.picture.as_ref().and_then(Worker::trouble),
            self.sound.as_ref().and_then(Worker::trouble),
        ];
        if let Some(trouble) = troubles.into_iter().flatten().next() {
            seen.fact(info::NOT_DECODED, &sentence(trouble));
        }
    }

    fn tell_picture(&mut self, seen: &mut Look) {
        if let Some(worker) = &self.picture {
            let patience = self.settings.patience;
            let (newest, black, still) =
                worker.with(|screen| (screen.newest.take(), screen.black_for(), screen.still_for()));
            if let Some(jpeg) = newest {
                let at = seen.now();
                self.shown_at = Some(at);
                seen.show(Picture { at, jpeg });
            }
            let lasting = |time: Option<Duration>| time.filter(|time| *time >= patience);
            if let Some(lasting) = lasting(black) {
                let detail = format!("the picture has been black for {} s", lasting.as_secs());
                seen.finding(info::BLACK, detail);
            } else if let Some(lasting) = lasting(still) {
                let detail = format!("the picture has not moved for {} s", lasting.as_secs());
                seen.finding(info::FROZEN, detail);
            }
        }
        if let Some(at) = self.shown_at {
            seen.fact(info::PICTURE_AT, &at.rfc3339());
        }
    }

    fn tell_sound(&mut self, seen: &mut Look) {
        let Some(levels) = self.sound.as_ref().and_then(|worker| worker.with(Sound::levels)) else {
            return;
        };
        seen.sample(info::MOMENTARY, levels.momentary);
        seen.sample(info::SHORT_TERM, levels.short_term);
        if levels.integrated > LEAST {
            seen.sample(info::INTEGRATED, levels.integrated);
        }
        let (now, patience) = (Instant::now(), self.settings.patience);
        let mut silent = Vec::new();
        let mut longest = Duration::ZERO;
        for (number, (peak, since)) in (1_u32..).zip(levels.true_peaks.iter().zip(&levels.silent)) {
            seen.sample_of(info::TRUE_PEAK, [("channel", &number.to_string())], *peak);
            let lasting = since.map(|since| now.duration_since(since));
            if let Some(lasting) = lasting.filter(|lasting| *lasting >= patience) {
                silent.push(number.to_string());
                longest = longest.max(lasting);
            }
        }
        let seconds = longest.as_secs();
        if silent.len() == levels.silent.len() && !silent.is_empty() {
            seen.finding(info::SILENCE, format!("there has been no sound for {seconds} s"));
        } else if !silent.is_empty() {
            let detail = format!(
                "channel {} has been silent for {seconds} s, the others are not",
                silent.join(", ")
            );
            seen.finding(info::CHANNEL_SILENT, detail);
        }
    }
}

/// Such as `PID 257, AAC deu`.
fn name(stream: &Stream) -> String {
    let language = stream.language.iter().map(|language| format!(" {language}"));
    format!(
        "PID {}, {}{}",
        stream.pid,
        stream.kind.name(),
        language.collect::<String>()
    )
}

fn sentence(trouble: Trouble) -> String {
    match trouble {
        Trouble::Waits => {
            "waits for its turn: this machine decodes as many streams as it has processors".to_owned()
        }
        Trouble::NoFfmpeg(ErrorKind::NotFound) => {
            "ffmpeg is not installed on this machine (apt install ffmpeg)".to_owned()
        }
        Trouble::NoFfmpeg(kind) => format!("ffmpeg could not be started: {kind}"),
        Trouble::NothingComes => {
            "ffmpeg makes nothing of it: scrambled, damaged, or without key pictures".to_owned()
        }
    }
}

impl Decodes for Screen {
    /// Key pictures only: a picture each second or two, for a tenth of the work.
    const BEFORE_INPUT: &'static str = "-skip_frame nokey";

    fn output() -> String {
        let (width, height) = (picture::WIDTH, picture::HEIGHT);
        format!(
            "-fps_mode passthrough -vf select=isnan(prev_selected_t)+gte(abs(t-prev_selected_t)\\,0.5),scale={width}:{height}:force_original_aspect_ratio=decrease:flags=fast_bilinear,\
             pad={width}:{height}:-1:-1 -f rawvideo -pix_fmt rgb24"
        )
    }

    fn begin(&mut self) {
        Screen::begin(self);
    }

    fn take(&mut self, bytes: &[u8]) -> bool {
        let before = self.count;
        Screen::take(self, bytes);
        self.count > before
    }

    fn fresh() -> Self {
        Screen::new()
    }
}

impl Decodes for Sound {
    const BEFORE_INPUT: &'static str = "";

    fn output() -> String {
        "-c:a pcm_f32be -f au".to_owned()
    }

    fn begin(&mut self) {
        Sound::begin(self);
    }

    fn take(&mut self, bytes: &[u8]) -> bool {
        Sound::take(self, bytes);
        true
    }

    fn fresh() -> Self {
        Sound::new()
    }
}
