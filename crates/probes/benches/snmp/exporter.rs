//! The exporter of Prometheus, asked for the same of the same switches.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use procfs::process::Process;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};

use super::{Cost, Outcome, PORT, Switches, agents, spent};

const LISTENS_ON: &str = "127.0.0.1:19116";
const SETTINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/snmp/exporter.yml");

struct Exporter(Child);

impl Drop for Exporter {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Lets it ask each of `count` switches `rounds` times, after one round that does not count.
pub(super) async fn scrape(switches: &mut Switches, count: u32, rounds: u32) -> Outcome<Cost> {
    let program = Command::new("prometheus-snmp-exporter")
        .arg(format!("--config.file={SETTINGS}"))
        .arg(format!("--web.listen-address={LISTENS_ON}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let id = i32::try_from(program.id())?;
    let _exporter = Exporter(program);
    let patience = Instant::now() + Duration::from_secs(20);
    while TcpStream::connect(LISTENS_ON).await.is_err() {
        if Instant::now() > patience {
            return Err("the exporter does not listen".into());
        }
        sleep(Duration::from_millis(50)).await;
    }
    let its = Process::new(id)?;
    let (_, memory) = spent(&its)?;
    round(count).await?;
    let (asked, cpu, began) = (switches.told()?, spent(&its)?.0, Instant::now());
    let (mut looks, mut failed) = (0, 0);
    for _ in 0..rounds {
        failed += round(count).await?;
        looks += u64::from(count);
    }
    let (now, (cpu_now, memory_now)) = (switches.told()?, spent(&its)?);
    Ok(Cost {
        looks,
        failed,
        questions: now.0 - asked.0,
        values: now.1 - asked.1,
        cpu: cpu_now - cpu,
        seconds: began.elapsed().as_secs_f64(),
        memory: (memory, memory_now),
    })
}

/// Asks it for each switch once; how often it failed.
async fn round(count: u32) -> Outcome<u64> {
    let mut failed = 0;
    for number in 0..count {
        let mut stream = TcpStream::connect(LISTENS_ON).await?;
        let target = format!("{}:{PORT}", agents::address(number));
        let order =
            format!("GET /snmp?module=interfaces&target={target} HTTP/1.0\r\nHost: {LISTENS_ON}\r\n\r\n");
        stream.write_all(order.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        failed += u64::from(!answer.contains("ifHCInOctets{"));
    }
    Ok(failed)
}
