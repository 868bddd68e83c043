//! What is said of a transport stream, whichever way it came.

mod contents;
mod indicators;
pub(crate) mod info;
mod judge;
mod leads;
mod ledger;
mod monitor;
mod pace;
mod rates;

pub(crate) use judge::{IN_MEMORY, Judge};
pub(crate) use monitor::{Monitor, Settings as MonitorSettings};
pub(crate) use pace::Pace;
