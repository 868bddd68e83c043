//! The keys of users of SNMP version 3. A passphrase becomes a key by hashing a megabyte (RFC 3414, A.2), so probes that
//! share a user share the work.

use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use async_snmp::{AuthProtocol, DesSaltState, MasterKeys, PersistedDesSaltState, PrivProtocol};
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;

/// What every probe that is there has entered.
static KNOWN: Mutex<Vec<Weak<Keys>>> = Mutex::new(Vec::new());

/// The keys of one user, computed when they are first needed.
pub(super) struct Keys {
    authentication: (AuthProtocol, String),
    privacy: Option<(PrivProtocol, String)>,
    master: OnceCell<MasterKeys>,
}

impl Keys {
    /// The keys of these passphrases, the same for all who ask.
    pub(super) fn of(
        authentication: (AuthProtocol, String),
        privacy: Option<(PrivProtocol, String)>,
    ) -> Arc<Self> {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|keys| keys.strong_count() > 0);
        let same = known
            .iter()
            .filter_map(Weak::upgrade)
            .find(|keys| keys.authentication == authentication && keys.privacy == privacy);
        same.unwrap_or_else(|| {
            let keys = Arc::new(Self {
                authentication,
                privacy,
                master: OnceCell::new(),
            });
            known.push(Arc::downgrade(&keys));
            keys
        })
    }

    pub(super) fn privacy(&self) -> Option<PrivProtocol> {
        self.privacy.as_ref().map(|(protocol, _)| *protocol)
    }

    /// The keys from which those of each agent are made.
    pub(super) async fn master(self: &Arc<Self>) -> Result<MasterKeys, String> {
        let this = self.clone();
        let master = self.master.get_or_try_init(|| async move {
            spawn_blocking(move || this.compute())
                .await
                .map_err(|error| error.to_string())?
        });
        master.await.cloned()
    }

    fn compute(&self) -> Result<MasterKeys, String> {
        let (protocol, passphrase) = &self.authentication;
        let keys = MasterKeys::new(*protocol, passphrase.as_bytes()).map_err(|error| error.to_string())?;
        match &self.privacy {
            Some((protocol, passphrase)) => keys
                .with_privacy(*protocol, passphrase.as_bytes())
                .map_err(|error| error.to_string()),
            None => Ok(keys),
        }
    }
}

/// Where the salts of DES begin. They must never come twice with one key, and nothing is kept over a restart, so that each
/// run of the program begins somewhere else.
pub(super) fn des_salts() -> Option<DesSaltState> {
    static SALTS: LazyLock<Option<DesSaltState>> = LazyLock::new(|| {
        let somewhere = PersistedDesSaltState::new(rand::random_range(1..i32::MAX.unsigned_abs())).ok()?;
        DesSaltState::restart(somewhere, |_| Ok::<(), std::io::Error>(())).ok()
    });
    SALTS.clone()
}
