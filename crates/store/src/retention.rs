/// How long what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Every sample as it came, in days.
    pub raw_days: u32,
    /// Steps of ten seconds, in days.
    pub ten_seconds_days: u32,
    /// Steps of five minutes, and events, in days.
    pub five_minutes_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            raw_days: 7,
            ten_seconds_days: 30,
            five_minutes_days: 400,
        }
    }
}
