//! What is remembered of an answer: to which stacks belongs what was made, whose an exec is, what is gone.

use engine_api::operation::Operation;
use serde_json::Value;
use wire::Id;

use super::shape::Shaping;
use crate::{Error, members::Kind, policy::made_id};

impl Shaping<'_> {
    /// Remembers what was made, before anybody hears that it is there.
    pub(super) async fn remember(&self, made: &Value) -> Result<(), Error> {
        let operation = self.command.named.operation;
        if operation == Operation::ContainerExec {
            let id = made_id(operation, made)?;
            let container = self.command.named.object.parse::<Id>().map_err(Error::internal)?;
            self.docker.execs.put(id, container, self.person);
        }
        match &self.about {
            Some(about) => {
                self.docker.policy.remember_made(self.command.by_shared(), operation, about, made).await
            }
            None => Ok(()),
        }
    }

    /// Forgets what was removed.
    pub(super) async fn forget(&self) -> Result<(), Error> {
        let kind = match self.command.named.operation {
            Operation::ContainerDelete => Kind::Container,
            Operation::NetworkDelete => Kind::Network,
            _ => return Ok(()),
        };
        self.docker.targets.members().forget(vec![(kind, self.command.named.object.clone())]).await
    }
}
