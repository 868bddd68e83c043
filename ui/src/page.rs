//! The pages, one file for each address.

mod edit;
mod events;
mod gallery;
mod probe;
mod settings;
mod wall;

pub(crate) use edit::{Add, Edit};
pub(crate) use events::Events;
pub(crate) use gallery::Gallery;
pub(crate) use probe::Probe;
pub(crate) use settings::Settings;
pub(crate) use wall::Wall;
