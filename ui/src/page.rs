//! The pages, one file for each address.

mod probe;
mod wall;

pub(crate) use probe::Probe;
pub(crate) use wall::Wall;
