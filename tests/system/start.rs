//! What can be wrong when a station starts, or goes wrong with its files: one clear sentence, and nothing else suffers.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::FileExt;
use std::path::Path;

use serde_json::json;

use crate::flypack::{Flypack, flywatch, on_tmpfs, outcome, refusal, serve, until};
use crate::plug::{busy, complaints, items, peer};

/// Holds that `said` is one line that says all of `words` and nothing of how the program is made.
fn is_plain(said: &str, words: &[&str]) {
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    for word in words {
        assert!(said.contains(word), "{said} does not say {word}");
    }
    for jargon in ["panicked", "Error {", "Some(", "None", "sqlx", "SQLITE"] {
        assert!(!said.contains(jargon), "{said}");
    }
}

#[test]
fn a_port_in_use() {
    let dir = tempfile::tempdir().expect("there is room");
    let other = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let taken = other.local_addr().expect("it has an address").to_string();
    let mut command = flywatch();
    command
        .args(["serve", "--listen", &taken, "--data"])
        .arg(dir.path());
    is_plain(
        &refusal(command),
        &[&taken, "another program uses this port", "--listen"],
    );
}

#[test]
fn an_address_that_others_can_reach_and_one_that_this_machine_does_not_have() {
    let dir = tempfile::tempdir().expect("there is room");
    for (address, words) in [
        ("0.0.0.0:0", ["other machines", "127.0.0.1"]),
        ("127.0.0.1:1", ["127.0.0.1:1", "choose one from 1024 up"]),
    ] {
        let mut command = std::process::Command::new("setpriv");
        command.args([
            "--bounding-set=-all",
            "--inh-caps=-all",
            "--reuid=65534",
            "--clear-groups",
        ]);
        let flywatch = flywatch();
        command.arg(flywatch.get_program());
        command
            .args(["serve", "--listen", address, "--data"])
            .arg(dir.path());
        is_plain(&refusal(command), &words);
    }
}

#[test]
fn a_data_directory_that_is_a_file() {
    let dir = tempfile::tempdir().expect("there is room");
    let file = dir.path().join("file");
    fs::write(&file, "my letters").expect("there is room");
    for data in [file.clone(), file.join("below")] {
        let path = data.to_str().expect("it is UTF-8").to_owned();
        is_plain(
            &refusal(serve(&data)),
            &[&path, "not a directory", "choose a directory"],
        );
    }
    assert_eq!(fs::read_to_string(file).expect("it is there"), "my letters");
}

#[test]
fn a_data_directory_that_cannot_be_written() {
    let dir = tempfile::tempdir().expect("there is room");
    let data = dir.path().join("flywatch");
    for data in [dir.path(), &data] {
        let said = refusal(on_tmpfs(dir.path(), "ro", &serve(data)));
        is_plain(
            &said,
            &[
                data.to_str().expect("it is UTF-8"),
                "choose a directory that this user can write to",
            ],
        );
    }
}

#[test]
fn a_disk_without_any_room() {
    let dir = tempfile::tempdir().expect("there is room");
    let said = refusal(on_tmpfs(dir.path(), "size=32k", &serve(dir.path())));
    is_plain(&said, &["make room on the disk"]);
}

#[test]
fn two_stations_on_one_data_directory() {
    let dir = tempfile::tempdir().expect("there is room");
    let first = Flypack::start(dir.path());
    let process = format!("process {}", first.pid());
    is_plain(
        &refusal(serve(dir.path())),
        &["in use", &process, "stop that one"],
    );
    assert_eq!(
        first.get("/api/v1/health").json()["status"],
        "ok",
        "the first one does not suffer"
    );
    let note = fs::read_to_string(dir.path().join("address")).expect("the first one listens");
    assert_eq!(
        note.trim().parse::<SocketAddr>().expect("it is an address"),
        first.address
    );
    first.stop();
}

#[test]
fn an_access_token_that_is_damaged() {
    let dir = tempfile::tempdir().expect("there is room");
    fs::write(dir.path().join("access-token"), "\0\0\0\0").expect("there is room");
    let station = Flypack::start(dir.path());
    assert_eq!(station.get("/api/v1/health").status, 200);
    assert!(station.stderr().contains("every screen has to sign in again"));
}

#[test]
fn a_note_of_an_address_where_nobody_listens_any_more() {
    let dir = tempfile::tempdir().expect("there is room");
    let killed = Flypack::start(dir.path());
    let old = killed.address;
    killed.kill();
    let mut link = flywatch();
    link.args(["link", "--data"]).arg(dir.path());
    is_plain(&refusal(link), &["no station", "flywatch serve"]);

    // Somebody else got its port meanwhile.
    let _other = TcpListener::bind(old).expect("the port is free");
    let station = Flypack::start(dir.path());
    let mut link = flywatch();
    link.args(["link", "--data"]).arg(dir.path());
    let said = String::from_utf8(outcome(link).stdout).expect("it speaks UTF-8");
    assert!(said.contains(&station.address.to_string()), "{said}");
}

/// Flips one bit in the middle of a file.
fn flip(file: &Path) {
    let open = OpenOptions::new()
        .read(true)
        .write(true)
        .open(file)
        .expect("it is there");
    let middle = open.metadata().expect("it is there").len() / 2;
    let mut byte = [0];
    open.read_exact_at(&mut byte, middle).expect("it can be read");
    open.write_all_at(&[byte[0] ^ 1], middle)
        .expect("it can be written");
}

fn cut(file: &Path) {
    let open = OpenOptions::new().write(true).open(file).expect("it is there");
    let length = open.metadata().expect("it is there").len();
    open.set_len(length / 2).expect("it can be cut");
}

fn overwrite(file: &Path) {
    let length = fs::metadata(file).expect("it is there").len();
    fs::write(file, vec![0xa5; usize::try_from(length).expect("it is small")]).expect("it can be written");
}

fn forget_log(file: &Path) {
    fs::remove_file(file.with_extension("db-wal")).expect("a station that was killed leaves a log");
}

/// A station that has a probe, history and events, and was stopped or killed.
fn lived(data: &Path, stopped: bool) {
    let station = Flypack::start(data);
    let made = station.post("/api/v1/probes", &busy("Gateway", peer())).json();
    until("it has history", || {
        let series = items(&station, &format!("/api/v1/series?probe={}", made["id"]));
        series.iter().any(|series| series["at"].is_i64()).then_some(())
    });
    until("its settings are copied", || {
        data.join("state.db.bak").exists().then_some(())
    });
    if stopped {
        station.stop();
    } else {
        station.kill();
    }
}

#[test]
fn a_damaged_file_is_told_of_and_the_station_starts_all_the_same() {
    /// How a file is damaged, whether the station was stopped before, and whether that must be told of.
    type Case = (&'static str, fn(&Path), bool, bool);
    let cases: [Case; 7] = [
        ("state.db", cut, true, true),
        ("state.db", overwrite, true, true),
        // What its log has of it is enough.
        ("state.db", overwrite, false, false),
        ("state.db", forget_log, false, false),
        ("samples.db", cut, true, true),
        ("samples.db", overwrite, true, true),
        ("samples.db", flip, true, false),
    ];
    let model = [true, false].map(|stopped| {
        let dir = tempfile::tempdir().expect("there is room");
        lived(dir.path(), stopped);
        (stopped, dir)
    });
    for (number, (file, damage, stopped, told)) in cases.into_iter().enumerate() {
        let dir = tempfile::tempdir().expect("there is room");
        let (_, from) = model
            .iter()
            .find(|(model, _)| *model == stopped)
            .expect("there are both");
        for entry in fs::read_dir(from).expect("it is there") {
            let path = entry.expect("it is there").path();
            fs::copy(&path, dir.path().join(path.file_name().expect("it has a name")))
                .expect("there is room");
        }
        damage(&dir.path().join(file));
        let station = Flypack::start(dir.path());
        assert_eq!(
            items(&station, "/api/v1/probes").len(),
            1,
            "case {number}: the settings are there"
        );
        until("it watches on", || {
            let series = items(&station, "/api/v1/series");
            series.iter().any(|series| series["at"].is_i64()).then_some(())
        });
        if told {
            let is_told = |said: &String| said.contains(file) && said.contains("set aside as");
            until("it is told", || {
                complaints(&station).iter().any(is_told).then_some(())
            });
        }
        station
            .post(
                "/api/v1/probes",
                &json!({ "name": "More", "kind": "host", "target": "host:" }),
            )
            .json();
        station.stop();
    }
}

#[test]
fn a_disk_that_others_fill_while_the_station_runs() {
    let dir = tempfile::tempdir().expect("there is room");
    let station = Flypack::start_by(on_tmpfs(dir.path(), "size=24m", &serve(dir.path())), dir.path());
    station.post("/api/v1/probes", &busy("Gateway", peer())).json();
    let reserve = station.sees(&dir.path().join("reserve"));
    until("the reserve is taken", || reserve.exists().then_some(()));

    let filler = station.sees(&dir.path().join("filler"));
    let mut file = fs::File::create(&filler).expect("there is room");
    while file.write_all(&[1; 4096]).is_ok() {}
    let trouble = until("the trouble is told", || {
        let health = station.get("/api/v1/health").json();
        Some(health["troubles"].get(0)?.as_str()?.to_owned())
    });
    assert!(trouble.contains("Free some space"), "{trouble}");
    station
        .post(
            "/api/v1/probes",
            &json!({ "name": "While full", "kind": "host", "target": "host:" }),
        )
        .json();

    drop(file);
    fs::remove_file(filler).expect("it is there");
    until("it is well again", || {
        (station.get("/api/v1/health").json()["status"] == "ok").then_some(())
    });
    assert_eq!(items(&station, "/api/v1/probes").len(), 2);
    station.stop();
}
