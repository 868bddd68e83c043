//! The holds that were begun, each good for one order of whoever began it.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use wire::touch::{Class, HEADER, Held, LIT_MS, ORDERS, Order, Touch};

use crate::guard::Caller;
use crate::problem::{HOLD_AGAIN, HOLD_FIRST, Refusal};

/// So many holds are remembered, the oldest forgotten first. Hands are few; only a flood is ever more.
const REMEMBERED: usize = 256;

/// Who holds what.
#[derive(Default)]
pub(crate) struct Holds(Mutex<VecDeque<Hold>>);

struct Hold {
    token: String,
    caller: Caller,
    order: &'static Order,
    /// Whether it only arms.
    arms: bool,
    from: Instant,
    until: Instant,
    spent: bool,
}

/// Why a hold does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Unknown,
    OfAnother,
    Spent,
    TooShort,
    TooOld,
}

impl Holds {
    /// `caller` touches an order at `now`; `token` is fresh and nobody can guess it.
    ///
    /// # Errors
    /// There is no such order, it is not to be touched like that, or it is not armed.
    pub(crate) fn begin(
        &self,
        touch: &Touch,
        caller: Caller,
        token: String,
        now: Instant,
    ) -> Result<Held, Refusal> {
        let order = known(&touch.order)?;
        let arms = touch.arm;
        match (order.class, arms, &touch.armed) {
            (_, true, Some(_)) => {
                let message = "Arm it, or hold it with the token that arming gave; not both at once.";
                return Err(Refusal::entry("armed", message));
            }
            (Class::Tap | Class::Hold, true, _) => {
                let message = format!("{} needs no arming; hold it.", order.name);
                return Err(Refusal::entry("arm", message));
            }
            (Class::Tap | Class::Hold, _, Some(_)) => {
                let message = format!("{} needs no arming; leave this out.", order.name);
                return Err(Refusal::entry("armed", message));
            }
            (Class::Arm, false, None) => return Err(Refusal::new(HOLD_FIRST, first(order))),
            (Class::Arm, false, Some(armed)) => {
                self.spend(armed, order, true, &caller, now)
                    .map_err(|fault| fault.refusal(order, true))?;
            }
            (Class::Arm, true, None) | (Class::Tap | Class::Hold, false, None) => {}
        }
        let hold_ms = if arms { 0 } else { order.class.hold_ms() };
        let expires_ms = hold_ms + LIT_MS;
        let hold = Hold {
            token: token.clone(),
            caller,
            order,
            arms,
            from: now + Duration::from_millis(hold_ms.into()),
            until: now + Duration::from_millis(expires_ms.into()),
            spent: false,
        };
        let mut holds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if holds.len() == REMEMBERED {
            holds.pop_front();
        }
        holds.push_back(hold);
        Ok(Held {
            token,
            class: order.class,
            hold_ms,
            expires_ms,
        })
    }

    /// Lets `caller` carry out `order` at `now` if the hold of `token` has been long enough; the token is spent.
    ///
    /// # Errors
    /// It was not held, too short or too long ago, or for something else.
    pub(crate) fn end(
        &self,
        token: &str,
        order: &'static Order,
        caller: &Caller,
        now: Instant,
    ) -> Result<(), Refusal> {
        self.spend(token, order, false, caller, now)
            .map_err(|fault| fault.refusal(order, false))
    }

    fn spend(
        &self,
        token: &str,
        order: &Order,
        arms: bool,
        caller: &Caller,
        now: Instant,
    ) -> Result<(), Fault> {
        let mut holds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hold = holds
            .iter_mut()
            .find(|hold| hold.token == token && hold.caller == *caller)
            .ok_or(Fault::Unknown)?;
        if hold.order != order || hold.arms != arms {
            return Err(Fault::OfAnother);
        }
        // One that was let go early is spent as well: who wants it after all begins anew.
        if std::mem::replace(&mut hold.spent, true) {
            return Err(Fault::Spent);
        }
        if now < hold.from {
            return Err(Fault::TooShort);
        }
        if now > hold.until {
            return Err(Fault::TooOld);
        }
        Ok(())
    }
}

fn known(name: &str) -> Result<&'static Order, Refusal> {
    ORDERS
        .into_iter()
        .find(|order| order.name == name)
        .ok_or_else(|| {
            let names: Vec<_> = ORDERS.iter().map(|order| order.name.as_ref()).collect();
            let message = format!(
                "No order of this name needs a hold; those that do: {}.",
                names.join(", ")
            );
            Refusal::entry("order", message)
        })
}

/// How to touch an order that was not held.
pub(super) fn first(order: &Order) -> String {
    let gesture = gesture(order.class);
    format!(
        "{gesture}; programs tell `/api/v1/holds` of it, wait, and send its token with the order as `{HEADER}`."
    )
}

fn gesture(class: Class) -> &'static str {
    match class {
        Class::Tap => "Touch it once",
        Class::Hold => "Hold it for 1 second",
        Class::Arm => "Arm it, then hold it for 1.5 seconds while it is lit",
    }
}

impl Fault {
    fn refusal(self, order: &Order, arms: bool) -> Refusal {
        let again = match order.class {
            Class::Tap | Class::Hold => "hold it again",
            Class::Arm => "arm it again, then hold it",
        };
        let why = match (self, arms) {
            (Self::Unknown, false) => "The station knows of no such hold",
            (Self::Unknown, true) => "The station knows of no such arming",
            (Self::OfAnother, false) => "This hold is one of another order",
            (Self::OfAnother, true) => "What was armed is another order",
            (Self::Spent, false) => "This hold was used already",
            (Self::Spent, true) => "This arming was used already",
            (Self::TooShort, _) => "It was let go too early",
            (Self::TooOld, false) => "It was held too long ago",
            (Self::TooOld, true) => "It was armed too long ago",
        };
        Refusal::new(HOLD_AGAIN, format!("{why}, and nothing was done: {again}."))
    }
}

#[cfg(test)]
mod tests;
