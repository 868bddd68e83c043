//! A program that is measured: started here, counted from `/proc`, ended by its number.

use std::process::{Child, Command};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use procfs::process::Process;

/// Runs until it is dropped, or told to end.
pub(crate) struct Program {
    name: String,
    child: Child,
}

impl Program {
    /// Starts it; what it has to say goes where `command` says.
    ///
    /// # Errors
    /// It is not there.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .spawn()
            .with_context(|| format!("{name} cannot be started; scripts/bench.sh installs what is needed"))?;
        Ok(Self { name, child })
    }

    /// Processor time of all its threads so far.
    ///
    /// # Errors
    /// It has ended.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        let stat = self.process()?.stat()?;
        let ticks = stat.utime + stat.stime;
        Ok(Duration::from_secs_f64(
            ticks as f64 / procfs::ticks_per_second() as f64,
        ))
    }

    /// The share of one core that it takes during the next `window`.
    ///
    /// # Errors
    /// It ends meanwhile.
    pub(crate) async fn share(&self, window: Duration) -> Result<f64> {
        let (before, since) = (self.cpu()?, std::time::Instant::now());
        tokio::time::sleep(window).await;
        Ok((self.cpu()? - before).as_secs_f64() / since.elapsed().as_secs_f64())
    }

    /// Resident memory in bytes.
    ///
    /// # Errors
    /// It has ended.
    pub(crate) fn resident(&self) -> Result<f64> {
        let kilobytes = self
            .process()?
            .status()?
            .vmrss
            .context("a process without memory")?;
        Ok(kilobytes as f64 * 1024.0)
    }

    /// Says whether it still runs.
    ///
    /// # Errors
    /// It has ended.
    pub(crate) fn is_up(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            Some(status) => bail!("{} ended by itself: {status}", self.name),
            None => Ok(()),
        }
    }

    /// Waits until it ends by itself.
    ///
    /// # Errors
    /// It has not after `patience`, or was not content.
    pub(crate) async fn end(mut self, patience: Duration) -> Result<()> {
        let deadline = tokio::time::Instant::now() + patience;
        loop {
            if let Some(status) = self.child.try_wait()? {
                anyhow::ensure!(status.success(), "{} was not content: {status}", self.name);
                return Ok(());
            }
            anyhow::ensure!(
                tokio::time::Instant::now() < deadline,
                "{} does not end",
                self.name
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asks it to end, and waits until it has.
    ///
    /// # Errors
    /// It does not.
    pub(crate) async fn stop(self) -> Result<()> {
        kill(Pid::from_raw(self.child.id().cast_signed()), Signal::SIGTERM)?;
        self.end(Duration::from_secs(30)).await
    }

    fn process(&self) -> Result<Process> {
        Process::new(self.child.id().cast_signed()).with_context(|| format!("{} has ended", self.name))
    }
}

impl Drop for Program {
    /// As if power were cut.
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
