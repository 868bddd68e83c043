//! A configuration as a file: checked, exported, applied with the command, with and without a station that runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::json;
use tempfile::TempDir;

use crate::flypack::{Flypack, flywatch, outcome, until};
use crate::plug::{items, peer};

/// A rack with everything in it; `PEER` is a port that can be connected to.
const RACK: &str = r#"
devices:
  - { name: Encoder 1, address: 127.0.0.1, role: encoder, note: "costs 5 $$" }

templates:
  - name: Web
    probes:
      - { name: "{name} web", kind: http, target: "http://{address}/", settings: { authorization: "Basic ${WEB}" } }

probes:
  - { name: Link, kind: tcp, target: "tcp://PEER", device: encoder 1, every_ms: 100 }
  - { name: Gateway, kind: tcp, target: "tcp://PEER", every_ms: 100 }
  - name: Origin
    kind: http
    target: http://127.0.0.1:9/
    enabled: false
    settings: { authorization: "Bearer ${TOKEN}" }
    limits: { http_total_seconds: { bad: above, major: 0.25, critical: 2 } }

channels:
  - name: PGM A
    hops:
      - { name: ENC, probes: [Link] }
      - { name: CDN, probes: [Gateway, Origin] }
"#;

/// A place for files and data directories of one test.
struct Desk {
    place: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            place: tempfile::tempdir().expect("there is room"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("there is room");
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("it is there")
    }

    /// `flywatch` in this place, with words and variables.
    fn command(&self, words: &[&str], variables: &[(&str, &str)]) -> Command {
        let mut command = flywatch();
        command
            .current_dir(self.place.path())
            .args(words)
            .envs(variables.iter().copied())
            .env("RUST_LOG", "warn");
        command
    }

    /// Runs it; exit status, standard output, standard error.
    fn run(&self, words: &[&str], variables: &[(&str, &str)]) -> (i32, String, String) {
        said(&outcome(self.command(words, variables)))
    }
}

fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it speaks UTF-8");
    let status = output.status.code().expect("it ended by itself");
    (status, text(&output.stdout), text(&output.stderr))
}

/// The rack of [`RACK`] at work in `data`.
fn set_up(desk: &Desk, data: &str) {
    desk.write("rack.yaml", &RACK.replace("PEER", &peer().to_string()));
    let variables = [("TOKEN", "tally$light"), ("WEB", "eHg=")];
    let (status, told, complaints) = desk.run(&["apply", "rack.yaml", "--yes", "--data", data], &variables);
    assert_eq!((status, complaints.as_str()), (0, ""), "{told}");
    assert!(told.ends_with("Applied 6 changes.\n"), "{told}");
}

#[test]
fn an_export_makes_another_station_the_same_to_the_byte() {
    let desk = Desk::new();
    set_up(&desk, "one");
    let (status, _, complaints) = desk.run(&["export", "one.yaml", "--data", "one"], &[]);
    assert_eq!((status, complaints.as_str()), (0, ""));
    let text = desk.text("one.yaml");
    for secret in ["tally", "eHg", "sealed"] {
        assert!(!text.contains(secret), "{text}");
    }

    let apply = ["apply", "one.yaml", "--yes", "--data", "two"];
    let (status, _, complaints) = desk.run(&apply, &[]);
    assert_eq!(status, 1);
    assert_eq!(
        complaints
            .lines()
            .filter(|line| line.starts_with("one.yaml:"))
            .collect::<Vec<_>>(),
        complaints.lines().collect::<Vec<_>>()
    );
    for needed in [
        "ORIGIN_AUTHORIZATION is not set",
        "WEB_NAME_WEB_AUTHORIZATION is not set",
    ] {
        assert!(complaints.contains(needed), "{complaints}");
    }
    assert!(!desk.path("two").exists(), "nothing is made before all is well");

    let variables = [
        ("ORIGIN_AUTHORIZATION", "Bearer tally$light"),
        ("WEB_NAME_WEB_AUTHORIZATION", "Basic eHg="),
    ];
    assert_eq!(desk.run(&apply, &variables).0, 0);
    let station = Flypack::start(&desk.path("two"));
    let (status, exported, _) = desk.run(&["export", "--data", "two"], &[]);
    assert_eq!((status, exported), (0, text));
    for same in ["one", "two"] {
        let (status, told, _) = desk.run(&["apply", "one.yaml", "--data", same], &variables);
        assert_eq!((status, told.as_str()), (0, "Nothing to change.\n"));
    }
    let (status, told, _) = desk.run(&["apply", "one.yaml", "--data", "two"], &[]);
    assert_eq!(status, 0);
    assert!(
        told.contains("= probe \"Origin\" settings.authorization kept (ORIGIN_AUTHORIZATION is not set)"),
        "{told}"
    );
    station.stop();
}

#[test]
fn a_mistake_is_told_with_its_line_and_changes_nothing() {
    let desk = Desk::new();
    set_up(&desk, "data");
    let station = Flypack::start(&desk.path("data"));
    desk.write(
        "typo.yaml",
        "\
probes:
  - name: Gateway
    kind: tcp
    target: tcp://127.0.0.1:80
    evry_ms: 500
  - name: Uplink
    kind: icmp
    target: icmp:127.0.0.1
    settings:
      family: ipx
",
    );
    let expected = "\
typo.yaml:5:5: a probe has no entry \"evry_ms\"; did you mean \"every_ms\"?
typo.yaml:10:15: probe \"Uplink\", settings.family: choose one of any, ipv4, ipv6
";
    for words in [
        &["check", "typo.yaml"][..],
        &["apply", "typo.yaml", "--yes", "--data", "data"],
    ] {
        assert_eq!(
            desk.run(words, &[]),
            (1, String::new(), expected.to_owned()),
            "{words:?}"
        );
    }
    // What only this station can know.
    desk.write("less.yaml", "probes: []\n");
    let (status, told, _) = desk.run(&["check", "less.yaml"], &[]);
    assert_eq!(
        (status, told.as_str()),
        (0, "Nothing is wrong with less.yaml (probes: 0).\n")
    );
    let (status, _, complaints) = desk.run(&["apply", "less.yaml", "--yes", "--data", "data"], &[]);
    assert_eq!(status, 1);
    assert!(
        complaints.starts_with(
            "less.yaml:1:9: probes: the probe \"Link\" is not among them, but the channel \"PGM A\""
        ),
        "{complaints}"
    );
    assert_eq!(items(&station, "/api/v1/probes").len(), 3);
    let (status, _, complaints) = desk.run(&["check", "nowhere.yaml"], &[]);
    assert_eq!(status, 1);
    assert!(
        complaints.starts_with("flywatch: cannot read nowhere.yaml: "),
        "{complaints}"
    );
    station.stop();
}

#[test]
fn what_does_not_change_runs_on_and_no_secret_is_told() {
    let desk = Desk::new();
    set_up(&desk, "data");
    let station = Flypack::start(&desk.path("data"));
    let probe = |name: &str| {
        let probes = items(&station, "/api/v1/probes");
        probes.into_iter().find(|probe| probe["name"] == name)
    };
    let well = until("the link is well", || {
        probe("Link").filter(|probe| probe["state"]["condition"] == "ok")
    });
    let changed = desk
        .text("rack.yaml")
        .replace("Gateway", "Gate")
        .replace("Bearer ${TOKEN}", "Bearer ${OTHER}");
    desk.write("changed.yaml", &changed);
    let (status, told, complaints) = desk.run(
        &["apply", "changed.yaml", "--yes", "--data", "data"],
        &[("OTHER", "hunter2"), ("WEB", "eHg=")],
    );
    assert_eq!((status, complaints.as_str()), (0, ""));
    let steps: Vec<&str> = told
        .lines()
        .map(|line| line.split(" tcp:").next().unwrap())
        .collect();
    assert_eq!(
        steps,
        [
            "+ probe \"Gate\"",
            "~ probe \"Origin\" settings.authorization changed",
            "- probe \"Gateway\"",
            "~ channel \"PGM A\" hops.CDN.probes Gateway Origin → Gate Origin",
            "Applied 4 changes.",
        ]
    );
    let after = probe("Link").expect("it is there");
    assert_eq!(after["revision"], well["revision"]);
    assert_eq!(after["state"]["since"], well["state"]["since"]);
    assert_eq!(after["state"]["condition"], "ok");
    assert!(probe("Gate").is_some() && probe("Gateway").is_none());

    let audit = station.get("/api/v1/audit").text();
    assert!(audit.contains("local operator"), "{audit}");
    let events = station.get("/api/v1/events").text();
    let log = station.stop();
    for words in [&audit, &events, &log, &told] {
        assert!(!words.contains("hunter2") && !words.contains("tally"), "{words}");
    }
}

#[test]
fn a_plan_is_shown_first_and_nothing_is_applied_unasked() {
    let desk = Desk::new();
    desk.write(
        "one.yaml",
        "probes: [{ name: A, kind: tcp, target: 'tcp://127.0.0.1:9' }]\n",
    );
    let plan = "+ probe \"A\" tcp://127.0.0.1:9\n";
    let dry = desk.run(&["apply", "one.yaml", "--dry-run", "--data", "data"], &[]);
    assert_eq!(
        dry,
        (3, format!("{plan}1 change would be applied.\n"), String::new())
    );
    let (status, told, complaints) = desk.run(&["apply", "one.yaml", "--data", "data"], &[]);
    assert_eq!((status, told.as_str()), (1, plan));
    assert!(complaints.contains("add --yes to apply 1 change"), "{complaints}");
    assert!(!desk.path("data").exists());
    assert_eq!(desk.run(&["apply"], &[]).0, 64);
    assert_eq!(desk.run(&["apply", "one.yaml", "--yes", "--dry-run"], &[]).0, 64);

    // A terminal made by script(1), with an answer typed in.
    for (answer, status, end) in [
        ("n", 1, "nothing was applied"),
        ("", 1, "nothing was applied"),
        ("y", 0, "Applied 1 change."),
    ] {
        let program = desk.command(&[], &[]).get_program().to_owned();
        let asked = format!("{} apply one.yaml --data data", program.display());
        let answers = desk.path("answers");
        desk.write("answers", &format!("{answer}\n"));
        let mut command = Command::new("script");
        command
            .args(["--quiet", "--return", "--command", &asked, "/dev/null"])
            .current_dir(desk.place.path())
            .env("RUST_LOG", "warn")
            .stdin(fs::File::open(answers).expect("it is there"));
        let (ended, told, _) = said(&outcome(command));
        assert_eq!(ended, status, "{told}");
        assert!(
            told.contains("Apply this 1 change? [y/N]") && told.trim_end().ends_with(end),
            "{told}"
        );
    }
    let dry = desk.run(&["apply", "one.yaml", "--dry-run", "--data", "data"], &[]);
    assert_eq!(dry, (0, "Nothing to change.\n".to_owned(), String::new()));
    let (status, _, complaints) = desk.run(&["export", "--data", "nowhere"], &[]);
    assert_eq!(status, 1);
    assert!(
        complaints.contains("no station has kept its data in nowhere; name its directory"),
        "{complaints}"
    );
    assert!(!desk.path("nowhere").exists());
}

#[test]
fn a_thousand_probes_are_one_file() {
    let desk = Desk::new();
    let probes: String = (0..1000)
        .map(|number| {
            format!(
                "  - {{ name: Probe {number}, kind: tcp, target: 'tcp://127.0.0.1:9', every_ms: 60000 }}\n"
            )
        })
        .collect();
    desk.write("many.yaml", &format!("probes:\n{probes}"));
    let station = Flypack::start(&desk.path("data"));
    let apply = ["apply", "many.yaml", "--yes", "--data", "data"];
    let (status, told, complaints) = desk.run(&apply, &[]);
    assert_eq!((status, complaints.as_str()), (0, ""));
    assert_eq!(told.lines().last(), Some("Applied 1000 changes."));
    assert_eq!(station.get("/api/v1/health").json()["probes"], json!(1000));
    assert_eq!(desk.run(&apply, &[]).1, "Nothing to change.\n");
    desk.write("none.yaml", "probes: []\n");
    let (_, told, _) = desk.run(&["apply", "none.yaml", "--yes", "--data", "data"], &[]);
    assert_eq!(told.lines().last(), Some("Applied 1000 changes."));
    assert_eq!(station.get("/api/v1/health").json()["probes"], json!(0));
    station.stop();
}

#[test]
fn a_file_is_replaced_whole_and_a_pipe_is_written_to() {
    let desk = Desk::new();
    set_up(&desk, "data");
    desk.write("out.yaml", &"old\n".repeat(10_000));
    assert_eq!(desk.run(&["export", "out.yaml", "--data", "data"], &[]).0, 0);
    let (status, piped, _) = desk.run(&["export", "/dev/stdout", "--data", "data"], &[]);
    assert_eq!((status, piped), (0, desk.text("out.yaml")));
    let left: Vec<_> = fs::read_dir(desk.place.path())
        .expect("it is there")
        .map(|entry| entry.expect("it can be read").file_name())
        .filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "new"))
        .collect();
    assert_eq!(left, Vec::<std::ffi::OsString>::new());
    let (status, _, complaints) = desk.run(&["export", "no/where.yaml", "--data", "data"], &[]);
    assert_eq!(status, 1);
    assert!(
        complaints.starts_with("flywatch: cannot write no/where.yaml: "),
        "{complaints}"
    );
}

#[test]
fn a_table_goes_out_is_changed_and_goes_in_again() {
    let desk = Desk::new();
    set_up(&desk, "data");
    assert_eq!(desk.run(&["export", "rack.csv", "--data", "data"], &[]).0, 0);
    let table = desk.text("rack.csv");
    assert_eq!(desk.run(&["export", "--csv", "--data", "data"], &[]).1, table);
    assert!(!table.contains("tally"), "{table}");
    let apply = ["apply", "rack.csv", "--yes", "--data", "data"];
    assert_eq!(desk.run(&apply, &[]).1.lines().last(), Some("Nothing to change."));

    desk.write(
        "rack.csv",
        "name;target;every_s\nGateway;;2,5\nNew;icmp:127.0.0.1;\n",
    );
    // With and without a station that runs.
    let station = Flypack::start(&desk.path("data"));
    let told = desk.run(&["apply", "rack.csv", "--dry-run", "--data", "data"], &[]);
    let plan = "~ probe \"Gateway\" every_ms 100 → 2500\n+ probe \"New\" icmp:127.0.0.1\n";
    assert_eq!(
        told,
        (3, format!("{plan}2 changes would be applied.\n"), String::new())
    );
    station.stop();
    assert_eq!(
        desk.run(&apply, &[]),
        (0, format!("{plan}Applied 2 changes.\n"), String::new())
    );
    desk.write("wrong.csv", "name,kind,target,evry_s\n\"A\nB\",icmp,127.0.0.1,\n");
    let (status, _, complaints) = desk.run(&["check", "wrong.csv"], &[]);
    assert_eq!(
        (status, complaints.as_str()),
        (
            1,
            "wrong.csv:1:4: there is no column \"evry_s\"; did you mean \"every_s\"?\n\
             wrong.csv:2:1: probe \"A\\nB\", name: enter letters, digits and signs in one line\n"
        )
    );
}
