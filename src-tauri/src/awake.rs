//! Keeps the screen from going dark by itself, by whatever means this machine has: a desktop, a log-in service, an X server.

use std::any::Any;
use std::path::Path;

use anyhow::{Result, ensure};
use gtk::gio::{BusType, Cancellable, DBusCallFlags, UnixFDList, bus_get_sync};
use gtk::glib::ToVariant;
use x11rb::protocol::screensaver::ConnectionExt as _;

const WHO: &str = "Flywatch";
const WHY: &str = "the wall has to be seen";
/// How long each of them may take to answer, in milliseconds.
const PATIENCE: i32 = 2_000;
/// D-Bus name, object and interface by which desktops are asked.
const DESKTOPS: [(&str, &str, &str); 2] = [
    (
        "org.freedesktop.ScreenSaver",
        "/org/freedesktop/ScreenSaver",
        "org.freedesktop.ScreenSaver",
    ),
    (
        "org.freedesktop.PowerManagement",
        "/org/freedesktop/PowerManagement/Inhibit",
        "org.freedesktop.PowerManagement.Inhibit",
    ),
];

/// Something that keeps the screen awake as long as it is there.
type Hold = Box<dyn Any>;

/// Asks everybody who could darken the screen not to. That nobody listens is a line in the log, never a failure.
pub(crate) fn keep() -> Vec<Hold> {
    let mut held = Vec::new();
    let mut by = Vec::new();
    for (who, asked) in [
        ("the desktop", desktop()),
        ("the log-in service", login()),
        ("the X server", x_server()),
    ] {
        match asked {
            Ok(hold) => {
                held.push(hold);
                by.push(who);
            }
            Err(error) => tracing::debug!("{who} was not asked to keep the screen awake: {error:#}"),
        }
    }
    if by.is_empty() {
        tracing::warn!(
            "nothing here can be told to keep the screen awake; switch its power saving off by hand"
        );
    } else {
        tracing::info!("the screen is kept awake by {}", by.join(", "));
    }
    held
}

/// Holds as long as the connection does.
fn desktop() -> Result<Hold> {
    let told = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some();
    let usual = std::env::var_os("XDG_RUNTIME_DIR").is_some_and(|dir| Path::new(&dir).join("bus").exists());
    // Asking for a bus that is not there would start one.
    ensure!(told || usual, "there is no session bus");
    let bus = bus_get_sync(BusType::Session, None::<&Cancellable>)?;
    let asked = DESKTOPS.map(|(name, object, interface)| {
        bus.call_sync(
            Some(name),
            object,
            interface,
            "Inhibit",
            Some(&(WHO, WHY).to_variant()),
            None,
            DBusCallFlags::NONE,
            PATIENCE,
            None::<&Cancellable>,
        )
    });
    ensure!(asked.iter().any(Result::is_ok), "there is no desktop");
    Ok(Box::new(bus))
}

/// Holds as long as the file is open that comes with the answer.
fn login() -> Result<Hold> {
    let bus = bus_get_sync(BusType::System, None::<&Cancellable>)?;
    let (_, file) = bus.call_with_unix_fd_list_sync(
        Some("org.freedesktop.login1"),
        "/org/freedesktop/login1",
        "org.freedesktop.login1.Manager",
        "Inhibit",
        Some(&("idle", WHO, WHY, "block").to_variant()),
        None,
        DBusCallFlags::NONE,
        PATIENCE,
        None::<&UnixFDList>,
        None::<&Cancellable>,
    )?;
    Ok(Box::new(file))
}

/// Holds as long as the connection does (X Screen Saver Extension, 1.1, `ScreenSaverSuspend`).
fn x_server() -> Result<Hold> {
    ensure!(std::env::var_os("DISPLAY").is_some(), "there is no X server");
    let (x, _) = x11rb::connect(None)?;
    x.screensaver_query_version(1, 1)?.reply()?;
    x.screensaver_suspend(1)?.check()?;
    Ok(Box::new(x))
}
