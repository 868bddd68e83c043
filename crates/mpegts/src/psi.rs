//! What the tables say: program association and program map (ISO/IEC 13818-1, 2.4.4), service description (EN 300 468).

mod access;
mod caption;
mod descriptor;
mod kind;
mod mgt;
mod pat;
mod pmt;
mod sdt;
mod splice;
mod text;

pub use access::Cat;
pub use caption::{Caption, CaptionStandard};
pub use kind::Kind;
pub use mgt::Mgt;
pub use pat::{Association, Pat};
pub use pmt::{Pmt, Stream};
pub use sdt::{Description, Sdt};
pub use splice::{Command, Cue};
pub use text::decode as decode_text;

/// table_id of the program association table.
pub const TABLE_PAT: u8 = 0x00;
/// table_id of the conditional access table.
pub const TABLE_CAT: u8 = 0x01;
/// table_id of the program map table.
pub const TABLE_PMT: u8 = 0x02;
/// table_id of the network information table of this network.
pub const TABLE_NIT_ACTUAL: u8 = 0x40;
/// table_id of the network information table of another network.
pub const TABLE_NIT_OTHER: u8 = 0x41;
/// table_id of the service description table of this transport stream.
pub const TABLE_SDT_ACTUAL: u8 = 0x42;
/// table_id of the service description table of another transport stream.
pub const TABLE_SDT_OTHER: u8 = 0x46;
/// table_id of a bouquet association table.
pub const TABLE_BAT: u8 = 0x4A;
/// table_id of the event information table present/following of this transport stream.
pub const TABLE_EIT_ACTUAL: u8 = 0x4E;
/// table_id of the event information table present/following of another transport stream.
pub const TABLE_EIT_OTHER: u8 = 0x4F;
/// table_id of the time and date table.
pub const TABLE_TDT: u8 = 0x70;
/// table_id of the running status table.
pub const TABLE_RST: u8 = 0x71;
/// table_id of what makes other tables invalid.
pub const TABLE_STUFFING: u8 = 0x72;
/// table_id of the time offset table.
pub const TABLE_TOT: u8 = 0x73;
/// table_id of the master guide table (ATSC A/65).
pub const TABLE_MGT: u8 = 0xC7;
/// table_id of splice information (SCTE 35).
pub const TABLE_SPLICE: u8 = 0xFC;

/// PID of the program association table.
pub const PID_PAT: u16 = 0x0000;
/// PID of the conditional access table.
pub const PID_CAT: u16 = 0x0001;
/// PID of the network information table.
pub const PID_NIT: u16 = 0x0010;
/// PID of the service description and the bouquet association table.
pub const PID_SDT: u16 = 0x0011;
/// PID of the event information table.
pub const PID_EIT: u16 = 0x0012;
/// PID of the running status table.
pub const PID_RST: u16 = 0x0013;
/// PID of the time and date table and the time offset table.
pub const PID_TDT: u16 = 0x0014;
/// PID of the tables of ATSC (A/65, 4.1).
pub const PID_PSIP: u16 = 0x1FFB;
