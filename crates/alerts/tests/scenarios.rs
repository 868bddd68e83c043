//! What happens on a flypack, and what is told of it: each file of `scenarios/` is one story.
//!
//! A story names its things (`device`, `probe`, `channel`, `rule`, `silence`) and then, in `steps`, what happens: a moment, a
//! probe and what it saw (`ok`, `fails WHY`, `finds CODE SEVERITY TEXT`, `METRIC VALUE`), a person and what they do with which
//! alerts, the `phase` that begins, what has drifted (`drift` alone: nothing has), or a source outside and what it tells
//! (`outside DiskFull host=enc-1 for=4m: the disk is full`; `since=`, `until=` and `for=` say from when to when). `3s..9s/1s`
//! stands for every second from the third to the ninth.
//! `told` is every turn that comes of it, in order;
//! `UPDATE_TOLD=1 cargo test -p alerts` writes it anew where it comes out otherwise: read the difference before you keep it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::ptr_arg,
    clippy::string_slice,
    reason = "the functions around the test may fail as the test does"
)]

#[path = "scenarios/play.rs"]
mod play;

use std::path::PathBuf;

#[test]
fn every_story_ends_as_it_says() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(&dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    assert!(files.len() >= 24, "{} stories", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let story: play::Story = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let told = play::play(&story);
        if told != story.told {
            let told: Vec<_> = told
                .iter()
                .map(|line| format!("    {},\n", toml::Value::from(line.as_str())))
                .collect();
            if std::env::var_os("UPDATE_TOLD").is_some() {
                let before = text.split("told = [").next().unwrap();
                std::fs::write(&file, format!("{before}told = [\n{}]\n", told.concat())).unwrap();
                continue;
            }
            wrong.push(format!("{name}: {}\nit told\n{}", story.about, told.concat()));
        }
        assert_eq!(play::play(&story), told, "{name}: the same again");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
