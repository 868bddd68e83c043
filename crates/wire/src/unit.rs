use serde::{Deserialize, Serialize};

/// What one unit of a value is. Always a base unit; the screen chooses the prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Bytes.
    Bytes,
    /// Bits per second.
    BitsPerSecond,
    /// Bytes per second.
    BytesPerSecond,
    /// Events per second.
    PerSecond,
    /// A share, 0 to 1; shown in per cent.
    Ratio,
    /// Degrees Celsius.
    Celsius,
    /// Loudness units below full scale (EBU R 128).
    Lufs,
    /// Decibels of true peak below full scale (ITU-R BS.1770).
    DecibelsTruePeak,
    /// A bare number of things.
    Count,
    /// 1 for yes, 0 for no.
    YesNo,
}
