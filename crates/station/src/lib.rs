//! Is one running flypack: readings, live picture, alerts, store.
//!
//! One task, the spine, owns the truth: it takes all waiting readings at once, judges them, folds them into the live
//! picture and hands them to the store. A value and what it means change in the same revision. Screens pull: each
//! says what it has seen and gets what is newer.

mod alerting;
mod channels;
mod columns;
pub mod configuration;
mod courier;
mod crashes;
mod discovery;
mod error;
mod evidence;
mod live;
mod past;
mod printer;
mod screen;
mod secrets;
mod spine;
mod station;
mod steps;
mod surroundings;
mod template;
mod usual;

pub use alerts::outside::{SEVERITIES, Said};
pub use configuration::Setup;
pub use crashes::Crashes;
pub use error::{Error, Refused};
pub use probes::{Picture, Wanted};
pub use reports::Lang;
pub use screen::Screen;
pub use station::{Config, Labelled, Station, data_of_user};
