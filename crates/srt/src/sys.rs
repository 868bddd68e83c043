//! libsrt as it is in `srt/srt.h`, and the least around it that cannot be misused. All `unsafe` of the program is here.

#![expect(unsafe_code, reason = "libsrt is a C library")]

use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::MaybeUninit;
use std::net::SocketAddr;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use socket2::{SockAddr, SockAddrStorage};

use crate::{Access, Call, Error, Packet, Verdict};

/// `SRTSOCKET`.
type Id = i32;

// SRT_SOCKSTATUS
pub(crate) const CONNECTED: c_int = 5;
pub(crate) const BROKEN: c_int = 6;
pub(crate) const CLOSING: c_int = 7;
pub(crate) const CLOSED: c_int = 8;
pub(crate) const NONEXISTENT: c_int = 9;

// SRT_SOCKOPT
const RECEIVE_BLOCKS: c_int = 2;
const PASSPHRASE: c_int = 26;
pub(crate) const KEY_LENGTH: c_int = 27;
pub(crate) const PEER_VERSION: c_int = 35;
pub(crate) const RECEIVER_KEY_STATE: c_int = 41;
const RECEIVER_LATENCY: c_int = 43;
pub(crate) const STREAM_ID: c_int = 46;
pub(crate) const IPV6_ONLY: c_int = 54;

/// `SRT_KM_S_SECURED` of `SRT_KM_STATE`.
pub(crate) const SECURED: i32 = 2;

// SRT_ERRNO
const NOTHING_YET: c_int = 6002;
const CONNECTION_LOST: c_int = 2001;
const NO_CONNECTION: c_int = 2002;
const NOTHING_AT_ALL: c_int = 6000;

/// `SRT_REJX_FORBIDDEN` and `SRT_REJX_OVERLOAD` of `srt/access_control.h`.
const FORBIDDEN: c_int = 1403;
const OVERLOADED: c_int = 1402;

/// `SRT_MSGCTRL`.
#[repr(C)]
struct MessageControl {
    flags: c_int,
    message_ttl: c_int,
    in_order: c_int,
    boundary: c_int,
    source_time: i64,
    packet_sequence: i32,
    message_number: i32,
    group: *mut c_void,
    group_size: usize,
}

/// `SRT_TRACEBSTATS`, whose form goes with the name of the library: version 1.5. Only what is read has a name that says
/// what it is.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct Bstats {
    ms_time_stamp: i64,
    pkt_sent_total: i64,
    pub(crate) pkt_recv_total: i64,
    pkt_snd_loss_total: c_int,
    pub(crate) pkt_rcv_loss_total: c_int,
    totals_of_control_packets: [c_int; 5],
    us_snd_duration_total: i64,
    pkt_snd_drop_total: c_int,
    pub(crate) pkt_rcv_drop_total: c_int,
    pub(crate) pkt_rcv_undecrypt_total: c_int,
    totals_of_bytes: [u64; 7],
    pkt_sent: i64,
    pkt_recv: i64,
    pkt_snd_loss: c_int,
    pkt_rcv_loss: c_int,
    pkt_retrans: c_int,
    pub(crate) pkt_rcv_retrans: c_int,
    control_packets: [c_int; 4],
    mbps_send_rate: f64,
    pub(crate) mbps_recv_rate: f64,
    us_snd_duration: i64,
    pub(crate) pkt_reorder_distance: c_int,
    pkt_rcv_avg_belated_time: f64,
    pub(crate) pkt_rcv_belated: i64,
    pkt_snd_drop: c_int,
    pkt_rcv_drop: c_int,
    pkt_rcv_undecrypt: c_int,
    bytes: [u64; 7],
    us_pkt_snd_period: f64,
    windows: [c_int; 3],
    pub(crate) ms_rtt: f64,
    pub(crate) mbps_bandwidth: f64,
    byte_avail_snd_buf: c_int,
    byte_avail_rcv_buf: c_int,
    mbps_max_bw: f64,
    byte_mss: c_int,
    sender_buffer: [c_int; 4],
    pkt_rcv_buf: c_int,
    byte_rcv_buf: c_int,
    pub(crate) ms_rcv_buf: c_int,
    pub(crate) ms_rcv_tsb_pd_delay: c_int,
    packet_filter: [c_int; 9],
    uniques: [u64; 8],
}

type Hook = extern "C" fn(*mut c_void, Id, c_int, *const c_void, *const c_char) -> c_int;

unsafe extern "C" {
    safe fn srt_startup() -> c_int;
    safe fn srt_setloglevel(level: c_int);
    safe fn srt_create_socket() -> Id;
    safe fn srt_close(socket: Id) -> c_int;
    safe fn srt_listen(socket: Id, backlog: c_int) -> c_int;
    safe fn srt_getsockstate(socket: Id) -> c_int;
    safe fn srt_getrejectreason(socket: Id) -> c_int;
    safe fn srt_setrejectreason(socket: Id, reason: c_int) -> c_int;
    fn srt_bind(socket: Id, name: *const c_void, length: c_int) -> c_int;
    fn srt_connect(socket: Id, name: *const c_void, length: c_int) -> c_int;
    fn srt_accept(socket: Id, name: *mut c_void, length: *mut c_int) -> Id;
    fn srt_listen_callback(socket: Id, hook: Hook, opaque: *mut c_void) -> c_int;
    fn srt_setsockflag(socket: Id, option: c_int, value: *const c_void, length: c_int) -> c_int;
    fn srt_getsockflag(socket: Id, option: c_int, value: *mut c_void, length: *mut c_int) -> c_int;
    fn srt_recvmsg2(socket: Id, into: *mut c_char, length: c_int, control: *mut MessageControl) -> c_int;
    fn srt_bstats(socket: Id, into: *mut Bstats, clear: c_int) -> c_int;
    fn srt_getlasterror(errno: *mut c_int) -> c_int;
    fn srt_getlasterror_str() -> *const c_char;
}

/// A socket of libsrt that never blocks. Closes when dropped.
#[derive(Debug)]
pub(crate) struct Socket(Id);

impl Socket {
    pub(crate) fn new() -> Result<Self, Error> {
        static STARTED: LazyLock<c_int> = LazyLock::new(|| {
            let started = srt_startup();
            // It would write to the standard error of whoever uses it. 2 is LOG_CRIT.
            srt_setloglevel(2);
            started
        });
        if *STARTED < 0 {
            return Err(last_error());
        }
        match srt_create_socket() {
            ..0 => Err(last_error()),
            id => Ok(Self(id)),
        }
    }

    /// Sets what callers and listeners set alike.
    pub(crate) fn prepare(&self, access: &Access) -> Result<(), Error> {
        self.set(RECEIVE_BLOCKS, &0_i32.to_ne_bytes())?;
        let latency = i32::try_from(access.latency.as_millis()).unwrap_or(i32::MAX);
        self.set(RECEIVER_LATENCY, &latency.to_ne_bytes())?;
        if let Some(passphrase) = &access.passphrase {
            self.set(PASSPHRASE, passphrase.as_bytes())?;
        }
        Ok(())
    }

    pub(crate) fn set(&self, option: c_int, value: &[u8]) -> Result<(), Error> {
        let length = c_int::try_from(value.len()).unwrap_or(c_int::MAX);
        // SAFETY: `value` is there until the call returns; libsrt copies `length` bytes of it at most.
        check(unsafe { srt_setsockflag(self.0, option, value.as_ptr().cast(), length) })
    }

    /// An option that is a number.
    pub(crate) fn number(&self, option: c_int) -> Option<i32> {
        let mut value = [0; 4];
        (self.get(option, &mut value)? == value.len()).then(|| i32::from_ne_bytes(value))
    }

    /// An option that is a text; what is no UTF-8 in it is marked as such.
    pub(crate) fn text(&self, option: c_int) -> String {
        let mut value = [0; 513];
        let length = self.get(option, &mut value).unwrap_or(0);
        let text = value.get(..length).unwrap_or_default();
        String::from_utf8_lossy(text).into_owned()
    }

    fn get(&self, option: c_int, into: &mut [u8]) -> Option<usize> {
        let mut length = c_int::try_from(into.len()).ok()?;
        // SAFETY: libsrt writes `length` bytes at most and refuses where the value is longer.
        let got = unsafe { srt_getsockflag(self.0, option, into.as_mut_ptr().cast(), &raw mut length) };
        (got == 0).then(|| usize::try_from(length).unwrap_or(0))
    }

    pub(crate) fn bind(&self, at: SocketAddr) -> Result<(), Error> {
        let address = SockAddr::from(at);
        // SAFETY: pointer and length are of the same address, which is there until the call returns.
        check(unsafe { srt_bind(self.0, address.as_ptr().cast(), length_of(&address)) })
    }

    pub(crate) fn connect(&self, to: SocketAddr) -> Result<(), Error> {
        let address = SockAddr::from(to);
        // SAFETY: as in `bind`.
        check(unsafe { srt_connect(self.0, address.as_ptr().cast(), length_of(&address)) })
    }

    pub(crate) fn listen(&self) -> Result<(), Error> {
        check(srt_listen(self.0, 1))
    }

    /// Tells `door` of everybody who calls.
    pub(crate) fn watch(&self, door: &Door) -> Result<(), Error> {
        // SAFETY: the pointer is the number of a door and is never followed; `called` may be run on any thread, at any time.
        check(unsafe { srt_listen_callback(self.0, called, ptr::without_provenance_mut(door.0)) })
    }

    pub(crate) fn accept(&self) -> Result<Option<(Self, SocketAddr)>, Error> {
        let mut storage = SockAddrStorage::zeroed();
        let mut length = c_int::try_from(storage.size_of()).unwrap_or(0);
        // SAFETY: libsrt writes `length` bytes at most.
        let id = unsafe { srt_accept(self.0, (&raw mut storage).cast(), &raw mut length) };
        if id < 0 {
            return match last_error_code() {
                NOTHING_AT_ALL | NOTHING_YET => Ok(None),
                _ => Err(last_error()),
            };
        }
        let socket = Self(id);
        // SAFETY: libsrt has written an address of that length.
        let from = unsafe { SockAddr::new(storage, length.try_into().unwrap_or(0)) };
        let from = from
            .as_socket()
            .ok_or_else(|| Error::Other("a caller without an address".to_owned()))?;
        socket.set(RECEIVE_BLOCKS, &0_i32.to_ne_bytes())?;
        Ok(Some((socket, from)))
    }

    pub(crate) fn state(&self) -> c_int {
        srt_getsockstate(self.0)
    }

    pub(crate) fn reject_reason(&self) -> c_int {
        srt_getrejectreason(self.0)
    }

    pub(crate) fn receive(&self, into: &mut [u8]) -> Result<Option<Packet>, Error> {
        let mut control = MessageControl {
            flags: 0,
            message_ttl: -1,
            in_order: 0,
            boundary: 0,
            source_time: 0,
            packet_sequence: -1,
            message_number: -1,
            group: ptr::null_mut(),
            group_size: 0,
        };
        let room = c_int::try_from(into.len()).unwrap_or(c_int::MAX);
        // SAFETY: libsrt writes `room` bytes at most, and `control` has the form that it expects.
        let length = unsafe { srt_recvmsg2(self.0, into.as_mut_ptr().cast(), room, &raw mut control) };
        match usize::try_from(length) {
            Ok(0) => Err(Error::Lost),
            Ok(length) => Ok(Some(Packet {
                length,
                sent: Duration::from_micros(control.source_time.try_into().unwrap_or(0)),
            })),
            Err(_) => match last_error_code() {
                NOTHING_YET => Ok(None),
                CONNECTION_LOST | NO_CONNECTION => Err(Error::Lost),
                _ => Err(last_error()),
            },
        }
    }

    /// The statistics; what they give since the last look begins anew.
    pub(crate) fn bstats(&self) -> Option<Bstats> {
        let mut stats = MaybeUninit::zeroed();
        // SAFETY: `Bstats` is as long as libsrt thinks, and made of numbers alone, of which zero is one.
        unsafe { (srt_bstats(self.0, stats.as_mut_ptr(), 1) == 0).then(|| stats.assume_init()) }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        srt_close(self.0);
    }
}

/// What a listener knows of those who call, under a number that libsrt is given in place of an address.
#[derive(Debug)]
pub(crate) struct Door(usize);

struct Behind {
    stream_id: String,
    is_busy: bool,
    calls: Vec<Call>,
}

/// Callers that are remembered between two looks.
const MOST_CALLS: usize = 16;

fn doors() -> MutexGuard<'static, HashMap<usize, Behind>> {
    static DOORS: LazyLock<Mutex<HashMap<usize, Behind>>> = LazyLock::new(Mutex::default);
    DOORS.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Door {
    pub(crate) fn new(stream_id: &str) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let behind = Behind {
            stream_id: stream_id.to_owned(),
            is_busy: false,
            calls: Vec::new(),
        };
        doors().insert(number, behind);
        Self(number)
    }

    fn with<T: Default>(&self, what: impl FnOnce(&mut Behind) -> T) -> T {
        doors().get_mut(&self.0).map(what).unwrap_or_default()
    }

    pub(crate) fn let_in(&self, from: SocketAddr) {
        self.with(|behind| {
            behind.is_busy = true;
            behind.calls.retain(|call| call.from != from);
        });
    }

    pub(crate) fn free(&self) {
        self.with(|behind| behind.is_busy = false);
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.with(|behind| std::mem::take(&mut behind.calls))
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        doors().remove(&self.0);
    }
}

/// Is run by a thread of libsrt for everybody who calls: 0 lets on to the passphrase, anything else sends away.
extern "C" fn called(
    door: *mut c_void,
    caller: Id,
    _: c_int,
    from: *const c_void,
    stream_id: *const c_char,
) -> c_int {
    // SAFETY: libsrt gives the address of the caller.
    let Some(from) = (unsafe { read_address(from) }) else {
        return -1;
    };
    let stream_id = if stream_id.is_null() {
        String::new()
    } else {
        // SAFETY: libsrt gives a text that ends with zero.
        unsafe { CStr::from_ptr(stream_id) }
            .to_string_lossy()
            .into_owned()
    };
    let mut doors = doors();
    let Some(behind) = doors.get_mut(&door.addr()) else {
        return -1;
    };
    let verdict = if behind.is_busy {
        Verdict::Busy
    } else if !behind.stream_id.is_empty() && behind.stream_id != stream_id {
        Verdict::StreamId
    } else {
        Verdict::ToPassphrase
    };
    let call = Call {
        from,
        stream_id,
        verdict,
    };
    if behind.calls.len() < MOST_CALLS && !behind.calls.contains(&call) {
        behind.calls.push(call);
    }
    match verdict {
        Verdict::ToPassphrase => return 0,
        Verdict::StreamId => srt_setrejectreason(caller, FORBIDDEN),
        Verdict::Busy => srt_setrejectreason(caller, OVERLOADED),
    };
    -1
}

/// # Safety
/// `address` is null, or a `sockaddr` that is as long as its family says.
unsafe fn read_address(address: *const c_void) -> Option<SocketAddr> {
    if address.is_null() {
        return None;
    }
    let mut storage = SockAddrStorage::zeroed();
    // SAFETY: the family is the first thing in every `sockaddr` on Linux.
    let family = i32::from(unsafe { address.cast::<u16>().read_unaligned() });
    let length = match socket2::Domain::from(family) {
        socket2::Domain::IPV4 => 16,
        socket2::Domain::IPV6 => 28,
        _ => return None,
    };
    // SAFETY: an address of this family has `length` bytes, and `storage` holds any.
    unsafe {
        ptr::copy_nonoverlapping(address.cast::<u8>(), (&raw mut storage).cast::<u8>(), length);
        SockAddr::new(storage, length.try_into().unwrap_or(0)).as_socket()
    }
}

fn length_of(address: &SockAddr) -> c_int {
    c_int::try_from(address.len()).unwrap_or(0)
}

fn check(result: c_int) -> Result<(), Error> {
    if result < 0 { Err(last_error()) } else { Ok(()) }
}

fn last_error_code() -> c_int {
    // SAFETY: null means that the number of the system's error is not wanted.
    unsafe { srt_getlasterror(ptr::null_mut()) }
}

fn last_error() -> Error {
    // SAFETY: libsrt gives a text of this thread that ends with zero and stands until its next error.
    let words = unsafe { CStr::from_ptr(srt_getlasterror_str()) };
    Error::Other(words.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests;
