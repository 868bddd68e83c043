//! Numbers as samples have them.

/// A count as a sample.
#[allow(
    clippy::cast_precision_loss,
    reason = "a count beyond 2^53 is still right to 16 digits"
)]
pub(crate) fn as_f64(count: u64) -> f64 {
    count as f64
}

/// So many of a thing, in words: `1 packet`, `7 packets`.
pub(crate) fn counted(count: u64, thing: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{ending}")
}
