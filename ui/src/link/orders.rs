//! Orders that must be held: the begin of a hold, and the header that proves it.

use gloo_net::http::{Request, RequestBuilder};
use wire::touch::{HEADER, Held, Touch};

use super::{Trouble, ask};

/// Proof that an order was held as it must be; good once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proof(String);

impl Proof {
    /// Of the token that the station gave.
    pub(crate) fn new(token: String) -> Self {
        Self(token)
    }

    /// The order with its proof.
    pub(crate) fn on(&self, order: RequestBuilder) -> RequestBuilder {
        order.header(HEADER, &self.0)
    }
}

/// Tells the station that a finger is on an order, or arms it.
pub(crate) async fn touch(touch: &Touch) -> Result<Held, Trouble> {
    ask(Request::post("/api/v1/holds"), touch).await
}
