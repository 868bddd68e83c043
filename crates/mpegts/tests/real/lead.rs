//! Sound against picture by time stamps, on recordings of ffmpeg.

use mpegts::Lead;
use mpegts::packet::Packet;

use super::analyse;
use super::material::recorded;

const VIDEO: u16 = 256;
const AUDIO: u16 = 257;
const SECONDS: u16 = 24;
/// Time stamps in a second, and those that there are.
const FREQUENCY: i64 = 90_000;
const WRAP: i64 = 1 << 33;

fn recording(options: &[&str]) -> Vec<u8> {
    let coding =
        "-vf scale=64:36 -c:v libx264 -preset ultrafast -bf 2 -g 25 -b:v 200k -c:a aac -muxrate 700000";
    let coding: Vec<_> = coding.split(' ').collect();
    recorded("lead.ts", SECONDS, &[&coding, options]).bytes
}

fn lead(stream: &[u8]) -> Lead {
    let report = analyse(stream);
    let sound = report.pids.iter().find(|pid| pid.pid == AUDIO).unwrap();
    let pts = sound.pts.unwrap();
    assert_eq!(pts.lead.map(|lead| lead.picture), Some(VIDEO), "{pts:?}");
    pts.lead.unwrap()
}

/// Moves the stamps of these PIDs in the second half.
fn moved(stream: &[u8], pids: &[u16], seconds: f64) -> Vec<u8> {
    let (packets, _) = stream.as_chunks::<188>();
    let mut moved = stream.to_vec();
    #[allow(clippy::cast_possible_truncation, reason = "a few seconds")]
    let by = (seconds * FREQUENCY as f64) as i64;
    for (number, packet) in packets.iter().enumerate().skip(packets.len() / 2) {
        let packet = Packet::new(packet);
        if !pids.contains(&packet.pid()) || !packet.starts_unit() {
            continue;
        }
        let begin = 188 - packet.payload().len();
        let stamps = match packet.payload()[7] >> 6 {
            2 => 1,
            3 => 2,
            _ => 0,
        };
        for stamp in 0..stamps {
            let at = 188 * number + begin + 9 + 5 * stamp;
            shift(moved[at..].first_chunk_mut().unwrap(), by);
        }
    }
    moved
}

fn shift(bytes: &mut [u8; 5], by: i64) {
    let [high, a, b, c, d] = bytes.map(i64::from);
    let stamp = (high >> 1 & 7) << 30 | a << 22 | b >> 1 << 15 | c << 7 | d >> 1;
    let stamp = (stamp + by).rem_euclid(WRAP);
    let low = |value: i64| u8::try_from(value & 0xFF).unwrap();
    *bytes = [
        low(high & 0xF1 | stamp >> 30 << 1),
        low(stamp >> 22),
        low(stamp >> 15 << 1 | 1),
        low(stamp >> 7),
        low(stamp << 1 | 1),
    ];
}

#[test]
fn a_clean_stream_stays_where_it_is_around_the_wrap_too() {
    // The stamps begin anew at 95443.7 s.
    for options in [&[][..], &["-output_ts_offset", "95432"]] {
        let lead = lead(&recording(options));
        assert!(lead.seconds.abs() < 1.0, "{lead:?}");
        assert_eq!(lead.moved, Some(0.0), "{options:?}");
    }
}

#[test]
fn stamps_of_the_sound_that_move_are_told_by_as_much_as_they_moved() {
    for options in [&[][..], &["-output_ts_offset", "95434"]] {
        let clean = recording(options);
        for seconds in [0.2, -0.2] {
            let (before, after) = (lead(&clean), lead(&moved(&clean, &[AUDIO], seconds)));
            assert!(
                (after.seconds - before.seconds - seconds).abs() < 0.005,
                "{before:?} {after:?}"
            );
            let told = after.moved.unwrap();
            assert!((told - seconds).abs() < 0.05, "{options:?}: {after:?}");
        }
    }
}

#[test]
fn what_moves_together_and_what_leaps_is_no_change() {
    let clean = recording(&[]);
    let together = lead(&moved(&clean, &[VIDEO, AUDIO], 0.2));
    assert_eq!(together.moved, Some(0.0), "{together:?}");
    let leapt = lead(&moved(&clean, &[AUDIO], 5.0));
    assert_eq!(leapt.moved, Some(0.0), "{leapt:?}");
    let picture = lead(&moved(&clean, &[VIDEO], 0.2));
    assert_eq!(
        picture.moved,
        Some(0.0),
        "the buffer of an encoder does the same: {picture:?}"
    );
}

#[test]
fn a_sound_that_is_muxed_later_as_its_stamps_say_keeps_its_lead() {
    let (before, after) = (
        lead(&recording(&[])),
        lead(&recording(&["-bsf:a", "setts=ts=TS+0.2/TB"])),
    );
    assert!(
        (after.seconds - before.seconds).abs() < 0.1,
        "{before:?} {after:?}"
    );
    assert_eq!(after.moved, Some(0.0));
}
