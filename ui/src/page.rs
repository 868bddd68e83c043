//! The pages, one file for each address.

mod wall;

pub(crate) use wall::Wall;
