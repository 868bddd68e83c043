//! One window for each display and station: a second start hands over its link, and the first window comes to the front.
//! By a socket in the kernel's own name space, which leaves nothing behind and needs no session bus.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io::{self, ErrorKind};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::{SocketAddr, UnixListener as Bound, UnixStream as Connected};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::time::timeout;

/// How long a window may take to answer, one that is still starting on busy cores too.
const PATIENCE: Duration = Duration::from_secs(20);
/// A longer link names no page.
const LONGEST: u64 = 1_000;

/// What this start is.
pub(crate) enum Instance {
    /// The first; others knock here.
    First(UnixListener),
    /// A later one; the first has its link and is in front.
    Later,
    /// Somebody else sits on the name; this window keeps to itself.
    Alone,
}

/// Claims the place of the window on this display and station, or hands `link` to the window that has it.
pub(crate) async fn claim(link: &str) -> Result<Instance> {
    let name = name().context("looking for a window that is open already")?;
    match Bound::bind_addr(&name) {
        Ok(bound) => {
            bound.set_nonblocking(true)?;
            Ok(Instance::First(UnixListener::from_std(bound)?))
        }
        Err(error) if error.kind() == ErrorKind::AddrInUse => match Connected::connect_addr(&name) {
            Ok(connected) => hand_over(connected, link).await,
            // It ended in this moment.
            Err(_) => Ok(Instance::Alone),
        },
        Err(error) => {
            tracing::warn!(%error, "another start of the window would not find this one");
            Ok(Instance::Alone)
        }
    }
}

async fn hand_over(connected: Connected, link: &str) -> Result<Instance> {
    connected.set_nonblocking(true)?;
    let mut stream = UnixStream::from_std(connected)?;
    let peer = stream.peer_cred()?;
    if peer.uid() != user()? {
        return Ok(Instance::Alone);
    }
    let asked = async {
        stream.write_all(format!("{link}\n").as_bytes()).await?;
        stream.read_u8().await
    };
    if !matches!(timeout(PATIENCE, asked).await, Ok(Ok(_))) {
        let process = peer
            .pid()
            .map_or_else(String::new, |pid| format!(" (process {pid})"));
        bail!("the window of Flywatch that is open already{process} does not answer; end it and try again");
    }
    Ok(Instance::Later)
}

/// Calls `come` with the link of each later start, for as long as the window is there.
pub(crate) async fn answer(listener: UnixListener, come: impl Fn(&str)) -> io::Result<()> {
    let user = user()?;
    loop {
        let (mut stream, _) = listener.accept().await?;
        if !stream.peer_cred().is_ok_and(|peer| peer.uid() == user) {
            continue;
        }
        let mut link = String::new();
        let (said, mut reply) = stream.split();
        let asked = async {
            BufReader::new(said.take(LONGEST)).read_line(&mut link).await?;
            come(link.trim_end());
            reply.write_u8(b'\n').await
        };
        if !matches!(timeout(PATIENCE, asked).await, Ok(Ok(()))) {
            tracing::debug!("another start of the window went away before it had an answer");
        }
    }
}

/// Abstract names may have 107 bytes, and directories more.
fn name() -> io::Result<SocketAddr> {
    let mut key = DefaultHasher::new();
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "FLYWATCH_DATA"] {
        std::env::var_os(name).hash(&mut key);
    }
    SocketAddr::from_abstract_name(format!("flywatch-window-{}-{:x}", user()?, key.finish()))
}

/// The number of the user that this process runs as.
pub(crate) fn user() -> io::Result<u32> {
    std::fs::metadata("/proc/self").map(|process| process.uid())
}
