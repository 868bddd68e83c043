//! Keeping one ticket of a ticket system in step with one incident.

use wire::receiver::{Message, News};

use crate::{Undelivered, text};

/// What a ticket system can be asked to do.
pub(crate) trait Tickets: Sync {
    /// The open ticket about the incident of `message`, if there is one.
    fn find(&self, message: &Message) -> impl Future<Output = Result<Option<String>, Undelivered>> + Send;

    /// Opens a ticket about `message`.
    fn open(&self, message: &Message) -> impl Future<Output = Result<(), Undelivered>> + Send;

    /// Adds `note` to a ticket.
    fn add(&self, ticket: &str, note: &str) -> impl Future<Output = Result<(), Undelivered>> + Send;
}

/// Opens a ticket, or adds to the one that is open. What is over, or in somebody's hands, opens none. Closing is left to
/// people: each desk has states and rules of its own for that.
pub(crate) async fn tell(tickets: &impl Tickets, message: &Message) -> Result<(), Undelivered> {
    match tickets.find(message).await? {
        // Sent again, because the answer of the first time was lost.
        Some(_) if message.news == News::Raised => Ok(()),
        Some(ticket) => tickets.add(&ticket, &text::plain(message)).await,
        None if matches!(message.news, News::Acknowledged | News::Resolved) => Ok(()),
        None => tickets.open(message).await,
    }
}
