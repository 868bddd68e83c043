//! A network of its own, in which this machine has as many ports as a switch.

use std::fs::{self, File};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use nix::sched::{CloneFlags, setns, unshare};

/// Until it is left, this thread and whatever it starts are in a network of their own.
pub(super) struct Network {
    before: File,
}

impl Network {
    /// With loopback and `ports` more, all with a link.
    ///
    /// # Errors
    /// This is not root, or iproute2 is not there.
    pub(super) fn enter(ports: u32) -> Result<Self> {
        let before = File::open("/proc/thread-self/ns/net")?;
        unshare(CloneFlags::CLONE_NEWNET).context("making a network; that needs root")?;
        let network = Self { before };
        ip("link set lo up")?;
        for pair in 0..ports / 2 {
            ip(&format!("link add port{pair} type veth peer name far{pair}"))?;
            ip(&format!("link set port{pair} up"))?;
            ip(&format!("link set far{pair} up"))?;
        }
        fs::write("/proc/sys/net/ipv4/ping_group_range", "0 2147483647")?;
        Ok(network)
    }

    /// Goes back to where this thread was before.
    ///
    /// # Errors
    /// The kernel does not let it.
    pub(super) fn leave(self) -> Result<()> {
        setns(&self.before, CloneFlags::CLONE_NEWNET).context("leaving a network")
    }
}

fn ip(words: &str) -> Result<()> {
    let status = Command::new("ip").args(words.split(' ')).status()?;
    ensure!(status.success(), "ip {words}: {status}");
    Ok(())
}
