use wire::settings::FieldError;

/// Why a station could not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The data directory does not serve.
    #[error("opening the station's data")]
    Store(#[source] store::Error),
}

/// Why an order was not carried out. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Entries that are wrong.
    #[error("some entries are wrong")]
    Invalid(Vec<FieldError>),
    /// The station is not as it was when the plan was made.
    #[error("the station was changed after the plan was made")]
    MovedOn,
    /// The store said no.
    #[error(transparent)]
    Store(#[from] store::Error),
}
