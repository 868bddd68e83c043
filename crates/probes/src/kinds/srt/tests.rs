//! Against ffmpeg and srt-live-transmit, and over a way that loses, delays and swaps what it is told to.

mod callers;
mod damage;
mod matrix;
mod peer;
mod relay;
mod tokio_only;
mod trouble;
