//! What an operator wants read, as the words of a command.

use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use url::{Position, Url};
use wire::settings::FieldError;

use crate::Target;
use crate::text::plain;

#[derive(Deserialize)]
pub(super) struct Entered {
    pub(super) window_s: u64,
    pub(super) expect_video: bool,
    pub(super) expect_audio: bool,
    pub(super) expect_resolution: String,
    pub(super) expect_frame_rate: String,
    pub(super) expect_video_codec: String,
    pub(super) expect_audio_channels: u32,
    pub(super) keyframe_limit_s: u64,
    rtsp_transport: String,
    user: String,
    password: String,
    stream_key: String,
}

/// One stream or file, and how ffprobe is asked for it.
#[derive(Clone)]
pub(super) struct Request {
    /// What it is called in sentences, without what must stay secret.
    pub(super) shown: String,
    /// Host and port in words; empty for files.
    pub(super) place: String,
    pub(super) window: Duration,
    options: Vec<String>,
    input: String,
}

impl Request {
    pub(super) fn of(target: &Target, entered: &Entered) -> Result<Self, FieldError> {
        let scheme = target.url().scheme().to_owned();
        if scheme == "file" {
            return Self::of_file(target);
        }
        if target.host().is_empty() && scheme != "udp" {
            return Err(FieldError::new(
                "target",
                format!("name the host: {scheme}://HOST/…"),
            ));
        }
        let mut url = target.url().clone();
        if !entered.stream_key.is_empty() {
            let path = format!("{}/{}", url.path().trim_end_matches('/'), entered.stream_key);
            url.set_path(&path);
        }
        let mut options = Vec::new();
        let mut option = |name: &str, value: &str| options.extend([name.to_owned(), value.to_owned()]);
        if matches!(scheme.as_str(), "rtsp" | "rtsps") && entered.rtsp_transport != "any" {
            option("-rtsp_transport", &entered.rtsp_transport);
        }
        if scheme == "srt" {
            if !entered.password.is_empty() {
                if !(10..=79).contains(&entered.password.len()) {
                    let message = "a passphrase of SRT has 10 to 79 letters";
                    return Err(FieldError::new("password", message));
                }
                option("-passphrase", &entered.password);
            }
        } else if !entered.user.is_empty() {
            let taken = url
                .set_username(&entered.user)
                .and_then(|()| url.set_password(Some(&entered.password)));
            if taken.is_err() {
                return Err(FieldError::new(
                    "user",
                    format!("nobody can log in at a {scheme}: target"),
                ));
            }
        } else if !entered.password.is_empty() {
            return Err(FieldError::new("user", "name the user whose password this is"));
        }
        let port = target.port().or_else(|| usual_port(&scheme));
        Ok(Self {
            shown: shown(target.url(), !entered.stream_key.is_empty()),
            place: match port {
                Some(port) => format!("{} port {port}", target.host()),
                None => target.host(),
            },
            window: Duration::ZERO,
            options,
            input: url.into(),
        })
    }

    fn of_file(target: &Target) -> Result<Self, FieldError> {
        let path = target
            .url()
            .to_file_path()
            .ok()
            .filter(|path| path != Path::new("/"));
        let message = "enter the whole path of the file: file:///srv/record.mp4";
        let path = path.ok_or_else(|| FieldError::new("target", message))?;
        Ok(Self {
            shown: path.display().to_string(),
            place: String::new(),
            window: Duration::ZERO,
            options: Vec::new(),
            // With its protocol, so that no name is taken for one.
            input: format!("file:{}", path.display()),
        })
    }

    /// The same, read for that long.
    pub(super) fn reading_for(&self, window: Duration) -> Self {
        Self {
            window,
            ..self.clone()
        }
    }

    /// What ffprobe is told.
    pub(super) fn words(&self) -> Vec<String> {
        // What is read in order to find out what there is; then the window from the first packet on.
        let fixed = "-hide_banner -v error -of json=compact=1 -show_format -show_streams -show_entries \
                     packet=stream_index,pts_time,dts_time,duration_time,size,flags -analyzeduration 3000000 -read_intervals";
        let window = format!("%+{}", self.window.as_secs_f64());
        let fixed = fixed.split_whitespace().map(str::to_owned);
        let input = ["-i".to_owned(), self.input.clone()];
        fixed
            .chain([window])
            .chain(self.options.iter().cloned())
            .chain(input)
            .collect()
    }
}

fn usual_port(scheme: &str) -> Option<u16> {
    match scheme {
        "rtmp" => Some(1935),
        "rtmps" => Some(443),
        "rtsp" => Some(554),
        "rtsps" => Some(322),
        _ => None,
    }
}

/// A target in a sentence. The name of a stream behind its RTMP application is a key, and what follows the question mark
/// may hold one.
fn shown(url: &Url, has_key: bool) -> String {
    let server = &url[Position::BeforeHost..Position::AfterPort];
    let path = url.path();
    let path = match path.rsplit_once('/') {
        _ if has_key => format!("{}/***", path.trim_end_matches('/')),
        Some((application, _)) if url.scheme().starts_with("rtmp") && !application.is_empty() => {
            format!("{application}/***")
        }
        _ => path.to_owned(),
    };
    let query = if url.query().is_some() { "?***" } else { "" };
    plain(&format!("{}://{server}{path}{query}", url.scheme()))
}
