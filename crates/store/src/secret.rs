//! Secrets at rest: sealed with a key that lies beside the databases, so that a copied database gives none away.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};

use crate::{Error, place};

/// Begins every sealed text; the digit is the version of what follows: hexadecimal nonce, cipher text and tag.
const MARK: &str = "sealed:1:";
const KEY_LEN: usize = 32;

/// The station's own key.
pub(crate) struct Key {
    key: LessSafeKey,
    random: SystemRandom,
}

impl Key {
    /// Reads the key of `dir`, or makes one. The sentence is for the operator, when there was a key that is no good.
    pub(crate) fn open(dir: &Path, damaged: &str) -> Result<(Self, Option<String>), Error> {
        let path = dir.join("secret.key");
        let mut notice = None;
        match fs::read(&path) {
            Ok(bytes) => {
                if let Some(key) = Self::new(&bytes) {
                    return Ok((key, None));
                }
                fs::rename(&path, dir.join(format!("secret.key.{damaged}")))
                    .map_err(Error::file("renaming", &path))?;
                notice = Some(format!(
                    "The key file was damaged and is set aside as secret.key.{damaged}. \
                     Enter the passwords and communities of the probes again."
                ));
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::file("reading", &path)(error)),
        }
        let bytes = fresh::<KEY_LEN>(&SystemRandom::new());
        // Under another name until it is whole, so that a power cut leaves no half key.
        let part = dir.join("secret.key.new");
        let wrap = || Error::file("writing", &path);
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&part)
            .map_err(wrap())?;
        file.write_all(&bytes)
            .and_then(|()| file.sync_all())
            .map_err(wrap())?;
        fs::rename(&part, &path).map_err(wrap())?;
        place::sync(dir)?;
        let key = Self::new(&bytes).ok_or(Error::Sealed)?;
        Ok((key, notice))
    }

    fn new(bytes: &[u8]) -> Option<Self> {
        let key = UnboundKey::new(&AES_256_GCM, bytes).ok()?;
        Some(Self {
            key: LessSafeKey::new(key),
            random: SystemRandom::new(),
        })
    }

    #[allow(
        clippy::expect_used,
        reason = "a text in memory is far below the 64 GiB that AES-GCM can seal"
    )]
    pub(crate) fn seal(&self, secret: &str) -> String {
        let nonce = fresh::<NONCE_LEN>(&self.random);
        let mut bytes = secret.as_bytes().to_vec();
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(MARK), &mut bytes)
            .expect("the text is short enough");
        let hex = nonce.iter().chain(&bytes).map(|byte| format!("{byte:02x}"));
        std::iter::once(MARK.to_owned()).chain(hex).collect()
    }

    pub(crate) fn open_sealed(&self, sealed: &str) -> Result<String, Error> {
        let bytes = sealed
            .strip_prefix(MARK)
            .and_then(from_hex)
            .ok_or(Error::Sealed)?;
        let (nonce, text) = bytes.split_at_checked(NONCE_LEN).ok_or(Error::Sealed)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Error::Sealed)?;
        let mut text = text.to_vec();
        let opened = self
            .key
            .open_in_place(nonce, Aad::from(MARK), &mut text)
            .map_err(|_| Error::Sealed)?;
        String::from_utf8(opened.to_vec()).map_err(|_| Error::Sealed)
    }
}

/// Whether `text` is a sealed secret.
pub(crate) fn is_sealed(text: &str) -> bool {
    text.starts_with(MARK)
}

#[allow(
    clippy::expect_used,
    reason = "without random numbers from the kernel no secret can be kept"
)]
fn fresh<const N: usize>(random: &SystemRandom) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes).expect("the kernel gives random numbers");
    bytes
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text
        .chars()
        .map(|digit| digit.to_digit(16))
        .collect::<Option<Vec<_>>>()?;
    let pairs = digits.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    pairs
        .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_secret_comes_back_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let (key, _) = Key::open(dir.path(), "").unwrap();
        let sealed = key.seal("pa\u{df}wort");
        assert!(is_sealed(&sealed) && !sealed.contains("wort"));
        assert_ne!(
            sealed,
            key.seal("pa\u{df}wort"),
            "the same secret looks different each time"
        );
        let (again, notice) = Key::open(dir.path(), "").unwrap();
        assert_eq!(again.open_sealed(&sealed).unwrap(), "pa\u{df}wort");
        assert_eq!(notice, None);
        let mode = fs::metadata(dir.path().join("secret.key"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_changed_secret_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let (key, _) = Key::open(dir.path(), "").unwrap();
        let sealed = key.seal("x");
        let last = if sealed.ends_with('0') { "1" } else { "0" };
        let changed = sealed.get(..sealed.len() - 1).unwrap().to_owned() + last;
        for bad in [
            changed.as_str(),
            "",
            "sealed:1:",
            "sealed:1:zz",
            "sealed:1:abc",
            "plain",
        ] {
            assert!(matches!(key.open_sealed(bad), Err(Error::Sealed)), "{bad}");
        }
    }

    #[test]
    fn a_damaged_key_is_set_aside() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("secret.key"), b"short").unwrap();
        let (_, notice) = Key::open(dir.path(), "damaged-x").unwrap();
        assert!(notice.unwrap().contains("secret.key.damaged-x"));
        assert_eq!(
            fs::read(dir.path().join("secret.key.damaged-x")).unwrap(),
            b"short"
        );
    }
}
