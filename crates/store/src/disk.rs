//! Room on the disk: how much there is, and a reserve that is given back when there is none.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use nix::sys::statvfs::statvfs;

const MEBI: u64 = 1 << 20;
/// Enough for SQLite's log of an operator's order and of a step of shortening.
const RESERVE: u64 = 8 * MEBI;

/// The file system of the data directory.
pub(crate) struct Disk {
    dir: PathBuf,
}

/// Bytes on a file system.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) free: u64,
    pub(crate) total: u64,
}

impl Room {
    /// Below this much free, old samples go.
    pub(crate) fn low(self) -> u64 {
        (self.total / 50).min(512 * MEBI).max(2 * self.reserve())
    }

    fn reserve(self) -> u64 {
        RESERVE.min(self.total / 16)
    }
}

impl Disk {
    pub(crate) fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    /// `None` when the system does not say.
    pub(crate) fn room(&self) -> Option<Room> {
        let stat = statvfs(&self.dir).ok()?;
        let block = stat.fragment_size();
        Some(Room {
            free: stat.blocks_available() * block,
            total: stat.blocks() * block,
        })
    }

    fn reserve(&self) -> PathBuf {
        self.dir.join("reserve")
    }

    /// Gives the reserve back to the file system; false when there was none.
    pub(crate) fn release(&self) -> bool {
        fs::remove_file(self.reserve()).is_ok()
    }

    /// Gives the reserve back when there is hardly any room: opening a database takes some.
    pub(crate) fn make_way(&self) {
        if self.room().is_some_and(|room| room.free < room.reserve()) && self.release() {
            tracing::warn!("the disk is nearly full; the reserve was given back to be able to start");
        }
    }

    /// Takes the reserve where it is missing and there is room for it.
    pub(crate) fn hold(&self, room: Room) {
        let wanted = room.reserve();
        let held = fs::metadata(self.reserve()).map_or(0, |file| file.len());
        if held >= wanted || room.free < room.low() + wanted {
            return;
        }
        // Written out, not only promised: a hole in a file reserves nothing.
        let block = vec![0xf1; 1 << 16];
        let fill = |mut file: File| -> std::io::Result<()> {
            for _ in 0..wanted / block.len() as u64 {
                file.write_all(&block)?;
            }
            file.set_len(wanted)?;
            file.sync_all()
        };
        let part = self.dir.join("reserve.part");
        let taken = File::create(&part)
            .and_then(fill)
            .and_then(|()| fs::rename(&part, self.reserve()));
        if let Err(error) = taken {
            tracing::warn!(%error, "the reserve could not be taken");
            fs::remove_file(part).ok();
        }
    }
}
