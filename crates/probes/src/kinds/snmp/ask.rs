//! What can be asked of an agent, as data. Who wants to know more describes it in these words; how it is asked, what is
//! asked instead and what becomes of a counter that wraps is the same for all.

/// A number that an agent has once.
pub(super) struct Scalar {
    /// Its name in its MIB.
    pub(super) name: &'static str,
    /// Where it stands, `.0` included.
    pub(super) oid: &'static [u32],
    /// The metric that it is, and what one of it is in the unit of the metric.
    pub(super) tells: Option<(&'static str, f64)>,
}

/// A list that an agent keeps: the columns that are wanted of it, which all have the same index.
pub(super) struct Table {
    /// The label that tells its rows apart.
    pub(super) label: &'static str,
    pub(super) columns: &'static [Column],
}

/// Something that an agent tells of each row.
pub(super) struct Column {
    /// Its name in its MIB.
    pub(super) name: &'static str,
    /// Where it stands, the best place first. The next is asked for the rows of which the one before says nothing.
    pub(super) places: &'static [Place],
    pub(super) tells: Tells,
}

/// Where a column stands.
pub(super) struct Place {
    pub(super) oid: &'static [u32],
    pub(super) width: Width,
    /// What one of its numbers is in the unit of the metric.
    pub(super) scale: f64,
}

/// After how much a counter begins at 0 again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    /// 2^32.
    Narrow,
    /// 2^64.
    Wide,
}

/// What becomes of what a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tells {
    /// A counter whose growth in a second is this metric.
    Rate(&'static str),
    /// A counter that is this metric as it stands.
    Total(&'static str),
    /// Whoever asked makes something of it.
    Asker,
}

impl Table {
    /// Where the column of that name stands in [`columns`](Self::columns).
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// A place of a counter of 32 bits, or of anything that does not wrap.
pub(super) const fn narrow(oid: &'static [u32], scale: f64) -> Place {
    Place {
        oid,
        width: Width::Narrow,
        scale,
    }
}

/// A place of a counter of 64 bits.
pub(super) const fn wide(oid: &'static [u32], scale: f64) -> Place {
    Place {
        oid,
        width: Width::Wide,
        scale,
    }
}
