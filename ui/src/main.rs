//! Shows the live picture and sends the operator's orders.

#![allow(
    unreachable_pub,
    reason = "the component macro writes `pub` into what it makes"
)]

mod app;
mod format;
mod guard;
mod link;
mod live;
mod model;
mod notes;
mod page;
mod part;
mod screen;
mod sound;
mod text;
mod undo;
mod who;

fn main() {
    console_error_panic_hook::set_once();
    text::speak(&screen::language());
    format::take_up(screen::habits());
    leptos::mount::mount_to_body(app::App);
}
