//! Reads transport-stream bytes and says what is wrong with them.
//!
//! Pure: no clock, no socket, no file, no thread. Bytes are pushed as they come, together with the time at which they came;
//! [`Analyser`] does the rest. Its parts can be used alone.
//!
//! The standards are ISO/IEC 13818-1 (the transport stream), ETSI TR 101 290 V1.4.1 (what is wrong with one),
//! ETSI EN 300 468 (service information), SCTE 35 (cues) and RFC 3550 with RFC 2250 (transport streams over RTP).

mod analyser;
pub mod continuity;
pub mod crc;
mod cursor;
pub mod framing;
mod hull;
mod indicator;
mod judged;
pub mod mdi;
mod options;
pub mod packet;
pub mod pcr;
pub mod pes;
pub mod psi;
pub mod rate;
mod report;
pub mod rtp;
pub mod section;
mod time;
mod timer;

pub use analyser::Analyser;
pub use indicator::{Indicator, Occurrence, Priority};
pub use judged::{Judged, State};
pub use options::{Clock, Options, Profile, SiLimits};
pub use report::{Count, Lead, PcrReport, Pid, PtsReport, Report, Role, Service, Splice, Table};
pub use time::Nanos;
