//! Orders that a tap does not do: who holds what since when.
//!
//! A screen may have a mistake, a page may be a draft, a program may be a script: none of that decides here. What an
//! order asks for is said by its [`Demanding`] body, and [`Meant`] lets it through or says how to hold it.

mod holds;
mod meant;

pub(crate) use holds::Holds;
pub(crate) use meant::{Demand, Demanding, Meant, deletes};
