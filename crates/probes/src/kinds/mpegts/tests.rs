//! Against streams that ffmpeg sends and against damage that is counted.

mod bad_input;
mod damage;
mod excerpt;
mod fec;
mod files;
mod legs;
mod marking;
mod network;
mod oracle;
mod peer;
mod picture;
mod streams;
