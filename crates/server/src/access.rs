//! Who may see and change the station: the access token, one-time links, sessions.

use std::collections::HashMap;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};

use crate::hex::{hex, unhex};

const FILE: &str = "access-token";
const TOKEN_BYTES: usize = 32;
/// How long a link can be used.
const LINK_LIFE: Duration = Duration::from_secs(5 * 60);
/// How long a browser stays signed in.
pub(crate) const SESSION_LIFE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The keys of one station. Whoever can read `access-token` in its data directory has access.
pub struct Access {
    data: PathBuf,
    token: String,
    /// Signs sessions; made of the token, so that sessions outlive a restart.
    sessions: hmac::Key,
    /// New at each start; turns a counter into numbers that nobody can guess.
    fresh: hmac::Key,
    counter: AtomicU64,
    links: Mutex<HashMap<String, Instant>>,
}

impl Access {
    /// Reads the access token of the data directory `data`, or makes one: when there is none, or when it is damaged, and
    /// then every screen has to sign in again.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn open(data: &Path) -> io::Result<Self> {
        let token = match token_of(data) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => make(data)?,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                tracing::warn!("{error}; a new one is made, and every screen has to sign in again");
                make(data)?
            }
            read => read?,
        };
        share(&data.join(FILE), data)?;
        Ok(Self {
            data: data.to_owned(),
            sessions: hmac::Key::new(hmac::HMAC_SHA256, token.as_bytes()),
            fresh: hmac::Key::new(hmac::HMAC_SHA256, &random()?),
            token,
            counter: AtomicU64::new(0),
            links: Mutex::default(),
        })
    }

    /// The directory that the token lies in.
    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// What programs send as `Authorization: Bearer …`.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// An address that signs a browser in at the server on `at`, once, within the next five minutes.
    #[must_use]
    pub fn link(&self, at: SocketAddr) -> String {
        let host = if at.is_ipv6() { "[::1]" } else { "127.0.0.1" };
        let key = self.unguessable();
        let address = format!("http://{host}:{}/?token={key}", at.port());
        let mut links = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        links.retain(|_, made| made.elapsed() < LINK_LIFE);
        links.insert(key, Instant::now());
        address
    }

    /// A new session for the holder of a link's key; the key is spent.
    pub(crate) fn redeem(&self, key: &str) -> Option<String> {
        let made = self
            .links
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(key)?;
        (made.elapsed() < LINK_LIFE).then(|| self.session(SystemTime::now() + SESSION_LIFE))
    }

    /// Whether a session was given out by this station and is not over.
    pub(crate) fn knows(&self, session: &str, now: SystemTime) -> bool {
        let Some((said, signature)) = session.rsplit_once('.') else {
            return false;
        };
        let Some(signature) = unhex(signature) else {
            return false;
        };
        if hmac::verify(&self.sessions, said.as_bytes(), &signature).is_err() {
            return false;
        }
        said.rsplit_once('.')
            .and_then(|(_, until)| until.parse().ok())
            .is_some_and(|until: u64| seconds(now) < until)
    }

    /// Whether `token` is the access token, found out in a time that does not tell how much of it is right.
    pub(crate) fn is_token(&self, token: &str) -> bool {
        let given = hmac::sign(&self.fresh, token.as_bytes());
        hmac::verify(&self.fresh, self.token.as_bytes(), given.as_ref()).is_ok()
    }

    fn session(&self, until: SystemTime) -> String {
        let said = format!("{}.{}", self.unguessable(), seconds(until));
        let signature = hex(hmac::sign(&self.sessions, said.as_bytes()).as_ref());
        format!("{said}.{signature}")
    }

    /// A text that nobody can guess and that is never given out twice.
    pub(crate) fn unguessable(&self) -> String {
        let count = self.counter.fetch_add(1, Ordering::Relaxed);
        hex(hmac::sign(&self.fresh, &count.to_be_bytes()).as_ref())
    }
}

fn seconds(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

fn random() -> io::Result<[u8; TOKEN_BYTES]> {
    let mut bytes = [0; TOKEN_BYTES];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| io::Error::other("the operating system gives no random numbers"))?;
    Ok(bytes)
}

/// The access token of the data directory `data`.
pub(crate) fn token_of(data: &Path) -> io::Result<String> {
    let path = data.join(FILE);
    let mut file = File::open(&path)?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    let token = text.trim();
    if unhex(token).is_none_or(|bytes| bytes.len() != TOKEN_BYTES) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("the access token in {} is damaged", path.display()),
        ));
    }
    Ok(token.to_owned())
}

/// Lets nobody but this user read `file`, and its group when the data directory is open to the group and to no others.
pub(crate) fn share(file: &Path, data: &Path) -> io::Result<()> {
    let is_of_group = fs::metadata(data)?.permissions().mode() & 0o057 == 0o050;
    let mode = if is_of_group { 0o640 } else { 0o600 };
    fs::set_permissions(file, Permissions::from_mode(mode))
}

fn make(data: &Path) -> io::Result<String> {
    let path = data.join(FILE);
    DirBuilder::new().recursive(true).mode(0o700).create(data)?;
    let token = hex(&random()?);
    // Under another name first, so that a power cut leaves no half of a token.
    let new = path.with_extension("new");
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&new)?;
    file.write_all(token.as_bytes())?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    File::open(data)?.sync_all()?;
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(link: &str) -> &str {
        link.split_once("token=").unwrap().1
    }

    #[test]
    fn token_is_as_private_as_its_directory_and_the_same_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let first = Access::open(dir.path()).unwrap();
        let path = dir.path().join(FILE);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(Access::open(dir.path()).unwrap().token(), first.token());
        assert!(first.is_token(first.token()));
        assert!(!first.is_token(""));
        fs::set_permissions(dir.path(), Permissions::from_mode(0o750)).unwrap();
        Access::open(dir.path()).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        fs::write(&path, "").unwrap();
        let mended = Access::open(dir.path()).unwrap();
        assert_ne!(mended.token(), first.token());
        assert_eq!(Access::open(dir.path()).unwrap().token(), mended.token());
    }

    #[test]
    fn link_works_once_and_its_session_outlives_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let access = Access::open(dir.path()).unwrap();
        let link = access.link("127.0.0.1:80".parse().unwrap());
        let session = access.redeem(key(&link)).unwrap();
        assert_eq!(access.redeem(key(&link)), None);
        let again = Access::open(dir.path()).unwrap();
        let now = SystemTime::now();
        assert!(again.knows(&session, now));
        assert!(!again.knows(&session, now + SESSION_LIFE + Duration::from_secs(2)));
    }

    #[test]
    fn session_cannot_be_made_up_or_prolonged() {
        let dir = tempfile::tempdir().unwrap();
        let access = Access::open(dir.path()).unwrap();
        let now = SystemTime::now();
        let session = access.session(now + Duration::from_secs(60));
        let [nonce, until, signature] = session.split('.').collect::<Vec<_>>()[..] else {
            panic!()
        };
        let longer = until.parse::<u64>().unwrap() + 1;
        for forged in [
            format!("{nonce}.{longer}.{signature}"),
            format!("{nonce}.{until}."),
            "..".into(),
            String::new(),
        ] {
            assert!(!access.knows(&forged, now), "{forged}");
        }
        assert!(access.knows(&session, now));
        assert!(
            !Access::open(tempfile::tempdir().unwrap().path())
                .unwrap()
                .knows(&session, now)
        );
    }
}
