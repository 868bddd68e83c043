//! Finds libsrt.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The statistics have had their present form since 1.5.0.
    let found = pkg_config::Config::new().atleast_version("1.5.0").probe("srt");
    if let Err(error) = found {
        println!(
            "cargo::error=libsrt is not here; install libsrt-gnutls-dev, or build with srt-tokio instead: {error}"
        );
    }
}
