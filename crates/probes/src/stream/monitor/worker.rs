//! One decoder and what it feeds: begun when it is its turn, begun again when it ends, ended with its owner.

use std::io::{self, ErrorKind};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use super::ffmpeg;
use super::turn::{TURN, is_wanted, turn};

/// Pieces of the stream that wait for a decoder, a tenth of a second each.
const WAITING: usize = 20;
/// Before a decoder that ended by itself is begun again.
const PAUSE: Duration = Duration::from_secs(5);
/// A stream of which nothing was decoded for so long cannot be.
const TO_BEGIN: Duration = Duration::from_secs(15);
/// Who waits for longer is told so.
const SOON: Duration = Duration::from_secs(1);

/// What is made of the output of a decoder.
pub(super) trait Decodes: Send + 'static {
    /// What ffmpeg is told before its input.
    const BEFORE_INPUT: &'static str;
    /// What it is to put out.
    fn output() -> String;
    /// Of a stream of which nothing is known.
    fn fresh() -> Self;
    /// A new decoder begins.
    fn begin(&mut self);
    /// Takes what it put out; whether there is something new to tell.
    fn take(&mut self, bytes: &[u8]) -> bool;
}

/// Why nothing is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    Waits,
    NoFfmpeg(ErrorKind),
    NothingComes,
}

/// A decoder of one PID.
pub(super) struct Worker<T> {
    pid: u16,
    feed: mpsc::Sender<Bytes>,
    shared: Arc<Shared<T>>,
    task: JoinHandle<()>,
}

struct Shared<T> {
    made: Mutex<T>,
    trouble: Mutex<Option<Trouble>>,
    /// Something was made since it was read last.
    has_news: AtomicBool,
    /// Something was made by this decoder.
    has_begun: AtomicBool,
}

impl<T> Drop for Worker<T> {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl<T: Decodes> Worker<T> {
    /// Keeps, begins or ends the decoder so that it decodes that PID, or nothing.
    pub(super) fn keep(kept: &mut Option<Self>, pid: Option<u16>) {
        if kept.as_ref().map(|worker| worker.pid) != pid {
            *kept = pid.map(Self::new);
        }
    }

    fn new(pid: u16) -> Self {
        let (feed, fed) = mpsc::channel(WAITING);
        let shared = Arc::new(Shared {
            made: Mutex::new(T::fresh()),
            trouble: Mutex::new(None),
            has_news: AtomicBool::new(false),
            has_begun: AtomicBool::new(false),
        });
        let task = tokio::spawn(shared.clone().run(pid, fed));
        Self {
            pid,
            feed,
            shared,
            task,
        }
    }

    /// Gives it the next bytes. What it has no room for it does not see: that damages its picture, not the stream.
    pub(super) fn feed(&self, bytes: Bytes) {
        self.feed.try_send(bytes).ok();
    }

    /// Whether something came since it was read last.
    pub(super) fn has_news(&self) -> bool {
        self.shared.has_news.load(Ordering::Relaxed)
    }

    /// Reads what was made.
    pub(super) fn with<U>(&self, read: impl FnOnce(&mut T) -> U) -> U {
        self.shared.has_news.store(false, Ordering::Relaxed);
        read(&mut self.shared.made())
    }

    pub(super) fn trouble(&self) -> Option<Trouble> {
        *self.shared.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Decodes> Shared<T> {
    fn made(&self) -> MutexGuard<'_, T> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn say(&self, trouble: Option<Trouble>) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }

    async fn run(self: Arc<Self>, pid: u16, mut feed: mpsc::Receiver<Bytes>) {
        let output = T::output();
        loop {
            let mut waiting = pin!(turn());
            let permit = match timeout(SOON, &mut waiting).await {
                Ok(permit) => permit,
                Err(_) => {
                    self.say(Some(Trouble::Waits));
                    waiting.await
                }
            };
            while feed.try_recv().is_ok() {}
            self.made().begin();
            self.has_begun.store(false, Ordering::Relaxed);
            let decoding = ffmpeg::decode(pid, T::BEFORE_INPUT, &output, &mut feed, |bytes| {
                if self.made().take(bytes) {
                    self.say(None);
                    self.has_news.store(true, Ordering::Relaxed);
                    self.has_begun.store(true, Ordering::Relaxed);
                }
            });
            let ended = tokio::select! {
                ended = decoding => Some(ended),
                () = self.end_of_turn() => None,
            };
            drop(permit);
            match ended {
                None => {}
                Some(Err(error)) if is_missing(&error) => {
                    self.say(Some(Trouble::NoFfmpeg(error.kind())));
                    sleep(PAUSE).await;
                }
                Some(_) => {
                    self.say(Some(Trouble::NothingComes));
                    sleep(PAUSE).await;
                }
            }
        }
    }

    /// Waits until somebody else should decode.
    async fn end_of_turn(&self) {
        let began = Instant::now();
        loop {
            sleep(SOON).await;
            if began.elapsed() >= TURN && is_wanted() {
                return;
            }
            if began.elapsed() >= TO_BEGIN && !self.has_begun.load(Ordering::Relaxed) {
                self.say(Some(Trouble::NothingComes));
            }
        }
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied)
}
