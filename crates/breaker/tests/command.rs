//! The command as it is called.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::process::{Command, Stdio};

use breaker::{Done, Fault, damage};

/// One PID with its counter.
fn stream() -> Vec<u8> {
    let packet = |number: u8| {
        let mut packet = [number; 188];
        packet[..4].copy_from_slice(&[0x47, 1, 0, 0x10 | (number % 16)]);
        packet
    };
    (0..200).flat_map(packet).collect()
}

#[test]
fn it_does_and_tells_what_the_library_does() {
    let dir = tempfile::TempDir::new().unwrap();
    let (input, output) = (dir.path().join("whole.ts"), dir.path().join("damaged.ts"));
    std::fs::write(&input, stream()).unwrap();
    let faults: [Fault; 2] = ["drop=4@256", "insert"].map(|words| words.parse().unwrap());
    let (damaged, done) = damage(&stream(), &faults, 3);
    assert_eq!(done.places.len(), 5);

    let arguments = ["--seed", "3", "--fault", "drop=4@256", "--fault", "insert"];
    let run = |paths: [&std::path::Path; 2]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_breaker"));
        command.args(arguments).args(paths);
        command.stdin(Stdio::from(std::fs::File::open(&input).unwrap()));
        let run = command.output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        run
    };
    let told = run([&input, &output]).stdout;
    assert_eq!(serde_json::from_slice::<Done>(&told).unwrap(), done);
    assert_eq!(told.iter().filter(|byte| **byte == b'\n').count(), 1);
    assert_eq!(std::fs::read(output).unwrap(), damaged);

    let standard = run(["-".as_ref(), "-".as_ref()]);
    assert_eq!(standard.stdout, damaged);
    assert_eq!(serde_json::from_slice::<Done>(&standard.stderr).unwrap(), done);
}

#[test]
fn a_wrong_word_is_named() {
    let output = Command::new(env!("CARGO_BIN_EXE_breaker"))
        .args(["--fault", "melt=1", "in", "out"])
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no fault \"melt\""));
}
