mod network;

use std::collections::HashSet;
use std::process::Command;

use serde_json::json;
use wire::reading::Reading;

use self::network::{FAR, FAR_V6, alone, ping, set, with_far_end};
use super::*;
use crate::testing::{PATIENCE, assert_failed, assert_found, assert_well, look, run, value, wrong};

fn answered(reading: &Reading) -> bool {
    value(reading, RTT).is_some()
}

#[tokio::test]
async fn loopback_answers_at_once() {
    for target in [
        "icmp:127.0.0.1",
        "icmp://127.99.1.2",
        "icmp:::1",
        "icmp:localhost",
    ] {
        let reading = look(target, json!({ "size_bytes": 1_400 })).await;
        assert_well(&reading);
        assert!(value(&reading, RTT).is_some_and(|rtt| rtt > 0.0), "{reading:?}");
        assert_eq!(value(&reading, LOSS), Some(0.0));
        assert_eq!(value(&reading, ANSWER_TTL), Some(64.0));
        assert_eq!(reading.samples[0].metric, RTT, "the one shown large comes first");
    }
}

#[test]
fn one_echo_is_answered_or_not() {
    with_far_end(|near, _| {
        let pinger = Pinger::start().unwrap();
        let echoed = |to: &str| {
            let echo = pinger.echo(to.parse().unwrap(), PATIENCE);
            near.runtime().block_on(echo).unwrap()
        };
        for to in [FAR, FAR_V6, "127.0.0.1"] {
            assert!(matches!(echoed(to), Echoed::Answered(_)), "{to}");
        }
        assert_eq!(echoed("10.77.0.99"), Echoed::Nobody);
    });
}

#[test]
fn a_target_names_a_host_and_settings_fit() {
    assert_eq!(wrong("icmp:", json!({}))[0].field, "target");
    let settings = json!({ "size_bytes": 23, "ttl": 256, "dscp": 64, "window": 1, "family": "ipx" });
    assert_eq!(wrong("icmp:192.0.2.1", settings).len(), 5);
}

#[tokio::test]
async fn a_name_without_an_address_is_unreachable() {
    assert_failed(
        &look("icmp:127.0.0.1", json!({ "family": "ipv6" })).await,
        Cause::Unreachable,
        "IPv6",
    );
}

#[test]
fn no_privilege_is_needed_where_the_kernel_says_so() {
    alone(|near| {
        set("ipv4/ping_group_range", "0 2147483647");
        for target in ["icmp:127.0.0.1", "icmp:::1"] {
            let mut ping = ping(target, json!({}));
            for _ in 0..3 {
                assert_well(&near.look(&mut ping));
            }
        }
    });
}

/// The test does itself once more as nobody.
#[test]
fn without_the_right_to_send_it_says_what_to_do() {
    const AS_NOBODY: &str = "FLYWATCH_TEST_AS_NOBODY";
    if std::env::var_os(AS_NOBODY).is_some() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        for target in ["icmp:127.0.0.1", "icmp:::1"] {
            let reading = runtime.block_on(look(target, json!({})));
            assert_failed(&reading, Cause::Denied, "net.ipv4.ping_group_range");
            assert_failed(&reading, Cause::Denied, "setcap cap_net_raw");
        }
        return;
    }
    alone(|_| {
        set("ipv4/ping_group_range", "1 0");
        let status = Command::new("setpriv")
            .args([
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--inh-caps=-all",
            ])
            .arg(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "kinds::icmp::tests::without_the_right_to_send_it_says_what_to_do",
            ])
            .env(AS_NOBODY, "1")
            .status()
            .unwrap();
        assert!(status.success());
    });
}

#[test]
fn a_far_end_answers_by_both_versions() {
    with_far_end(|near, _| {
        for target in [FAR, FAR_V6] {
            let mut ping = ping(&format!("icmp:{target}"), json!({}));
            let reading = near.look_until(&mut ping, answered);
            assert_eq!(value(&reading, ANSWER_TTL), Some(64.0));
        }
    });
}

#[test]
fn loss_is_counted_and_is_no_failure_while_others_are_answered() {
    with_far_end(|near, far| {
        let _answering = far.answer(|echo| {
            if echo.count % 4 == 2 {
                vec![]
            } else {
                vec![echo.answer()]
            }
        });
        let mut ping = ping(&format!("icmp:{FAR}"), json!({ "window": 8 }));
        let readings: Vec<_> = (0..12).map(|_| near.look(&mut ping)).collect();
        for (count, reading) in readings.iter().enumerate() {
            assert_well(reading);
            assert_eq!(answered(reading), count % 4 != 2, "echo {count}");
        }
        assert_eq!(value(&readings[1], LOSS), Some(0.0));
        assert_eq!(value(&readings[3], LOSS), Some(0.25));
        assert_eq!(value(&readings[11], LOSS), Some(0.25), "two of the last eight");
    });
}

#[test]
fn a_target_is_gone_when_three_looks_in_a_row_get_no_answer() {
    with_far_end(|near, far| {
        let answering = far.answer(|echo| vec![echo.answer()]);
        let mut ping = ping(&format!("icmp:{FAR}"), json!({}));
        assert_well(&near.look(&mut ping));
        drop(answering);
        assert_well(&near.look(&mut ping));
        assert_well(&near.look(&mut ping));
        let gone = near.look(&mut ping);
        assert_failed(&gone, Cause::Timeout, "no answer from 10.77.0.2");
        assert_eq!(
            value(&gone, LOSS),
            Some(0.75),
            "a failed look still tells the loss"
        );
        let _answering = far.answer(|echo| vec![echo.answer()]);
        assert_well(&near.look(&mut ping));
    });
}

#[test]
fn a_black_hole_fails_the_first_look() {
    with_far_end(|near, far| {
        let _answering = far.answer(|_| vec![]);
        let reading = near.look(&mut ping(&format!("icmp:{FAR}"), json!({})));
        assert_failed(&reading, Cause::Timeout, "no answer from 10.77.0.2");
    });
}

#[test]
fn forged_answers_are_not_taken_and_do_not_hide_the_true_one() {
    with_far_end(|near, far| {
        let _answering = far.answer(|echo| {
            let forged = |at: usize| {
                let mut answer = echo.answer();
                // Two bytes that are swapped leave the checksum right.
                answer.swap(at, at + 2);
                answer
            };
            let forged = (8..28).map(forged).filter(|forged| *forged != echo.answer());
            let genuine = (echo.count % 2 == 0).then(|| echo.answer());
            forged.chain(genuine).collect()
        });
        let mut ping = ping(&format!("icmp:{FAR}"), json!({}));
        assert!(answered(&near.look(&mut ping)));
        let lost = near.look(&mut ping);
        assert_well(&lost);
        assert!(!answered(&lost), "{lost:?}");
    });
}

#[test]
fn many_answers_to_one_echo_are_one_finding() {
    with_far_end(|near, far| {
        let _answering = far.answer(|echo| vec![echo.answer(); 5]);
        let mut ping = ping(&format!("icmp:{FAR}"), json!({}));
        assert!(answered(&near.look(&mut ping)));
        let reading = near.look_until(&mut ping, |reading| !reading.findings.is_empty());
        assert_eq!(reading.failure, None);
        assert_found(&reading, &[(DUPLICATE, "more than once")]);
        assert_eq!(value(&reading, LOSS), Some(0.0));
    });
}

#[test]
fn a_late_answer_is_loss_and_is_never_taken_for_another() {
    with_far_end(|near, far| {
        let mut kept = None;
        let _answering = far.answer(move |echo| match echo.count {
            1 => {
                kept = Some(echo.answer());
                vec![]
            }
            _ => kept.take().into_iter().chain([echo.answer()]).collect(),
        });
        let mut ping = ping(&format!("icmp:{FAR}"), json!({}));
        assert!(answered(&near.look(&mut ping)));
        assert!(!answered(&near.look(&mut ping)));
        let reading = near.look(&mut ping);
        assert_found(&reading, &[(LATE, "an answer came after")]);
        assert_eq!(value(&reading, LOSS), Some(1.0 / 3.0));
        assert!(value(&reading, RTT) < Some(0.5), "{reading:?}");
    });
}

#[test]
fn where_there_is_no_way_it_says_who_says_so() {
    with_far_end(|near, far| {
        far.set("ipv4.ip_forward", "1");
        // A router may say so only now and then.
        far.set("ipv4.icmp_ratelimit", "0");
        far.run("ip route add unreachable 198.51.100.1");
        far.run("ip route add prohibit 198.51.100.2");
        far.run("ip route add blackhole 198.51.100.3");
        run("ip route add unreachable 203.0.113.1");
        let look = |target: &str, settings| near.look(&mut ping(target, settings));
        let here = look("icmp:203.0.113.1", json!({}));
        assert_failed(&here, Cause::Unreachable, "203.0.113.1 is not there");
        let no_way = look("icmp:2001:db8::1", json!({}));
        assert_failed(
            &no_way,
            Cause::Unreachable,
            "this machine has no way to 2001:db8::1",
        );
        let unreachable = look("icmp:198.51.100.1", json!({}));
        assert_failed(
            &unreachable,
            Cause::Unreachable,
            "10.77.0.2 says that 198.51.100.1 is not there",
        );
        let prohibited = look("icmp:198.51.100.2", json!({}));
        assert_failed(
            &prohibited,
            Cause::Denied,
            "10.77.0.2 says that it may not pass echoes on",
        );
        assert_failed(
            &look("icmp:198.51.100.3", json!({})),
            Cause::Timeout,
            "no answer from 198.51.100.3",
        );
        let unknown = look("icmp:198.51.100.9", json!({}));
        assert_failed(
            &unknown,
            Cause::Unreachable,
            "10.77.0.2 says that it knows no way to 198.51.100.9",
        );
        // One hop is too few for what lies behind the far end.
        far.run("ip route add 198.51.100.10 via 10.77.0.9");
        let short = look("icmp:198.51.100.10", json!({ "ttl": 1 }));
        assert_failed(&short, Cause::Unreachable, "too many routers");
    });
}

#[test]
fn a_neighbour_that_is_not_there_is_reported_once_the_kernel_knows() {
    with_far_end(|near, _| {
        for target in ["10.77.0.99", "fd77::99"] {
            let mut ping = ping(&format!("icmp:{target}"), json!({}));
            assert_failed(&near.look(&mut ping), Cause::Timeout, target);
            let gone = near.look_until(&mut ping, |reading| {
                reading
                    .failure
                    .as_ref()
                    .is_some_and(|failure| failure.cause == Cause::Unreachable)
            });
            assert_failed(&gone, Cause::Unreachable, "nothing on its network answers for it");
        }
    });
}

#[test]
fn the_trouble_of_one_target_is_not_that_of_another() {
    with_far_end(|near, far| {
        far.set("ipv4.ip_forward", "1");
        far.set("ipv4.icmp_ratelimit", "0");
        far.run("ip route add unreachable 198.51.100.1");
        let (mut sound, mut dead) = (
            ping(&format!("icmp:{FAR}"), json!({})),
            ping("icmp:198.51.100.1", json!({})),
        );
        // A router says so five times in a row and then once a second.
        for _ in 0..4 {
            assert_failed(&near.look(&mut dead), Cause::Unreachable, "198.51.100.1");
            assert_well(&near.look(&mut sound));
        }
    });
}

#[test]
fn an_echo_has_the_size_and_the_class_that_were_set() {
    with_far_end(|near, far| {
        let (sender, echoes) = std::sync::mpsc::channel();
        let _answering = far.answer(move |echo| {
            sender
                .send((echo.header[1], echo.header[8], echo.icmp.len()))
                .unwrap();
            vec![echo.answer()]
        });
        let mut ping = ping(
            &format!("icmp:{FAR}"),
            json!({ "dscp": 46, "size_bytes": 1_200, "ttl": 9 }),
        );
        assert_well(&near.look(&mut ping));
        assert_eq!(echoes.recv().unwrap(), (46 << 2, 9, 1_208));
    });
}

/// More echoes than there are sequence numbers, to a thousand targets: each gets its own answer, and only one.
#[test]
fn many_targets_and_a_wrap_of_the_sequence_number() {
    alone(|near| {
        let (news, mut arrived) = mpsc::channel(1_000);
        let manner = Manner { ttl: None, dscp: 0 };
        for round in 0..70_u64 {
            for target in 0..1_000_u64 {
                let [.., high, low] = target.to_be_bytes();
                let to = IpAddr::from([127, 0, high, low.max(1)]);
                let number = round * 1_000 + target;
                near.engine().send(Echo {
                    to,
                    payload: 56,
                    manner,
                    number,
                    news: news.clone(),
                    runtime: near.runtime().handle().clone(),
                });
            }
            let mut missing: HashSet<u64> = (round * 1_000..(round + 1) * 1_000).collect();
            near.runtime().block_on(async {
                while !missing.is_empty() {
                    let News { number, what } =
                        timeout_at(tokio::time::Instant::now() + PATIENCE, arrived.recv())
                            .await
                            .unwrap_or_else(|_| panic!("{} of round {round} are missing", missing.len()))
                            .unwrap();
                    assert!(matches!(what, What::Answered { .. }), "{number}: {what:?}");
                    assert!(missing.remove(&number), "{number} was answered already");
                }
            });
        }
    });
}
