//! Encoders: ffmpeg (Debian package ffmpeg).

use std::process::{Child, Command, Stdio};

/// Bit/s of the streams of [`Encoder`].
pub(crate) const RATE: f64 = 2_000_000.0;
/// Where ffmpeg puts what it codes.
pub(crate) const VIDEO_PID: &str = "256";

/// What ffmpeg is told to make: a picture and a tone at a constant rate, with null packets.
pub(crate) fn coded() -> Vec<String> {
    coded_of("testsrc2=size=320x240:rate=25", "sine=frequency=1000")
}

/// The same with another picture and another sound, as filters of ffmpeg.
fn coded_of(picture: &str, sound: &str) -> Vec<String> {
    let words = format!(
        "-f lavfi -i {picture} -f lavfi -i {sound} -c:v libx264 -preset ultrafast -tune zerolatency -g 25 -b:v 1M -c:a aac \
         -metadata service_name=Test -muxrate 2000000 -pcr_period 20"
    );
    words.split_whitespace().map(str::to_owned).collect()
}

/// ffmpeg that sends a stream as fast as it plays, until it is dropped.
pub(crate) struct Encoder(Child);

impl Encoder {
    /// Sends to a URL of ffmpeg, `udp://…`, `rtp://…` or `srt://…`.
    pub(crate) fn start(to: &str) -> Self {
        Self::run(coded(), to)
    }

    /// Sends another picture and another sound, which are filters of ffmpeg.
    pub(crate) fn of(picture: &str, sound: &str, to: &str) -> Self {
        Self::run(coded_of(picture, sound), to)
    }

    /// ffmpeg with these words, as fast as it plays where they say so.
    pub(crate) fn told(words: &str) -> Self {
        let mut command = Command::new("ffmpeg");
        command.args(["-hide_banner", "-loglevel", "fatal", "-nostdin", "-y"]);
        command.args(words.split_whitespace()).stdin(Stdio::null());
        Self(command.spawn().expect("this test needs ffmpeg"))
    }

    /// Waits until it has done what it was told.
    pub(crate) fn done(mut self) {
        assert!(self.0.wait().unwrap().success());
    }

    fn run(coded: Vec<String>, to: &str) -> Self {
        let format = if to.starts_with("rtp:") {
            "rtp_mpegts"
        } else {
            "mpegts"
        };
        let mut command = Command::new("ffmpeg");
        command.args(["-hide_banner", "-loglevel", "error", "-nostdin", "-re"]);
        // The second input is not paced by the first one's option.
        command.args(coded).args(["-f", format, to]).stdin(Stdio::null());
        Self(command.spawn().expect("this test needs ffmpeg"))
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        // One that has ended by itself cannot be ended again.
        self.0.kill().ok();
        self.0.wait().unwrap();
    }
}
