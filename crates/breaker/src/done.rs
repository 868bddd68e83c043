use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Kind;

/// What was done.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Done {
    /// What the places were chosen by.
    pub seed: u64,
    /// Packets or datagrams before the damage.
    pub items: usize,
    /// Each fault that was done, in the order of the items.
    pub places: Vec<Place>,
    /// How often each fault was asked for and found no place, by its name. Faults keep apart, so a short stream holds few.
    pub without_place: BTreeMap<String, usize>,
}

/// One fault that was done.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Place {
    /// What was done.
    pub fault: Kind,
    /// To which packet or datagram, counted from 0 before the damage.
    pub item: usize,
    /// Of which PID; nothing for a datagram.
    pub pid: Option<u16>,
}

impl Done {
    /// How often this was done.
    #[must_use]
    pub fn count(&self, fault: Kind) -> usize {
        self.places.iter().filter(|place| place.fault == fault).count()
    }

    /// How often this was done to packets of this PID.
    #[must_use]
    pub fn count_of(&self, fault: Kind, pid: u16) -> usize {
        let places = self.places.iter();
        places
            .filter(|place| place.fault == fault && place.pid == Some(pid))
            .count()
    }
}
