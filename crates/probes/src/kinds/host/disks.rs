use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::time::Instant;

use nix::sys::statvfs::statvfs;
use procfs::process::{MountInfo, MountInfos};
use procfs::{DiskStat, DiskStats, FromRead, ProcResult};

use super::{Names, rate};
use crate::Look;
use crate::number::as_f64;

pub(super) const USED: &str = "host_disk_used_ratio";
pub(super) const FREE: &str = "host_disk_free_bytes";
pub(super) const FILES_USED: &str = "host_disk_files_used_ratio";
pub(super) const BUSY: &str = "host_disk_busy_ratio";
pub(super) const READ: &str = "host_disk_read_bytes_per_second";
pub(super) const WRITE: &str = "host_disk_write_bytes_per_second";
pub(super) const READ_ONLY: &str = "host.disk_read_only";

/// File systems on a disk of this machine that can fill up.
const ON_DISK: &[&str] = &[
    "bcachefs", "btrfs", "exfat", "ext2", "ext3", "ext4", "f2fs", "fuseblk", "hfsplus", "jfs", "ntfs",
    "ntfs3", "ubifs", "vfat", "xfs", "zfs",
];
/// File systems that wait for another machine, which may have gone.
const ON_NETWORK: &[&str] = &["ceph", "cifs", "fuse.sshfs", "nfs", "nfs4", "smb3"];
/// What `/proc/diskstats` counts in, whatever the disk has.
const SECTOR: f64 = 512.0;

/// A file system and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mount {
    pub(super) point: PathBuf,
    pub(super) read_only: bool,
}

/// The file systems to look at, each once: where it is mounted at several places, the shortest.
pub(super) fn mounts(root: &Path, network: bool, left_out: &Names) -> ProcResult<Vec<Mount>> {
    let MountInfos(all) = MountInfos::from_file(root.join("proc/self/mountinfo"))?;
    let mut by_device: BTreeMap<String, Mount> = BTreeMap::new();
    for info in all.into_iter().filter(|info| counts(info, network)) {
        let mount = Mount {
            point: unescaped(&info.mount_point),
            read_only: info.super_options.contains_key("ro"),
        };
        if left_out.hold(&mount.point.to_string_lossy()) {
            continue;
        }
        let known = by_device.entry(info.majmin).or_insert_with(|| mount.clone());
        if mount.point.as_os_str().len() < known.point.as_os_str().len() {
            *known = mount;
        }
    }
    Ok(by_device.into_values().collect())
}

fn counts(info: &MountInfo, network: bool) -> bool {
    let sort = info.fs_type.as_str();
    // In a container the root itself is an overlay.
    let root = sort == "overlay" && info.mount_point == Path::new("/");
    ON_DISK.contains(&sort) || root || (network && ON_NETWORK.contains(&sort))
}

/// Spaces and such stand as `\040` in `/proc/self/mountinfo`, proc_pid_mountinfo(5).
fn unescaped(path: &Path) -> PathBuf {
    let mut bytes = path.as_os_str().as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    while let Some((first, rest)) = bytes.split_first() {
        let code = rest
            .get(..3)
            .filter(|_| *first == b'\\')
            .and_then(|digits| std::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            Some(byte) => {
                plain.push(byte);
                bytes = rest.get(3..).unwrap_or_default();
            }
            None => {
                plain.push(*first);
                bytes = rest;
            }
        }
    }
    OsString::from_vec(plain).into()
}

/// How full a file system is.
pub(super) struct Fill {
    mount: Mount,
    used: f64,
    free: f64,
    files_used: Option<f64>,
}

impl Fill {
    /// Asks the file system, which may take as long as it likes.
    pub(super) fn read(mount: Mount) -> Option<Self> {
        let sizes = statvfs(&mount.point).ok()?;
        let (all, free, available) = (sizes.blocks(), sizes.blocks_free(), sizes.blocks_available());
        let used = all.saturating_sub(free);
        // As df does: what is kept for root counts neither as used nor as available.
        let usable = used + available;
        (usable > 0).then(|| Self {
            used: as_f64(used) / as_f64(usable),
            free: as_f64(available) * as_f64(sizes.fragment_size()),
            files_used: (sizes.files() > 0).then(|| 1.0 - as_f64(sizes.files_free()) / as_f64(sizes.files())),
            mount,
        })
    }

    /// `been_writable` remembers the file systems that could be written, so that losing that is news.
    pub(super) fn tell(&self, been_writable: &mut BTreeSet<PathBuf>, seen: &mut Look) {
        let point = self.mount.point.to_string_lossy();
        let of = [("mount", point.as_ref())];
        seen.sample_of(USED, of, self.used);
        seen.sample_of(FREE, of, self.free);
        if let Some(files_used) = self.files_used {
            seen.sample_of(FILES_USED, of, files_used);
        }
        if !self.mount.read_only {
            been_writable.insert(self.mount.point.clone());
        } else if been_writable.contains(&self.mount.point) {
            let detail =
                format!("{point} can no longer be written; its disk may be failing: save what is on it");
            seen.finding_at(READ_ONLY, of, detail);
        }
    }
}

/// What the disks did since the machine started.
pub(super) struct Disks {
    at: Instant,
    disks: BTreeMap<String, DiskStat>,
}

impl Disks {
    pub(super) fn read(root: &Path, left_out: &Names) -> ProcResult<Self> {
        let DiskStats(all) = DiskStats::from_file(root.join("proc/diskstats"))?;
        let whole = root.join("sys/block");
        let wanted = all.into_iter().filter(|disk| {
            // Partitions are in /proc/diskstats as well, but not in /sys/block; a `/` in a name stands there as `!`.
            !is_virtual(&disk.name)
                && !left_out.hold(&disk.name)
                && whole.join(disk.name.replace('/', "!")).exists()
        });
        Ok(Self {
            at: Instant::now(),
            disks: wanted.map(|disk| (disk.name.clone(), disk)).collect(),
        })
    }

    pub(super) fn tell(&self, before: &Self, seen: &mut Look) {
        let seconds = self.at.saturating_duration_since(before.at).as_secs_f64();
        for (name, now) in &self.disks {
            let Some(before) = before.disks.get(name) else {
                continue;
            };
            let of = [("device", name.as_str())];
            if let Some(milliseconds) = rate(now.time_in_progress, before.time_in_progress, seconds) {
                // The kernel's clock and ours differ by a tick.
                seen.sample_of(BUSY, of, (milliseconds / 1_000.0).min(1.0));
            }
            if let Some(sectors) = rate(now.sectors_read, before.sectors_read, seconds) {
                seen.sample_of(READ, of, sectors * SECTOR);
            }
            if let Some(sectors) = rate(now.sectors_written, before.sectors_written, seconds) {
                seen.sample_of(WRITE, of, sectors * SECTOR);
            }
        }
    }
}

/// Disks that live in memory or in a file of another disk.
fn is_virtual(name: &str) -> bool {
    ["loop", "ram", "zram", "fd", "sr", "nbd"].iter().any(|prefix| {
        name.strip_prefix(prefix)
            .is_some_and(|number| number.bytes().all(|digit| digit.is_ascii_digit()))
    })
}
