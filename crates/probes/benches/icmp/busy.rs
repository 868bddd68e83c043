//! A machine that has its hands full.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Threads that keep every core busy until this is dropped.
pub(crate) struct Busy(Arc<AtomicBool>);

impl Busy {
    pub(crate) fn start() -> Self {
        let done = Arc::new(AtomicBool::new(false));
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            let done = done.clone();
            std::thread::spawn(move || {
                let mut turns = 0_u64;
                while !done.load(Ordering::Relaxed) {
                    turns = std::hint::black_box(turns.wrapping_add(1));
                }
            });
        }
        Self(done)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
