use crate::Indicator;

/// Whether an indicator could be judged in the interval of a report. One that did not occur says nothing unless it was watched.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Judged {
    /// Which one.
    pub indicator: Indicator,
    /// Whether and why not.
    pub state: State,
}

/// How far an indicator is judged.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// As the standard says.
    Watched,
    /// Some of what the standard says, and which part.
    InPart(&'static str),
    /// Sync is lost (1.1), so that nothing else is valid (TR 101 290, 5.2.1).
    Silenced,
    /// The [`crate::Profile`] leaves it out.
    NotAsked,
    /// It cannot be judged, or cannot be yet, for this reason.
    NotMeasured(&'static str),
}
