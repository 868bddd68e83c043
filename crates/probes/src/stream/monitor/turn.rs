//! Who may decode: as many at once as there are processors, the others in turn.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

/// Who decodes while others wait does so for this long: enough for a picture and a few seconds of sound.
pub(super) const TURN: Duration = Duration::from_secs(8);

struct Turns {
    free: Semaphore,
    waiting: AtomicUsize,
}

static TURNS: LazyLock<Turns> = LazyLock::new(|| Turns {
    // Each is a decoder of pictures or of sound; a stream has both.
    free: Semaphore::new(2 * available_parallelism().map_or(1, usize::from)),
    waiting: AtomicUsize::new(0),
});

/// Waits for a turn, first come, first served. It ends when what is given back is dropped.
pub(super) async fn turn() -> Option<SemaphorePermit<'static>> {
    struct Waits;
    impl Drop for Waits {
        fn drop(&mut self) {
            TURNS.waiting.fetch_sub(1, Ordering::Relaxed);
        }
    }
    TURNS.waiting.fetch_add(1, Ordering::Relaxed);
    let _waits = Waits;
    TURNS.free.acquire().await.ok()
}

/// Whether somebody waits.
pub(super) fn is_wanted() -> bool {
    TURNS.waiting.load(Ordering::Relaxed) > 0
}
