use futures_util::future::BoxFuture;
use serde::Deserialize;
use wire::kind::KindInfo;
use wire::reading::Failure;
use wire::settings::{FieldError, Settings};

use self::dscp::Dscp;
use self::file::File;
use self::listener::Listener;
use self::place::Place;
use crate::stream::MonitorSettings;
use crate::stream::info::profile;
use crate::{Kind, Look, Probe, Target, settings};

mod analysis;
mod arrivals;
mod changes;
mod day;
mod dscp;
mod file;
mod igmp;
mod info;
mod legs;
mod listener;
mod marks;
mod network;
mod own_link;
mod place;
mod senders;
mod shape;
mod socket;
mod stream;
mod way;

pub(crate) static KIND: Mpegts = Mpegts;

/// Looks at transport streams.
pub(crate) struct Mpegts;

#[derive(Deserialize)]
struct Entered {
    source: String,
    interface: String,
    pcr_limit_ms: u32,
    profile: String,
    dscp: String,
    second_leg: String,
    second_interface: String,
    second_source: String,
    decode: String,
    picture_patience_s: u32,
    sound_pid: String,
}

impl Entered {
    fn options(&self) -> mpegts::Options {
        mpegts::Options {
            pcr: mpegts::Nanos::from_millis(self.pcr_limit_ms.into()),
            profile: profile(&self.profile),
            ..mpegts::Options::default()
        }
    }

    fn dscp(&self) -> Result<Option<Dscp>, FieldError> {
        if self.dscp.is_empty() {
            return Ok(None);
        }
        let read = Dscp::read(self.dscp.trim());
        let message = "enter a number from 0 to 63, or a name: EF, CS0 to CS7, AF11 to AF43";
        read.map(Some).ok_or_else(|| FieldError::new("dscp", message))
    }

    /// Where the second leg comes, if there is one.
    fn second_leg(&self, first: &Place) -> Result<Option<Place>, FieldError> {
        let wrong = |message: &str| FieldError::new("second_leg", message);
        if self.second_leg.is_empty() {
            let is_alone = self.second_interface.is_empty() && self.second_source.is_empty();
            let message = "enter the second leg as well, or leave its interface and its sender empty";
            return if is_alone { Ok(None) } else { Err(wrong(message)) };
        }
        let second = Target::parse(&self.second_leg, &info::INFO)
            .and_then(|target| match target.url().scheme() {
                "rtp" => Place::of(&target, &self.second_source, &self.second_interface),
                _ => Err(wrong("legs come in RTP: rtp://239.1.2.1:5004")),
            })
            .map_err(|error| match error.field.as_str() {
                "source" => FieldError::new("second_source", error.message),
                "interface" => FieldError::new("second_interface", error.message),
                _ => wrong(&error.message),
            })?;
        if (second.address, &second.interface) == (first.address, &first.interface) {
            return Err(wrong(
                "this is the first leg; enter where the other copy of the stream comes",
            ));
        }
        Ok(Some(second))
    }
}

impl Kind for Mpegts {
    fn info(&self) -> &'static KindInfo {
        &info::INFO
    }

    fn build(&self, target: &Target, settings: &Settings) -> Result<Box<dyn Probe>, FieldError> {
        let entered: Entered = settings::read(settings)?;
        let options = entered.options();
        let source = if target.url().scheme() == "file" {
            if !entered.second_leg.is_empty() {
                return Err(FieldError::new(
                    "second_leg",
                    "a file has no second leg; leave it empty",
                ));
            }
            Source::File(File::of(target, options)?)
        } else {
            let place = Place::of(target, &entered.source, &entered.interface)?;
            let second = entered.second_leg(&place)?;
            let monitor =
                MonitorSettings::of(&entered.decode, entered.picture_patience_s, &entered.sound_pid)?;
            let listener = Listener::new(place, options, monitor);
            let listener = listener.with_second(second).with_dscp(entered.dscp()?);
            Source::Network(Box::new(listener))
        };
        Ok(Box::new(source))
    }
}

/// Where a stream comes from.
enum Source {
    File(File),
    Network(Box<Listener>),
}

impl Probe for Source {
    fn look<'a>(&'a mut self, seen: &'a mut Look) -> BoxFuture<'a, Result<(), Failure>> {
        match self {
            Self::File(file) => Box::pin(file.watch(seen)),
            Self::Network(listener) => Box::pin(listener.watch(seen)),
        }
    }
}

#[cfg(test)]
mod tests;
