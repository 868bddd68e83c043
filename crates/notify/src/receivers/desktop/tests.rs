use serde_json::json;
use tempfile::tempdir;

use crate::testing::{Program, faults, path, send, until};
use crate::text::example;

async fn bus(dir: &tempfile::TempDir) -> (Program, String) {
    let address = format!("unix:path={}", path(dir, "bus"));
    let listen = format!("--address={address}");
    let mut bus = Program::start(
        "dbus-daemon",
        &["--session", "--nofork", "--print-address", &listen],
        &[],
    );
    bus.says("unix:path=").await;
    (bus, address)
}

/// The real notification program dunst on a real X server.
#[tokio::test]
async fn a_message_is_shown_on_a_desktop() {
    let dir = tempdir().unwrap();
    let (_bus, address) = bus(&dir).await;
    let mut screen = Program::start("Xvfb", &["-displayfd", "1", "-screen", "0", "800x600x24"], &[]);
    let (number, _) = screen
        .says_that("its number", |line| line.trim().parse::<u32>().ok())
        .await;
    let display = format!(":{number}");
    let mut shows = Program::start(
        "dunst",
        &["-print", "-verbosity", "info"],
        &[("DISPLAY", &display), ("DBUS_SESSION_BUS_ADDRESS", &address)],
    );
    until("the notification program", || async {
        send("desktop", json!({ "bus": address }), &example()).await.ok()
    })
    .await;
    shows
        .says("summary: '[CRIT] OB „Süd“: Switch \"Rack\\1\": no answer within 0.9 s'")
        .await;
    shows.says("urgency: CRITICAL").await;
}

#[tokio::test]
async fn a_desktop_without_a_notification_program_says_so() {
    let dir = tempdir().unwrap();
    // A bus that starts nothing by itself.
    let config = format!(
        "<busconfig><type>session</type><listen>unix:path={}</listen><policy context=\"default\">\
         <allow send_destination=\"*\"/><allow receive_sender=\"*\"/><allow own=\"*\"/></policy></busconfig>",
        path(&dir, "bus")
    );
    std::fs::write(dir.path().join("bus.conf"), config).unwrap();
    let file = format!("--config-file={}", path(&dir, "bus.conf"));
    let mut bus = Program::start("dbus-daemon", &["--nofork", "--print-address", &file], &[]);
    bus.says("unix:path=").await;
    let settings = json!({ "bus": format!("unix:path={}", path(&dir, "bus")) });
    let undelivered = send("desktop", settings, &example()).await.unwrap_err();
    assert!(
        undelivered.again
            && undelivered
                .detail
                .contains("no program of this desktop shows notifications"),
        "{undelivered}"
    );
}

#[test]
fn the_bus_is_checked() {
    assert_eq!(
        faults("desktop", json!({ "bus": "/run/user/1000/bus" }))[0].0,
        "bus"
    );
    assert!(faults("desktop", json!({})).is_empty());
}
