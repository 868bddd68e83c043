use std::collections::BTreeSet;

use wire::live::{Cursor, Subscribe};
use wire::probe::ProbeId;
use wire::series::SeriesId;

/// What one screen has been told so far and what it shows; kept by whoever serves it.
#[derive(Clone, Debug)]
pub struct Screen {
    pub(crate) cursor: Cursor,
    pub(crate) shown: BTreeSet<ProbeId>,
    /// Shown in full since the last frame: what earlier frames left out of them is told in the next.
    pub(crate) fresh: BTreeSet<ProbeId>,
    /// The newest series when the last frame was made; nothing before the first frame.
    pub(crate) told: Option<SeriesId>,
}

impl Screen {
    /// A screen that goes on from the cursor of its first wish.
    #[must_use]
    pub fn new(wish: &Subscribe) -> Self {
        Self {
            cursor: wish.cursor,
            shown: wish.probes.iter().copied().collect(),
            fresh: BTreeSet::new(),
            told: None,
        }
    }

    /// Shows these probes in full from now on, and of every other the state and the first metric.
    pub fn show(&mut self, probes: &[ProbeId]) {
        let shown: BTreeSet<ProbeId> = probes.iter().copied().collect();
        self.fresh.retain(|probe| shown.contains(probe));
        self.fresh.extend(shown.difference(&self.shown));
        self.shown = shown;
    }
}
