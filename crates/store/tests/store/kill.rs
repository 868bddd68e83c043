//! The power goes at any moment: the test starts itself as a writer, kills it, and looks at what is left.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use store::{Change, Store};
use wire::Timestamp;
use wire::probe::ProbeSpec;
use wire::series::SeriesId;

use crate::{TODAY, batch, open, point, series};

/// Names the data directory to the writer.
pub(crate) const DIR: &str = "FLYWATCH_STORE_TEST_DIR";
const ROUNDS: usize = 100;
const SERIES: [u32; 3] = [100, 101, 200];

/// The newest sample of each series, by time and value, which both count on from [`TODAY`].
async fn newest(store: &Store) -> Option<i64> {
    let ids = SERIES.map(SeriesId);
    let found = store
        .history(&ids, Timestamp(TODAY), Timestamp(TODAY + 100_000_000), 1)
        .await
        .unwrap();
    let mut counts = Vec::new();
    for (_, _, buckets) in &found {
        for (expected, bucket) in (0_i64..).zip(buckets) {
            assert_eq!(
                (bucket.at.0 - TODAY, bucket.count),
                (expected, 1),
                "each sample is there once, without a gap"
            );
            assert_eq!(bucket.last, expected as f64);
        }
        counts.push(buckets.len() as i64 - 1);
    }
    let newest = counts.first().copied()?;
    assert!(
        counts.iter().all(|count| *count == newest),
        "samples of one batch are there together: {counts:?}"
    );
    Some(newest)
}

/// Not a test of its own: what the test below kills. Says on standard output what it was told is safe.
#[tokio::test]
async fn writer_that_is_killed() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    let opened = open(Path::new(&dir)).await;
    let store = opened.store;
    let mut next = newest(&store).await.unwrap_or(-1) + 1;
    let mut names = batch(TODAY + next, vec![]);
    names.series = if opened.series.is_empty() {
        SERIES.map(series).to_vec()
    } else {
        vec![]
    };
    let mut sent = vec![(store.append(names), next - 1)];
    let mut progress = store.committed();
    let mut probe = opened.probes.len();
    loop {
        // Time flies, so that heads become chunks and chunks move on while the writer is killed.
        let clock = TODAY + next * 5000;
        let points = SERIES.map(|id| point(id, TODAY + next, next as f64)).to_vec();
        sent.push((store.append(batch(clock, points)), next));
        next += 1;
        tokio::select! {
            done = progress.changed() => {
                done.unwrap();
                let batch = progress.borrow_and_update().batch;
                let safe = sent.iter().rev().find(|(number, _)| *number <= batch);
                println!("\nsample {}", safe.unwrap().1);
            }
            () = tokio::task::yield_now() => {}
        }
        if next % 16 == 0 {
            let spec = ProbeSpec::new(format!("Probe {probe}"), "icmp", "icmp:192.0.2.1");
            store
                .commit(
                    "anna",
                    Timestamp(clock),
                    &[Change::PutProbe {
                        id: None,
                        expect: None,
                        spec,
                    }],
                )
                .await
                .unwrap();
            println!("\nprobe {probe}");
            probe += 1;
        }
    }
}

/// Starts the test `writer` of this program on `dir`, and kills it after so many words of it, each with a number, that
/// `read` knows. Gives how many it read before.
pub(crate) fn killed(
    writer: &str,
    dir: &Path,
    words: usize,
    mut read: impl FnMut(&str, i64) -> Option<()>,
) -> usize {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", writer, "--nocapture"])
        .env(DIR, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let mut known = |line: String| {
        let (word, number) = line.split_once(' ')?;
        read(word, number.parse().ok()?)
    };
    let before = lines.by_ref().filter_map(&mut known).take(words).count();
    child.kill().unwrap();
    child.wait().unwrap();
    lines.filter_map(&mut known).for_each(drop);
    before
}

#[tokio::test]
async fn nothing_that_was_called_safe_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let (mut sample, mut probe) = (-1, -1);
    let mut rounds_with_samples = 0;
    for round in 0..ROUNDS {
        // Killed after another number of words each round: sometimes at the start, sometimes in full run.
        let words = 1 + round * 7 % 23;
        let before = killed(
            "kill::writer_that_is_killed",
            dir.path(),
            words,
            |word, number| {
                match word {
                    "sample" => sample = sample.max(number),
                    "probe" => probe = probe.max(number),
                    _ => return None,
                }
                Some(())
            },
        );
        rounds_with_samples += usize::from(before > 0);

        let opened = open(dir.path()).await;
        assert_eq!(opened.notices, Vec::<String>::new(), "round {round}");
        assert_eq!(opened.store.notices(), Vec::<String>::new(), "round {round}");
        let (kept, probes) = (
            newest(&opened.store).await.unwrap_or(-1),
            opened.probes.len() as i64,
        );
        assert!(
            kept >= sample,
            "round {round}: sample {sample} was called safe, the newest is {kept}"
        );
        assert!(
            probes > probe,
            "round {round}: probe {probe} was called safe, there are {probes}"
        );
        assert_eq!(
            opened.store.audit(None, 10_000).await.unwrap().len() as i64,
            probes
        );
        (sample, probe) = (kept, probes - 1);
        drop(opened);
    }
    assert_eq!(rounds_with_samples, ROUNDS);
}
