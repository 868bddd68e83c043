//! Encoders: one transport stream, sent to many ports at its own pace, with a damaged packet on demand.

use std::fs;
use std::net::{Ipv4Addr, UdpSocket};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{JoinHandle, park_timeout, spawn};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// So much of the stream is there; it is sent once.
const SECONDS: u32 = 300;
const DATAGRAM: usize = 7 * 188;
/// Between two rounds of sending.
const PAUSE: Duration = Duration::from_millis(4);
/// A sender that is later than this is no encoder any more.
const LATE: Duration = Duration::from_secs(1);

/// Where stream number `n` is sent to.
pub(super) fn port(n: u16) -> u16 {
    21_000 + n
}

/// A stream of constant rate, in bits per second.
///
/// # Errors
/// ffmpeg is not there or cannot.
pub(super) fn make(dir: &Path, rate: u32) -> Result<Vec<u8>> {
    let file = dir.join("stream.ts");
    let words = format!(
        "-v error -f lavfi -i testsrc2=size=320x180:rate=25 -f lavfi -i sine=frequency=1000 -t {SECONDS} -c:v mpeg2video \
         -b:v {} -maxrate {} -bufsize 1M -c:a mp2 -b:a 192k -f mpegts -muxrate {rate}",
        rate / 2,
        rate / 2,
    );
    let status = Command::new("ffmpeg")
        .args(words.split(' '))
        .arg(&file)
        .status()
        .context("ffmpeg cannot be started; scripts/bench.sh installs what is needed")?;
    ensure!(status.success(), "ffmpeg: {status}");
    Ok(fs::read(&file)?)
}

/// Sends until it is dropped.
pub(super) struct Streams {
    stopped: Arc<AtomicBool>,
    late: Arc<AtomicBool>,
    wanted: Sender<()>,
    damaged: Receiver<Instant>,
    sending: Option<JoinHandle<()>>,
}

impl Streams {
    /// Sends `stream`, of `rate` bits per second, to `count` ports of 127.0.0.1.
    ///
    /// # Errors
    /// There is no socket for it.
    pub(super) fn start(stream: Vec<u8>, rate: u32, count: u16) -> Result<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        let (stopped, late) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (wanted, wishes) = channel();
        let (told, damaged) = channel();
        let (its_end, lateness) = (stopped.clone(), late.clone());
        let each = Duration::from_secs_f64((DATAGRAM * 8) as f64 / f64::from(rate));
        let sending = spawn(move || {
            let began = Instant::now();
            for (number, datagram) in (0u32..).zip(stream.chunks_exact(DATAGRAM)) {
                while began.elapsed() < each * number {
                    park_timeout(PAUSE);
                }
                if began.elapsed() > each * number + LATE {
                    lateness.store(true, Ordering::Relaxed);
                }
                if its_end.load(Ordering::Relaxed) {
                    return;
                }
                let damage = wishes.try_recv().is_ok().then(|| damaged_copy(datagram));
                for n in 0..count {
                    let datagram = match &damage {
                        Some(damage) if n == 0 => damage,
                        _ => datagram,
                    };
                    // Nobody may listen yet.
                    drop(socket.send_to(datagram, (Ipv4Addr::LOCALHOST, port(n))));
                    if n == 0 && damage.is_some() && told.send(Instant::now()).is_err() {
                        return;
                    }
                }
            }
            lateness.store(true, Ordering::Relaxed);
        });
        Ok(Self {
            stopped,
            late,
            wanted,
            damaged,
            sending: Some(sending),
        })
    }

    /// Whether all of it was sent when it was due, and is not at its end.
    pub(super) fn keeps_up(&self) -> bool {
        !self.late.load(Ordering::Relaxed)
    }

    /// Has one packet of the first stream be marked as damaged; when it was sent.
    ///
    /// # Errors
    /// Nothing is sent any more.
    pub(super) fn damage(&self) -> Result<Instant> {
        self.wanted.send(())?;
        Ok(self.damaged.recv_timeout(Duration::from_secs(5))?)
    }
}

impl Drop for Streams {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        // What it has to say of a panic it has said.
        drop(self.sending.take().map(JoinHandle::join));
    }
}

/// With transport_error_indicator in its first packet.
fn damaged_copy(datagram: &[u8]) -> Vec<u8> {
    let mut copy = datagram.to_vec();
    if let Some(flags) = copy.get_mut(1) {
        *flags |= 0x80;
    }
    copy
}
