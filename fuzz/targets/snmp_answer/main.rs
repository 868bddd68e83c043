//! A real probe asks an agent that answers with whatever the input says: datagrams that are noise, and sound answers with any
//! rows and values in them.
#![no_main]

mod agent;

use std::collections::BTreeSet;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use probes::{Clock, KINDS, Runner, Start};
use tokio::net::UdpSocket;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;
use wire::probe::{ProbeId, ProbeSpec};
use wire::reading::{Cause, Reading};

use agent::Agent;

/// Enough to ask for all that an input can hold; an answer that is refused costs a quarter of it.
const LIMIT_MS: u32 = 400;
/// No look takes so long.
const PATIENCE: Duration = Duration::from_secs(30);
const PROBE: ProbeId = ProbeId(1);
/// Counters grow from one look to the next.
const LOOKS: usize = 3;

thread_local! {
    static RUNTIME: Runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
}

fuzz_target!(|input: &[u8]| {
    RUNTIME.with(|runtime| runtime.block_on(look(Agent::new(input))));
});

async fn look(mut agent: Agent<'_>) {
    let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a free port");
    let target = format!("snmp://{}", socket.local_addr().expect("its address"));
    let mut spec = ProbeSpec::new("An agent", "snmp", target);
    spec.timeout_ms = Some(LIMIT_MS);
    spec.settings.insert("version".into(), agent.version().into());
    let (out, mut readings) = mpsc::channel(LOOKS + 1);
    let mut runner = Runner::new(KINDS, Clock::system(), out);
    runner.set(PROBE, &spec, Start::Now).expect("a sound probe");
    let answering = async {
        let mut question = [0; 2_048];
        loop {
            let (length, from) = socket.recv_from(&mut question).await.expect("a question");
            for answer in agent.answers(&question[..length]) {
                socket.send_to(&answer, from).await.ok();
            }
        }
    };
    let looking = async {
        for _ in 0..LOOKS {
            let reading = tokio::time::timeout(PATIENCE, readings.recv()).await;
            make_sense(&reading.expect("the probe hangs").expect("the runner runs"));
            runner.look_now(PROBE);
        }
    };
    tokio::select! {
        () = answering => {}
        () = looking => {}
    }
}

fn make_sense(reading: &Reading) {
    if let Some(failure) = &reading.failure {
        assert_ne!(failure.cause, Cause::Bug, "{failure:?}");
        assert!(!failure.detail.contains(char::is_control), "{failure:?}");
    }
    let mut series = BTreeSet::new();
    for sample in &reading.samples {
        assert!(sample.value.is_finite() && sample.value >= 0.0, "{sample:?}");
        assert!(
            series.insert((&sample.metric, &sample.labels)),
            "{sample:?} is told twice"
        );
        let mut labels = sample.labels.values();
        assert!(
            labels.all(|label| !label.is_empty() && !label.contains(char::is_control)),
            "{sample:?}"
        );
    }
    for finding in &reading.findings {
        assert!(!finding.detail.contains(char::is_control), "{finding:?}");
    }
    for fact in &reading.facts {
        assert!(!fact.text.contains(char::is_control), "{fact:?}");
    }
}
