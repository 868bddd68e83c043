//! Parts that pages are made of. A part takes what it shows and knows nothing else.

mod mark;
mod spark;
mod tile;

pub(crate) use mark::Mark;
pub(crate) use spark::Spark;
pub(crate) use tile::Tile;
