use std::fmt;

/// Why a connection did not come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// Nobody answered in time.
    Timeout,
    /// The passphrases differ.
    WrongPassphrase,
    /// One side has a passphrase, the other has none.
    OnlyOneEncrypts,
    /// The peer does not want this stream id: it does not know it, does not allow it, or gives it to somebody else.
    StreamId,
    /// The peer has too many callers.
    Overloaded,
    /// The peer sends something other than a live stream: files, or blocks that this side does not expect.
    NotLive,
    /// The peer closes, or speaks an SRT that is too old.
    Other(i32),
}

impl Rejection {
    /// From `SRT_REJECT_REASON` of libsrt, or a code of an application (1000 and above, as in HTTP).
    pub(crate) fn of(reason: i32) -> Self {
        match reason {
            5 | 1402 => Self::Overloaded,
            10 => Self::WrongPassphrase,
            11 => Self::OnlyOneEncrypts,
            12..=14 => Self::NotLive,
            16 => Self::Timeout,
            1400 | 1401 | 1403 | 1404 | 1409 => Self::StreamId,
            reason => Self::Other(reason),
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Timeout => "nobody answered",
            Self::WrongPassphrase => "the passphrases differ",
            Self::OnlyOneEncrypts => "one side has a passphrase, the other has none",
            Self::StreamId => "the stream id is not wanted",
            Self::Overloaded => "too many callers",
            Self::NotLive => "not a live stream",
            Self::Other(reason) => return write!(f, "refused with code {reason}"),
        })
    }
}
