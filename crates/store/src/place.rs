//! The data directory and the claim on it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use crate::Error;

/// Makes `dir` where it is missing and claims it for this process until the file is dropped.
pub(crate) fn claim(dir: &Path) -> Result<File, Error> {
    let wrap = |error: io::Error| Error::Directory {
        path: dir.to_owned(),
        source: match error.kind() {
            // What the system says of a file in its place would puzzle: it exists, and that is the trouble.
            io::ErrorKind::AlreadyExists => io::ErrorKind::NotADirectory.into(),
            kind @ (io::ErrorKind::NotADirectory
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem) => kind.into(),
            _ => error,
        },
    };
    fs::create_dir_all(dir).map_err(wrap)?;
    let path = dir.join("station.lock");
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(wrap)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            let pid = file
                .read_to_string(&mut text)
                .ok()
                .and_then(|_| text.trim().parse().ok());
            return Err(Error::Locked {
                path: dir.to_owned(),
                pid,
            });
        }
        Err(TryLockError::Error(source)) => return Err(wrap(source)),
    }
    // The number only serves the message above; a disk too full to take it must not stop the station.
    let noted = file
        .set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| writeln!(file, "{}", std::process::id()));
    if let Err(error) = noted {
        tracing::warn!(%error, "the process number could not be noted in station.lock");
    }
    Ok(file)
}

/// Makes the names in `dir` durable after a file was made, renamed or removed there.
pub(crate) fn sync(dir: &Path) -> Result<(), Error> {
    File::open(dir)
        .and_then(|dir| dir.sync_all())
        .map_err(Error::file("writing to", dir))
}
