//! Parts that pages are made of. A part takes what it shows and knows nothing else.

mod chart;
mod events;
mod field;
mod figures;
mod mark;
mod spark;
mod tile;

pub(crate) use chart::{Axes, Chart};
pub(crate) use events::EventList;
pub(crate) use field::{Entry, Field};
pub(crate) use figures::{Figures, limits_of};
pub(crate) use mark::Mark;
pub(crate) use spark::Spark;
pub(crate) use tile::{PAST_STEP_MS, Tile};
