use store::Change;
use wire::discovery::{Discovery, Scan};
use wire::phase::Work;
use wire::settings::FieldError;

use super::Station;
use crate::discovery::{self, Offers};
use crate::{Refused, usual};

impl Station {
    /// What it sees on its networks, with probes that would watch who is there. Sends nothing to anybody.
    pub async fn discovery(&self) -> Discovery {
        let mut discovery = discovery::look(&usual::host_name(), &self.inner.scanner).await;
        let views = self.probe_views();
        let mut offers = Offers::beside(self.inner.kinds, views.iter().map(|view| &view.probe.spec));
        for seen in &mut discovery.seen {
            offers.make(seen);
        }
        discovery
    }

    /// Begins to ask everybody on one of its own networks for an answer; [`Station::discovery`] tells how far it is.
    ///
    /// # Errors
    /// [`Refused::Invalid`] for a network that is not its own or cannot be scanned, [`Refused::Scanning`] while it scans.
    pub async fn scan(&self, author: &str, network: &str) -> Result<Scan, Refused> {
        self.allow(Work::Scan)?;
        let wrong = |message: String| Refused::Invalid(vec![FieldError::new("network", message)]);
        let network = discovery::network_to_scan(network).await.map_err(wrong)?;
        let scan = self
            .inner
            .scanner
            .begin(&network, self.inner.clock.clone())
            .map_err(Refused::Scanning)?;
        self.noted(author, "scan", &scan.network).await?;
        Ok(scan)
    }

    /// Calls off the scan that runs, if one does. Who answered stays in [`Station::discovery`].
    ///
    /// # Errors
    /// What the store says; the scan has ended all the same.
    pub async fn cancel_scan(&self, author: &str) -> Result<(), Refused> {
        match self.inner.scanner.cancel(self.now()) {
            Some(network) => self.noted(author, "cancel the scan", &network).await,
            None => Ok(()),
        }
    }

    async fn noted(&self, author: &str, action: &'static str, network: &str) -> Result<(), Refused> {
        let subject = format!("network {network}");
        let noted = [Change::Noted { action, subject }];
        self.inner.store.commit(author, self.now(), &noted).await?;
        Ok(())
    }
}
