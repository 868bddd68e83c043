//! A network of two machines that nobody else sees: this thread, and a far end that behaves as a test wants.
//!
//! Made of network namespaces; needs root, and `ip`, `unshare` and `nsenter` (Debian packages iproute2, util-linux).

use std::fs::{self, File};
use std::io::{BufRead, BufReader, IoSliceMut};
use std::net::{Ipv4Addr, SocketAddrV4};
use std::os::fd::{AsRawFd, OwnedFd};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sched::{CloneFlags, setns};
use nix::sys::socket::{
    AddressFamily, MsgFlags, SockFlag, SockProtocol, SockType, SockaddrIn, recvmsg, sendto, setsockopt,
    socket, sockopt,
};
use nix::sys::time::TimeVal;
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use wire::probe::ProbeId;
use wire::reading::Reading;
use wire::settings;

use super::super::engine::Engine;
use super::super::{INFO, Ping};
use crate::testing::{PATIENCE, in_own_network, run};
use crate::{Clock, Look, Target};

/// The address of the far end.
pub(super) const FAR: &str = "10.77.0.2";
/// The address of the far end by IPv6.
pub(super) const FAR_V6: &str = "fd77::2";
/// Long enough for an answer that comes, short enough to wait for one that does not.
const A_LOOK: Duration = Duration::from_millis(500);

/// The near end: this thread, and an engine that sees the same network.
pub(super) struct Near<'r> {
    engine: Engine,
    runtime: &'r Runtime,
}

/// Does `test` in a network namespace of its own that has nothing but loopback.
pub(super) fn alone(test: impl FnOnce(&Near<'_>) + Send + 'static) {
    in_own_network(|runtime| {
        test(&Near {
            engine: Engine::start().unwrap(),
            runtime,
        });
    });
}

/// Does `test` with a far end at [`FAR`] and [`FAR_V6`], to which all unknown addresses are sent.
pub(super) fn with_far_end(test: impl FnOnce(&Near<'_>, &Far) + Send + 'static) {
    alone(|near| {
        let far = Far::start();
        run(&format!(
            "ip link add near type veth peer name far netns {}",
            far.process.id()
        ));
        run("ip addr add 10.77.0.1/24 dev near");
        run("ip addr add fd77::1/64 dev near nodad");
        run("ip link set near up");
        far.run("ip addr add 10.77.0.2/24 dev far");
        far.run("ip addr add fd77::2/64 dev far nodad");
        far.run("ip link set far up");
        far.run("ip link set lo up");
        run("ip route add default via 10.77.0.2");
        test(near, &far);
    });
}

/// A probe of `target` that has not looked yet.
pub(super) fn ping(target: &str, entered: Value) -> Ping {
    let target = Target::parse(target, &INFO).unwrap();
    let entered = serde_json::from_value(entered).unwrap();
    Ping::build(&target, &settings::complete(&INFO.fields, &entered).unwrap()).unwrap()
}

impl Near<'_> {
    /// What one more look gives.
    pub(super) fn look(&self, ping: &mut Ping) -> Reading {
        self.runtime.block_on(async {
            let (out, _) = mpsc::channel(1);
            let mut seen = Look::new(&INFO, ProbeId(1), Clock::system(), out);
            seen.end_at(tokio::time::Instant::now() + A_LOOK);
            let looked = ping.look_with(&self.engine, &mut seen).await;
            assert_eq!(seen.undeclared(), None);
            seen.reading(0, looked.err())
        })
    }

    /// Looks until a reading is as `expected`.
    pub(super) fn look_until(&self, ping: &mut Ping, expected: impl Fn(&Reading) -> bool) -> Reading {
        let began = Instant::now();
        loop {
            let reading = self.look(ping);
            if expected(&reading) {
                return reading;
            }
            assert!(began.elapsed() < PATIENCE, "{reading:#?}");
        }
    }

    pub(super) fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(super) fn runtime(&self) -> &Runtime {
        self.runtime
    }
}

/// The far end: a process that only keeps its network namespace alive.
pub(super) struct Far {
    process: Child,
}

impl Far {
    fn start() -> Self {
        let mut process = Command::new("unshare")
            .args(["--net", "sh", "-c", "echo here; exec sleep infinity"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert_eq!(line, "here\n");
        Self { process }
    }

    /// Does a command of the system there.
    pub(super) fn run(&self, command: &str) {
        run(&format!(
            "nsenter --net=/proc/{}/ns/net {command}",
            self.process.id()
        ));
    }

    /// Sets what stands under `/proc/sys/net`.
    pub(super) fn set(&self, key: &str, value: &str) {
        self.run(&format!("sysctl --quiet -w net.{key}={value}"));
    }

    /// Lets `answer` make the answers to each IPv4 echo in place of the kernel. It gets the echo from its ICMP header
    /// on, its IP header, and how many came before it.
    pub(super) fn answer(&self, answer: impl FnMut(Echo<'_>) -> Vec<Vec<u8>> + Send + 'static) -> Answering {
        self.set("ipv4.icmp_echo_ignore_all", "1");
        let space = File::open(format!("/proc/{}/ns/net", self.process.id())).unwrap();
        let done = Arc::new(AtomicBool::new(false));
        let seen = done.clone();
        let (ready, is_ready) = std::sync::mpsc::channel();
        let thread = thread::spawn(move || {
            setns(space, CloneFlags::CLONE_NEWNET).unwrap();
            let protocol = SockProtocol::Icmp;
            let socket = socket(
                AddressFamily::Inet,
                SockType::Raw,
                SockFlag::SOCK_CLOEXEC,
                protocol,
            )
            .unwrap();
            setsockopt(&socket, sockopt::ReceiveTimeout, &TimeVal::new(0, 20_000)).unwrap();
            ready.send(()).unwrap();
            answer_all(&socket, &seen, answer);
        });
        is_ready.recv().unwrap();
        Answering {
            done,
            thread: Some(thread),
        }
    }
}

impl Drop for Far {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// An echo as it came.
pub(super) struct Echo<'a> {
    pub(super) count: usize,
    pub(super) header: &'a [u8],
    pub(super) icmp: &'a [u8],
}

impl Echo<'_> {
    /// The answer that the kernel would give.
    pub(super) fn answer(&self) -> Vec<u8> {
        let mut answer = self.icmp.to_vec();
        answer[0] = 0;
        let sum = u16::from_be_bytes([answer[2], answer[3]]);
        // The type went from 8 to 0, which the checksum makes up for (RFC 1624).
        let (sum, carried) = sum.overflowing_add(0x0800);
        answer[2..4].copy_from_slice(&(sum + u16::from(carried)).to_be_bytes());
        answer
    }
}

fn answer_all(socket: &OwnedFd, done: &AtomicBool, mut answer: impl FnMut(Echo<'_>) -> Vec<Vec<u8>>) {
    let mut packet = [0; 2_048];
    let mut count = 0;
    while !done.load(Ordering::Relaxed) {
        let mut bytes = [IoSliceMut::new(&mut packet)];
        let (length, from) =
            match recvmsg::<SockaddrIn>(socket.as_raw_fd(), &mut bytes, None, MsgFlags::empty()) {
                Ok(message) => (message.bytes, message.address.unwrap().ip()),
                Err(Errno::EAGAIN | Errno::EINTR) => continue,
                Err(error) => panic!("{error}"),
            };
        let (header, icmp) = packet[..length].split_at(20);
        if icmp[0] == 8 {
            for answer in answer(Echo { count, header, icmp }) {
                send(socket, &answer, from);
            }
            count += 1;
        }
    }
}

fn send(socket: &OwnedFd, packet: &[u8], to: Ipv4Addr) {
    let to = SockaddrIn::from(SocketAddrV4::new(to, 0));
    sendto(socket.as_raw_fd(), packet, &to, MsgFlags::empty()).unwrap();
}

/// A far end that answers by itself until this is dropped.
pub(super) struct Answering {
    done: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

/// Sets what stands under `/proc/sys/net` of the network of this thread.
pub(super) fn set(key: &str, value: &str) {
    fs::write(format!("/proc/sys/net/{key}"), value).unwrap();
}
