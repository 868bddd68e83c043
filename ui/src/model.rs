//! What the screen knows and decides, without any screen: plain values, tested on the host.

pub(crate) mod draft;
pub(crate) mod face;
pub(crate) mod pace;
pub(crate) mod past;
pub(crate) mod trail;
pub(crate) mod wall;
