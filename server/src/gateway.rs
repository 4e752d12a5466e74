//! The one way to the engine: it takes only what the gate has allowed.

use engine::{Client, Error, Items};
use engine_api::{
    call::Call,
    reply::{Streamed, Unary},
};
use gate::Authorized;

/// The engine, for those who act in somebody's name.
#[derive(Clone, Debug)]
pub struct Gateway(Client);

impl Gateway {
    /// The way to the engine of a client.
    pub fn new(client: Client) -> Self {
        Self(client)
    }

    /// Makes a call and waits for its whole reply.
    pub async fn call<C>(&self, call: Authorized<C>) -> Result<<C::Reply as Unary>::Value, Error>
    where
        C: Call + Sync,
        C::Reply: Unary,
    {
        self.0.call(&*call).await
    }

    /// Makes a call and gives its items as they come. Dropping them ends it.
    pub async fn stream<C>(
        &self,
        call: Authorized<C>,
    ) -> Result<Items<<C::Reply as Streamed>::Decoder>, Error>
    where
        C: Call + Sync,
        C::Reply: Streamed,
    {
        self.0.stream(&*call).await
    }
}
