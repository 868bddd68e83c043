//! A way between two ends of SRT that does to it what it is told to, and counts it.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::net::UdpSocket;
use tokio::sync::mpsc::{Sender, channel};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

/// How long a datagram is under way, in each direction.
pub(super) const DELAY: Duration = Duration::from_millis(10);
/// Datagrams that may be under way: more than any test sends in that time.
const UNDER_WAY: usize = 10_000;
/// The same each time.
const SEED: u64 = 42;

/// What becomes of packets with data that are sent for the first time.
#[derive(Clone, Copy, Debug)]
pub(super) enum Harm {
    /// So many in a thousand are lost, until so many are.
    Lose { per_mille: u32, until: u64 },
    /// So many in a thousand are lost together with all their repairs, until so many are.
    LoseForGood { per_mille: u32, until: u64 },
    /// So many in a thousand come after the one behind them, until so many have.
    Swap { per_mille: u32, until: u64 },
}

/// Runs until it is dropped.
pub(super) struct Relay {
    /// Where to call.
    pub(super) at: SocketAddr,
    done: Arc<Mutex<u64>>,
    _tasks: JoinSet<()>,
}

impl Relay {
    /// A way from a caller to `listener`, from which the data comes.
    pub(super) async fn to(listener: SocketAddr, harm: Harm) -> Self {
        let front = Arc::new(UdpSocket::bind("127.0.0.1:0").await.unwrap());
        let back = Arc::new(UdpSocket::bind("127.0.0.1:0").await.unwrap());
        back.connect(listener).await.unwrap();
        let at = front.local_addr().unwrap();
        let caller = Arc::new(Mutex::new(None));
        let done = Arc::new(Mutex::new(0));
        let mut tasks = JoinSet::new();
        let to_listener = delayed(&mut tasks, back.clone(), Arc::new(Mutex::new(Some(listener))));
        let to_caller = delayed(&mut tasks, front.clone(), caller.clone());
        tasks.spawn(async move {
            let mut datagram = [0; 2_048];
            while let Ok((length, from)) = front.recv_from(&mut datagram).await {
                *caller.lock().unwrap() = Some(from);
                to_listener
                    .try_send((Instant::now() + DELAY, datagram[..length].to_vec()))
                    .unwrap();
            }
        });
        let mut way = Way {
            harm,
            dice: StdRng::seed_from_u64(SEED),
            done: done.clone(),
            lost: BTreeSet::new(),
            held: None,
        };
        tasks.spawn(async move {
            let mut datagram = [0; 2_048];
            // A listener that is not there yet refuses what is sent to it.
            loop {
                if let Ok(length) = back.recv(&mut datagram).await {
                    for passed in way.pass(&datagram[..length]) {
                        to_caller.try_send((Instant::now() + DELAY, passed)).unwrap();
                    }
                }
            }
        });
        Self {
            at,
            done,
            _tasks: tasks,
        }
    }

    /// How often it has done harm.
    pub(super) fn done(&self) -> u64 {
        *self.done.lock().unwrap()
    }
}

/// Hands datagrams on when their time has come, in their order.
fn delayed(
    tasks: &mut JoinSet<()>,
    socket: Arc<UdpSocket>,
    to: Arc<Mutex<Option<SocketAddr>>>,
) -> Sender<(Instant, Vec<u8>)> {
    let (sender, mut waiting) = channel::<(Instant, Vec<u8>)>(UNDER_WAY);
    let is_connected = socket.peer_addr().is_ok();
    tasks.spawn(async move {
        while let Some((due, datagram)) = waiting.recv().await {
            sleep_until(due).await;
            let to = *to.lock().unwrap();
            // What the other end refuses is lost, as on any way.
            let _sent = match to {
                _ if is_connected => socket.send(&datagram).await.ok(),
                Some(to) => socket.send_to(&datagram, to).await.ok(),
                None => None,
            };
        }
    });
    sender
}

/// From the listener to the caller.
struct Way {
    harm: Harm,
    dice: StdRng,
    done: Arc<Mutex<u64>>,
    /// Sequence numbers that never come.
    lost: BTreeSet<u32>,
    held: Option<Vec<u8>>,
}

impl Way {
    fn pass(&mut self, datagram: &[u8]) -> Vec<Vec<u8>> {
        // draft-sharabayko-srt-01, 3: the first bit tells control from data, then comes the sequence number; bit 5 of the
        // second word says that the packet was sent before.
        let word = |at: usize| u32::from_be_bytes(datagram[at..at + 4].try_into().unwrap());
        let is_data = word(0) >> 31 == 0;
        let is_repair = word(4) >> 26 & 1 == 1;
        if !is_data {
            return vec![datagram.to_vec()];
        }
        if self.lost.contains(&word(0)) {
            return Vec::new();
        }
        if is_repair {
            return vec![datagram.to_vec()];
        }
        if let Some(held) = self.held.take() {
            return vec![datagram.to_vec(), held];
        }
        let (Harm::Lose { per_mille, until }
        | Harm::LoseForGood { per_mille, until }
        | Harm::Swap { per_mille, until }) = self.harm;
        let mut done = self.done.lock().unwrap();
        if *done == until || self.dice.random_range(0..1_000) >= per_mille {
            return vec![datagram.to_vec()];
        }
        *done += 1;
        match self.harm {
            Harm::Lose { .. } => {}
            Harm::LoseForGood { .. } => {
                self.lost.insert(word(0));
            }
            Harm::Swap { .. } => self.held = Some(datagram.to_vec()),
        }
        Vec::new()
    }
}
