//! Buttons by what a finger must do: tap, hold, or arm and then hold. Each says what it asks for, where it stands, and
//! what came of it; none is green before the station has answered.

mod arm;
mod armed;
mod hold;
mod key;
mod tap;

use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;

pub(crate) use self::arm::Arm;
pub(crate) use self::hold::{Dwell, Hold};
pub(crate) use self::tap::Tap;
use crate::link::Trouble;

type Answer = Pin<Box<dyn Future<Output = Result<(), Trouble>>>>;

/// Sends an order to the station, with `P` as what proves that it was meant.
pub(crate) struct CarryOut<P: 'static>(StoredValue<Rc<dyn Fn(P) -> Answer>, LocalStorage>);

impl<P: 'static> Clone for CarryOut<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: 'static> Copy for CarryOut<P> {}

impl<P: 'static> CarryOut<P> {
    /// What sends it.
    pub(crate) fn new<F: Future<Output = Result<(), Trouble>> + 'static>(
        send: impl Fn(P) -> F + 'static,
    ) -> Self {
        let send: Rc<dyn Fn(P) -> Answer> = Rc::new(move |proof| Box::pin(send(proof)));
        Self(StoredValue::new_local(send))
    }

    fn send(self, proof: P) -> Answer {
        self.0.with_value(|send| send(proof))
    }
}
