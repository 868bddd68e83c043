//! Lets Tauri read its configuration and its (empty) list of rights.

fn main() {
    tauri_build::build();
}
