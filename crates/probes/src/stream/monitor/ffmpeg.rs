//! ffmpeg as a decoder: a transport stream goes in, raw pictures or raw sound come out.

use std::io;
use std::process::Stdio;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{ChildStdout, Command};
use tokio::sync::mpsc;

/// Read in pieces of this many bytes.
const PIECE: usize = 64 * 1024;
/// Behind everything else that this machine does.
const NICENESS: &str = "10";
/// It looks no further than it must to find the PID that it is told.
const INPUT: &str = "-v fatal -nostdin -threads 1 -probesize 500000 -analyzeduration 0 -fflags +nobuffer+discardcorrupt -flags low_delay";

/// Feeds one PID of a stream to ffmpeg and gives what comes out to `take`, until ffmpeg ends or the feed does. Ends the
/// process when dropped.
///
/// # Errors
/// That there is no ffmpeg, or that it could not be started.
pub(super) async fn decode(
    pid: u16,
    before_input: &str,
    output: &str,
    feed: &mut mpsc::Receiver<Bytes>,
    take: impl FnMut(&[u8]),
) -> io::Result<()> {
    let map = format!("-map 0:i:{pid}");
    let words = [INPUT, before_input, "-f mpegts -i pipe:0", &map, output, "pipe:1"];
    let words = words
        .into_iter()
        .flat_map(|words| words.split(' '))
        .filter(|word| !word.is_empty());
    let mut ffmpeg = Command::new("nice")
        .args(["-n", NICENESS, "ffmpeg"])
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let (Some(mut input), Some(output)) = (ffmpeg.stdin.take(), ffmpeg.stdout.take()) else {
        return Ok(());
    };
    let feeding = async {
        while let Some(bytes) = feed.recv().await {
            if input.write_all(&bytes).await.is_err() {
                break;
            }
        }
        drop(input);
    };
    let ((), taken) = tokio::join!(feeding, take_all(output, take));
    // 127 is what `nice` says of a program that is not there.
    if ffmpeg.wait().await?.code() == Some(127) {
        return Err(io::ErrorKind::NotFound.into());
    }
    taken
}

async fn take_all(mut output: ChildStdout, mut take: impl FnMut(&[u8])) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        match output.read(&mut piece).await? {
            0 => return Ok(()),
            length => take(piece.get(..length).unwrap_or_default()),
        }
    }
}
