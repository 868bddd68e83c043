use super::*;

fn at(meter: &mut Meter, millis: u64, pcr: u64, packet: u64) -> bool {
    meter.push(Sighting {
        pcr,
        at: Nanos::from_millis(millis),
        packet,
        is_discontinuity: false,
    })
}

fn near(value: Option<f64>, wanted: f64) {
    let value = value.unwrap();
    assert!((value - wanted).abs() < 1e-9, "{value} is not {wanted}");
}

#[test]
fn it_goes_around_the_wrap() {
    assert_eq!(step(WRAP - 5, 7), 12);
    assert_eq!(step(7, WRAP - 5), WRAP - 12);
    let mut meter = Meter::default();
    assert!(!at(&mut meter, 0, WRAP - 540_000, 0));
    assert!(!at(&mut meter, 20, 0, 100));
    let seen = meter.measure(true);
    near(seen.bitrate, 100.0 * 1_504.0 / 0.02);
    near(seen.jitter, 0.0);
}

#[test]
fn a_jump_is_an_error_unless_announced() {
    let mut meter = Meter::default();
    assert!(!at(&mut meter, 0, 0, 0));
    assert!(!at(&mut meter, 100, 2_700_000, 1));
    assert!(at(&mut meter, 200, 5_400_001, 2), "more than 100 ms");
    assert!(at(&mut meter, 210, 5_400_000, 3), "back");
    assert!(!at(&mut meter, 220, 5_400_000, 4), "0 is in the range");
    let announced = Sighting {
        pcr: 99_000_000,
        at: Nanos::from_millis(230),
        packet: 5,
        is_discontinuity: true,
    };
    assert!(!meter.push(announced));
    meter.forget();
    assert!(!at(&mut meter, 900, 1, 6));
}

#[test]
fn a_jump_is_no_jitter() {
    let mut meter = Meter::default();
    for (number, pcr) in [0, 40, 10_000, 10_040].into_iter().enumerate() {
        let number = number as u64;
        at(&mut meter, 40 * number, pcr * 27_000, number);
    }
    near(meter.measure(true).jitter, 0.0);
}

#[test]
fn a_time_is_settled_by_a_step_that_is_near_it() {
    let mut meter = Meter::default();
    at(&mut meter, 1_000, 0, 0);
    let settled = |estimate| {
        meter.settled(&Sighting {
            pcr: 80 * 27_000,
            at: Nanos::from_millis(estimate),
            packet: 1,
            is_discontinuity: false,
        })
    };
    assert_eq!(settled(1_110), Nanos::from_millis(1_080));
    assert_eq!(settled(1_500), Nanos::from_millis(1_500));
}

#[test]
fn jitter_is_what_arrival_adds() {
    let mut meter = Meter::default();
    for (number, late) in [0, 3, 0, 8, 1].into_iter().enumerate() {
        let number = number as u64;
        at(&mut meter, 40 * number + late, 1_080_000 * number, number);
    }
    let seen = meter.measure(true);
    near(seen.jitter, 0.008);
    assert!(seen.smoothed_jitter.unwrap() > 0.000_3);
    near(seen.longest_interval, 0.048);
    near(seen.interval, 0.033);
    assert_eq!(seen.count, 5);

    at(&mut meter, 201, 1_080_000 * 5, 5);
    let seen = meter.measure(true);
    near(seen.jitter, 0.0);
    at(&mut meter, 241, 1_080_000 * 6, 6);
    assert_eq!(meter.measure(false).jitter, None, "arrival means nothing");
}
