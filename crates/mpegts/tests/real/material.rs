use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

/// A file that ffmpeg made.
pub(crate) struct Material {
    /// Gone with this value.
    _dir: TempDir,
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
}

/// H.264 and AAC at a constant 4 Mbit/s with null packets, 6 s.
pub(crate) static CONSTANT: LazyLock<Material> = LazyLock::new(|| {
    let coding = [
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-g",
        "25",
        "-b:v",
        "2M",
        "-c:a",
        "aac",
    ];
    make(
        "constant.ts",
        &[
            &coding[..],
            &["-muxrate", "4000000", "-metadata", "service_name=Kamera Süd ①"],
            &["-metadata", "service_provider=Übertragung"],
        ],
    )
});

/// Tiny pictures and sound in short PES packets among many null packets at a constant 4 Mbit/s, 6 s.
pub(crate) static SPARSE: LazyLock<Material> = LazyLock::new(|| {
    let coding = ["-vf", "scale=32:32", "-c:v", "libx264", "-preset", "ultrafast"];
    make(
        "sparse.ts",
        &[
            &coding[..],
            &["-b:v", "50k", "-c:a", "aac", "-b:a", "64k"],
            &["-pes_payload_size", "0", "-muxrate", "4000000"],
        ],
    )
});

/// MPEG-2 and layer II at whatever rate they have, 6 s.
pub(crate) static VARIABLE: LazyLock<Material> = LazyLock::new(|| {
    let coding = ["-c:v", "mpeg2video", "-b:v", "3M", "-c:a", "mp2", "-b:a", "192k"];
    make(
        "variable.ts",
        &[&coding[..], &["-metadata:s:a:0", "language=swe"]],
    )
});

/// Two services, and AC-3 in one of them.
pub(crate) static TWO_SERVICES: LazyLock<Material> = LazyLock::new(|| {
    make(
        "two.ts",
        &[
            &["-map", "0:v", "-map", "1:a", "-map", "0:v", "-map", "1:a"],
            &[
                "-c:v:0",
                "libx264",
                "-c:v:1",
                "mpeg2video",
                "-preset",
                "ultrafast",
            ],
            &["-c:a:0", "aac", "-c:a:1", "ac3", "-muxrate", "9000000"],
            &["-program", "program_num=101:title=One:st=0:st=1"],
            &["-program", "program_num=202:title=Two:st=2:st=3"],
        ],
    )
});

/// Two services at whatever rate they have, a clock each.
pub(crate) static TWO_VARIABLE: LazyLock<Material> = LazyLock::new(|| {
    make(
        "two-variable.ts",
        &[
            &["-map", "0:v", "-map", "1:a", "-map", "0:v", "-map", "1:a"],
            &[
                "-c:v:0",
                "libx264",
                "-c:v:1",
                "mpeg2video",
                "-preset",
                "ultrafast",
            ],
            &[
                "-c:a:0",
                "aac",
                "-c:a:1",
                "mp2",
                "-program",
                "program_num=7:st=0:st=1",
            ],
            &["-program", "program_num=8:st=2:st=3"],
        ],
    )
});

/// H.264 and AC-3 with a time code before each packet.
pub(crate) static TIMECODED: LazyLock<Material> = LazyLock::new(|| {
    let coding = ["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "ac3"];
    make("timecoded.m2ts", &[&coding[..], &["-mpegts_m2ts_mode", "1"]])
});

fn make(name: &str, settings: &[&[&str]]) -> Material {
    recorded(name, 6, settings)
}

/// So many seconds, coded as the settings say.
pub(crate) fn recorded(name: &str, seconds: u16, settings: &[&[&str]]) -> Material {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(name);
    let output = Command::new("ffmpeg")
        .args([
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=640x360:rate=25",
        ])
        .args([
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=1000:sample_rate=48000",
            "-t",
            &seconds.to_string(),
        ])
        .args([
            "-pix_fmt",
            "yuv420p",
            "-fflags",
            "+bitexact",
            "-flags",
            "+bitexact",
        ])
        .args(settings.concat())
        .args(["-f", "mpegts"])
        .arg(&path)
        .output()
        .expect("ffmpeg is installed: scripts/install.sh test");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {said}");
    let bytes = std::fs::read(&path).unwrap();
    Material {
        _dir: dir,
        path,
        bytes,
    }
}

/// What ffprobe says of a file: programs with their streams.
pub(crate) fn probe(path: &Path) -> Value {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-show_programs", "-show_streams", "-of", "json"])
        .arg(path)
        .output()
        .expect("ffprobe is installed: scripts/install.sh test");
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}
