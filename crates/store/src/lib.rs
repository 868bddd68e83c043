//! Keeps history, settings and the audit trail on disk and gives them back.
//!
//! One data directory, one [`Store`]. `state.db` holds what operators said and what happened; `samples.db` the
//! compressed past; `ticks.db` the newest samples, so that a power cut costs none that was reported as durable. No
//! row of one file is needed to make sense of another, so each can be lost alone.

mod board;
mod change;
mod database;
mod disk;
mod error;
mod owed;
mod place;
mod retention;
mod samples;
mod secret;
mod state;
mod store;
mod utc;

pub use change::{Change, Changed};
pub use error::Error;
pub use retention::Retention;
pub use state::{Alerts, Deliveries, Events, NewDelivery, Usual, is_at};
pub use store::{Batch, Bucket, Opened, Progress, SeriesHistory, Store};
