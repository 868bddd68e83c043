use serde::{Deserialize, Serialize};

/// How bad something is; the greater, the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nobody has to act.
    Info,
    /// A defect that viewers do not notice.
    Minor,
    /// Somebody should act soon.
    Major,
    /// Somebody must act now.
    Critical,
}
