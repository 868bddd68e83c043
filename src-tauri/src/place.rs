//! Where the window stands: as this user left it, unless that is off the screen by now.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gtk::ApplicationWindow;
use gtk::gdk::{Display, Rectangle, Screen, WindowState};
use gtk::glib::{
    ControlFlow, Priority, Propagation, idle_add_full, idle_add_local_once, timeout_add_local_once,
    user_config_dir,
};
use gtk::prelude::*;
use serde::{Deserialize, Serialize};
use tauri::{Manager, Runtime, WebviewWindowBuilder};

/// The smallest that a window comes back, in pixels.
const LEAST: (i32, i32) = (480, 320);

/// After all that the display has told so far, before anything is drawn: a page at work draws without a pause.
const SETTLED: Priority = Priority::HIGH_IDLE;

/// How long the window is somewhere until that counts as its place.
const STANDS: Duration = Duration::from_millis(500);

/// Does something once the window knows where it stands.
pub(crate) fn when_settled(then: impl FnOnce() + Send + 'static) {
    let mut then = Some(then);
    idle_add_full(SETTLED, move || {
        if let Some(then) = then.take() {
            then();
        }
        ControlFlow::Break
    });
}

/// Makes a window as large as its screen, now and whenever that changes, where no window manager does it.
pub(crate) fn fill_screen(window: &ApplicationWindow) {
    let fill = |window: &ApplicationWindow| {
        let display = Display::default();
        let screen = display.and_then(|display| display.primary_monitor().or_else(|| display.monitor(0)));
        if let Some(screen) = screen.map(|screen| screen.geometry()) {
            window.move_(screen.x(), screen.y());
            window.resize(screen.width(), screen.height());
        }
    };
    fill(window);
    let window = window.clone();
    if let Some(screen) = Screen::default() {
        screen.connect_size_changed(move |_| fill(&window));
    }
}

/// A place on the display, in pixels, as it is when the window is not maximised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
    maximised: bool,
}

/// Where the window was last.
#[derive(Clone, Default)]
pub(crate) struct Last(Arc<Mutex<Noted>>);

#[derive(Default)]
struct Noted {
    kept: Option<Place>,
    /// Where it has just come to: forgotten if it turns out to be the place of a maximised window, of which the
    /// display tells the size first.
    fresh: Option<Place>,
}

impl Last {
    /// Has a window come up where the last one was.
    pub(crate) fn restore<'a, R: Runtime, M: Manager<R>>(
        &self,
        window: WebviewWindowBuilder<'a, R, M>,
    ) -> WebviewWindowBuilder<'a, R, M> {
        let left = fs::read(file()).ok();
        let left: Option<Place> = left.and_then(|text| serde_json::from_slice(&text).ok());
        let Some(place) = left.map(|place| mended(place, &screens())) else {
            return window;
        };
        self.noted().kept = Some(place);
        window
            .position(place.x.into(), place.y.into())
            .inner_size(place.width.into(), place.height.into())
            .maximized(place.maximised)
    }

    /// Follows a window wherever it goes.
    pub(crate) fn follow(&self, window: &ApplicationWindow) {
        let last = self.clone();
        window.connect_configure_event(move |window, _| {
            last.moved(window);
            false
        });
        let last = self.clone();
        window.connect_window_state_event(move |window, event| {
            if event.new_window_state().contains(WindowState::MAXIMIZED) {
                last.maximised();
            } else if event.changed_mask().contains(WindowState::MAXIMIZED) {
                let (last, window) = (last.clone(), window.clone());
                idle_add_local_once(move || last.moved(&window));
            }
            Propagation::Proceed
        });
    }

    fn moved(&self, window: &ApplicationWindow) {
        if window.is_maximized() {
            return;
        }
        let ((x, y), (width, height)) = (window.position(), window.size());
        let place = Place {
            x,
            y,
            width,
            height,
            maximised: false,
        };
        self.noted().fresh = Some(place);
        let last = self.clone();
        timeout_add_local_once(STANDS, move || {
            let mut noted = last.noted();
            if noted.fresh == Some(place) {
                noted.kept = noted.fresh.take();
            }
        });
    }

    fn maximised(&self) {
        let mut noted = self.noted();
        let fresh = noted.fresh.take();
        noted.kept = noted.kept.or(fresh).map(|place| Place {
            maximised: true,
            ..place
        });
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps it for the next window of this user.
    pub(crate) fn save(&self) -> io::Result<()> {
        let noted = self.noted();
        let Some(place) = noted.fresh.or(noted.kept) else {
            return Ok(());
        };
        let file = file();
        if let Some(dir) = file.parent() {
            fs::create_dir_all(dir)?;
        }
        fs::write(file, serde_json::to_vec(&place)?)
    }
}

fn file() -> PathBuf {
    user_config_dir().join("flywatch/window.json")
}

/// What of each screen is free for windows.
fn screens() -> Vec<Rectangle> {
    let Some(display) = Display::default() else {
        return Vec::new();
    };
    let screens = (0..display.n_monitors()).filter_map(|number| display.monitor(number));
    screens.map(|screen| screen.workarea()).collect()
}

/// The same place, wholly on the screen that shows most of it: screens go, and become smaller.
fn mended(place: Place, screens: &[Rectangle]) -> Place {
    let window = Rectangle::new(place.x, place.y, place.width, place.height);
    let shown = |screen: &&Rectangle| {
        let shown = screen.intersect(&window);
        shown.map_or(0, |shown| i64::from(shown.width()) * i64::from(shown.height()))
    };
    // Of screens that show nothing of it, the first.
    let Some(screen) = screens.iter().rev().max_by_key(shown) else {
        return place;
    };
    let width = place.width.max(LEAST.0).min(screen.width());
    let height = place.height.max(LEAST.1).min(screen.height());
    Place {
        x: place.x.clamp(screen.x(), screen.x() + screen.width() - width),
        y: place.y.clamp(screen.y(), screen.y() + screen.height() - height),
        width,
        height,
        maximised: place.maximised,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_comes_back_where_it_can_be_seen() {
        let laptop = Rectangle::new(0, 0, 1920, 1080);
        let rack = Rectangle::new(1920, 0, 1280, 800);
        let both = [laptop, rack];
        for (left, screens, mended_to) in [
            ([100, 50, 1280, 800], &both[..], [100, 50, 1280, 800]),
            ([2000, 100, 1000, 600], &both, [2000, 100, 1000, 600]),
            // The rack's screen is gone.
            ([2000, 100, 1000, 600], &both[..1], [920, 100, 1000, 600]),
            // Mostly on the rack's screen, and too large for it.
            ([1800, -40, 1900, 1000], &both, [1920, 0, 1280, 800]),
            ([-5000, -5000, 1, 1], &both, [0, 0, 480, 320]),
            (
                [i32::MAX, i32::MIN, i32::MAX, i32::MAX],
                &both,
                [0, 0, 1920, 1080],
            ),
            ([7, 7, 700, 700], &[], [7, 7, 700, 700]),
        ] {
            let [x, y, width, height] = left;
            let place = Place {
                x,
                y,
                width,
                height,
                maximised: true,
            };
            let mended = mended(place, screens);
            assert_eq!([mended.x, mended.y, mended.width, mended.height], mended_to);
        }
    }
}
