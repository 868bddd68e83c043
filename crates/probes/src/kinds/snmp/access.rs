//! Who asks: the community or the user that an operator entered.

use std::sync::Arc;

use async_snmp::{Auth, AuthProtocol, PrivProtocol};
use serde::Deserialize;
use wire::settings::FieldError;

use super::keys::Keys;

/// The longest name of a user, in bytes (RFC 3414, 5: usmUserSecurityName).
const LONGEST_USER: usize = 32;
/// The longest name of a context, in bytes (RFC 3411, 5: SnmpAdminString).
const LONGEST_CONTEXT: usize = 255;
/// The shortest passphrase, in letters (RFC 3414, 11.2).
const SHORTEST_PASSPHRASE: usize = 8;

/// What an operator entered about it.
#[derive(Deserialize)]
pub(super) struct Entered {
    version: Version,
    community: String,
    user: String,
    auth_protocol: Authentication,
    auth_passphrase: String,
    privacy_protocol: Privacy,
    privacy_passphrase: String,
    context: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Version {
    V1,
    V2c,
    V3,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Authentication {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Privacy {
    Des,
    Aes128,
    Aes192,
    Aes256,
    Aes192Cisco,
    Aes256Cisco,
}

/// Who asks, fit to be asked with.
pub(super) enum Access {
    V1(String),
    V2c(String),
    V3(User),
}

/// A user of SNMP version 3. The security level follows from the keys that there are.
pub(super) struct User {
    pub(super) name: String,
    pub(super) context: String,
    pub(super) keys: Option<Arc<Keys>>,
}

impl Access {
    /// Checks what was entered; computes nothing yet.
    ///
    /// # Errors
    /// The entry that does not fit the others, and what to enter instead.
    pub(super) fn entered(entered: Entered) -> Result<Self, FieldError> {
        if entered.version == Version::V3 {
            return entered.user().map(Self::V3);
        }
        for (field, value) in [
            ("user", &entered.user),
            ("auth_passphrase", &entered.auth_passphrase),
            ("privacy_passphrase", &entered.privacy_passphrase),
            ("context", &entered.context),
        ] {
            if !value.is_empty() {
                let message = "only version v3 has users; choose v3, or leave this empty";
                return Err(FieldError::new(field, message));
            }
        }
        let community = if entered.community.is_empty() {
            "public".to_owned()
        } else {
            entered.community
        };
        Ok(match entered.version {
            Version::V1 => Self::V1(community),
            Version::V2c | Version::V3 => Self::V2c(community),
        })
    }

    /// As the library wants it. Takes milliseconds of computing when the keys of the user are new.
    pub(super) async fn auth(&self) -> Result<Auth, String> {
        match self {
            Self::V1(community) => Ok(Auth::v1(community.clone())),
            Self::V2c(community) => Ok(Auth::v2c(community.clone())),
            Self::V3(user) => {
                let mut usm =
                    async_snmp::UsmConfig::new(user.name.clone()).context_name(user.context.clone());
                if let Some(keys) = &user.keys {
                    usm = usm
                        .with_master_keys(keys.master().await?)
                        .map_err(|error| error.to_string())?;
                }
                Ok(usm.into())
            }
        }
    }

    /// How what is said is encrypted.
    pub(super) fn privacy(&self) -> Option<PrivProtocol> {
        match self {
            Self::V3(user) => user.keys.as_ref()?.privacy(),
            Self::V1(_) | Self::V2c(_) => None,
        }
    }

    /// Whether lists are asked for many rows at once (GETBULK), which version 1 does not know.
    pub(super) fn has_bulk(&self) -> bool {
        !matches!(self, Self::V1(_))
    }
}

impl Entered {
    fn user(self) -> Result<User, FieldError> {
        let wrong = |field: &str, message: &str| Err(FieldError::new(field, message));
        if !self.community.is_empty() {
            return wrong(
                "community",
                "version v3 has users and no community; leave this empty, or choose v2c",
            );
        }
        if self.user.is_empty() {
            return wrong("user", "enter the name of the user that the agent knows");
        }
        if self.user.len() > LONGEST_USER {
            return wrong("user", "enter 32 letters at most");
        }
        if self.context.len() > LONGEST_CONTEXT {
            return wrong("context", "enter 255 letters at most");
        }
        for (field, passphrase) in [
            ("auth_passphrase", &self.auth_passphrase),
            ("privacy_passphrase", &self.privacy_passphrase),
        ] {
            if !passphrase.is_empty() && passphrase.len() < SHORTEST_PASSPHRASE {
                return wrong(field, "enter 8 letters or more; no agent takes fewer");
            }
        }
        if self.auth_passphrase.is_empty() && !self.privacy_passphrase.is_empty() {
            return wrong(
                "auth_passphrase",
                "enter it too: nothing is encrypted for a user who does not authenticate",
            );
        }
        let authentication =
            (!self.auth_passphrase.is_empty()).then(|| (self.auth_protocol.into(), self.auth_passphrase));
        let privacy = (!self.privacy_passphrase.is_empty())
            .then(|| (self.privacy_protocol.into(), self.privacy_passphrase));
        Ok(User {
            name: self.user,
            context: self.context,
            keys: authentication.map(|authentication| Keys::of(authentication, privacy)),
        })
    }
}

impl From<Authentication> for AuthProtocol {
    fn from(chosen: Authentication) -> Self {
        match chosen {
            Authentication::Md5 => Self::Md5,
            Authentication::Sha1 => Self::Sha1,
            Authentication::Sha224 => Self::Sha224,
            Authentication::Sha256 => Self::Sha256,
            Authentication::Sha384 => Self::Sha384,
            Authentication::Sha512 => Self::Sha512,
        }
    }
}

impl From<Privacy> for PrivProtocol {
    fn from(chosen: Privacy) -> Self {
        match chosen {
            Privacy::Des => Self::Des,
            Privacy::Aes128 => Self::Aes128,
            Privacy::Aes192 => Self::Aes192Blumenthal,
            Privacy::Aes256 => Self::Aes256Blumenthal,
            Privacy::Aes192Cisco => Self::Aes192Reeder,
            Privacy::Aes256Cisco => Self::Aes256Reeder,
        }
    }
}
