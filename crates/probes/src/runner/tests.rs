use std::borrow::Cow::Borrowed;
use std::sync::LazyLock;

use futures_util::future::BoxFuture;
use wire::kind::Watch;
use wire::settings::Settings;

use super::*;
use crate::{Kind, Target};

static INFO: KindInfo = KindInfo {
    name: Borrowed("act"),
    title: Borrowed("Act"),
    help: Borrowed("Does what its target says."),
    schemes: Borrowed(&[Borrowed("act")]),
    example: Borrowed("act:answers"),
    watch: Watch::AtIntervals {
        every_ms: 1_000,
        timeout_ms: 900,
    },
    fields: Borrowed(&[]),
    metrics: Borrowed(&[]),
    findings: Borrowed(&[]),
    alone: Borrowed(&[]),
    facts: Borrowed(&[]),
};

static WATCHING: LazyLock<KindInfo> = LazyLock::new(|| KindInfo {
    name: Borrowed("watch"),
    watch: Watch::AllTheTime { silent_ms: 3_000 },
    ..INFO.clone()
});

struct Act;
struct Watches;
struct Acting(String);

impl Kind for Act {
    fn info(&self) -> &'static KindInfo {
        &INFO
    }

    fn build(&self, target: &Target, _: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        Ok(Box::new(Acting(target.host())))
    }
}

impl Kind for Watches {
    fn info(&self) -> &'static KindInfo {
        &WATCHING
    }

    fn build(&self, target: &Target, _: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        Ok(Box::new(Acting(target.host())))
    }
}

impl Probe for Acting {
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            match self.0.as_str() {
                "hangs" => std::future::pending().await,
                "panics" => panic!("on purpose"),
                "breaks" => return Err(Failure::new(Cause::Refused, "it broke")),
                "invents" => seen.sample("act_unheard_of", 1.0),
                _ => {}
            }
            Ok(())
        })
    }
}

static ACTS: Kinds = &[&Act, &Watches];

fn runner(room: usize) -> (Runner, mpsc::Receiver<Reading>) {
    let (out, readings) = mpsc::channel(room);
    (Runner::new(ACTS, Clock::system(), out), readings)
}

fn spec(act: &str) -> ProbeSpec {
    ProbeSpec::new(act, "act", format!("act:{act}"))
}

fn cause(reading: &Reading) -> Option<Cause> {
    reading.failure.as_ref().map(|failure| failure.cause)
}

#[tokio::test(start_paused = true)]
async fn each_trouble_has_its_cause_and_the_next_look_comes() {
    for (act, expected) in [
        ("answers", None),
        ("hangs", Some(Cause::Timeout)),
        ("panics", Some(Cause::Bug)),
        ("invents", Some(Cause::Bug)),
    ] {
        let (mut runner, mut readings) = runner(100);
        runner.set(ProbeId(1), &spec(act), Start::Now).unwrap();
        for _ in 0..3 {
            assert_eq!(cause(&readings.recv().await.unwrap()), expected, "{act}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_source_that_breaks_is_tried_again_and_never_old_news_meanwhile() {
    let (mut runner, mut readings) = runner(100);
    let spec = ProbeSpec::new("breaks", "watch", "act:breaks");
    runner.set(ProbeId(1), &spec, Start::Now).unwrap();
    for _ in 0..50 {
        let before = Instant::now();
        assert_eq!(cause(&readings.recv().await.unwrap()), Some(Cause::Refused));
        assert!(
            before.elapsed() <= Duration::from_secs(3),
            "nothing was told for {:?}",
            before.elapsed()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_target_that_hangs_delays_no_other() {
    let (mut runner, mut readings) = runner(10_000);
    for id in 0..1_000 {
        runner.set(ProbeId(id), &spec("hangs"), Start::Spread).unwrap();
    }
    runner
        .set(ProbeId(1_000), &spec("answers"), Start::Spread)
        .unwrap();
    sleep(Duration::from_secs(10)).await;
    drop(runner);
    let mut looks = 0;
    while let Some(reading) = readings.recv().await {
        looks += u32::from(reading.probe == ProbeId(1_000));
    }
    assert!(
        (10..=11).contains(&looks),
        "{looks} looks in 10 s at one a second"
    );
}

#[tokio::test(start_paused = true)]
async fn a_thousand_probes_start_without_a_burst() {
    let (mut runner, mut readings) = runner(10_000);
    for id in 0..1_000 {
        runner.set(ProbeId(id), &spec("answers"), Start::Spread).unwrap();
    }
    let mut in_tenth = [0_u32; 10];
    for tenth in &mut in_tenth {
        sleep(Duration::from_millis(100)).await;
        while readings.try_recv().is_ok() {
            *tenth += 1;
        }
    }
    assert!(in_tenth.iter().all(|looks| *looks < 300), "{in_tenth:?}");
}

#[tokio::test(start_paused = true)]
async fn what_nobody_takes_is_dropped_and_counted() {
    let (mut runner, mut readings) = runner(1);
    runner.set(ProbeId(1), &spec("answers"), Start::Now).unwrap();
    sleep(Duration::from_secs(10)).await;
    assert!(runner.dropped() >= 9, "{}", runner.dropped());
    assert!(readings.recv().await.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_changed_setting_takes_effect_and_a_stopped_probe_is_still() {
    let (mut runner, mut readings) = runner(100);
    runner.set(ProbeId(1), &spec("panics"), Start::Now).unwrap();
    assert_eq!(cause(&readings.recv().await.unwrap()), Some(Cause::Bug));
    runner.set(ProbeId(1), &spec("answers"), Start::Now).unwrap();
    assert_eq!(cause(&readings.recv().await.unwrap()), None);
    runner
        .set(
            ProbeId(1),
            &ProbeSpec {
                enabled: false,
                ..spec("answers")
            },
            Start::Now,
        )
        .unwrap();
    while readings.try_recv().is_ok() {}
    sleep(Duration::from_secs(10)).await;
    assert!(readings.try_recv().is_err());
}

#[test]
fn time_is_said_as_people_say_it() {
    assert_eq!(words(Duration::from_millis(900)), "900 ms");
    assert_eq!(words(Duration::from_secs(2)), "2 s");
    assert_eq!(words(Duration::from_millis(2_500)), "2.500 s");
}

#[tokio::test(start_paused = true)]
async fn the_time_in_which_this_machine_did_nothing_is_not_the_silence_of_a_source() {
    let (mut runner, mut readings) = runner(100);
    let spec = ProbeSpec::new("hangs", "watch", "act:hangs");
    runner.set(ProbeId(1), &spec, Start::Now).unwrap();
    tokio::task::yield_now().await;
    tokio::time::advance(Duration::from_secs(60)).await;
    tokio::task::yield_now().await;
    assert!(readings.try_recv().is_err(), "the source was blamed");
    let ran = Instant::now();
    assert_eq!(cause(&readings.recv().await.unwrap()), Some(Cause::Silent));
    assert_eq!(ran.elapsed(), Duration::from_millis(2_700));
}
