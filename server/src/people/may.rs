//! What somebody may do to a container: the gate is asked as it is when they do it.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use engine_api::operation::Operation;
use gate::{Power, Principal, Proof, Secrets, Target};
use mirror::Feed;
use wire::{Ability, Container, May, MayRow, OnContainer, Verdict};

use super::{Name, People};
use crate::{
    Error, Wire,
    docker::Docker,
    language::{Language, Spoken},
    targets::Targets,
    texts,
};

/// What people ask about, and the operation that it takes.
const ABILITIES: [(Ability, Operation); 14] = [
    (Ability::See, Operation::ContainerList),
    (Ability::Inspect, Operation::ContainerInspect),
    (Ability::Stats, Operation::ContainerStats),
    (Ability::Processes, Operation::ContainerTop),
    (Ability::Logs, Operation::ContainerLogs),
    (Ability::StartAndStop, Operation::ContainerStop),
    (Ability::Exec, Operation::ContainerExec),
    (Ability::Attach, Operation::ContainerAttach),
    (Ability::ReadFiles, Operation::ContainerArchive),
    (Ability::WriteFiles, Operation::PutContainerArchive),
    (Ability::Rename, Operation::ContainerRename),
    (Ability::Update, Operation::ContainerUpdate),
    (Ability::Remove, Operation::ContainerDelete),
    (Ability::Export, Operation::ContainerExport),
];

pub(super) async fn ask(
    State(people): State<People>,
    State(targets): State<Targets>,
    State(feed): State<Arc<Feed>>,
    State(docker): State<Docker>,
    Spoken(language): Spoken,
    Path(name): Path<String>,
    Query(OnContainer { container }): Query<OnContainer>,
) -> Result<Wire<May>, Error> {
    let person = people.find(Name::parse(&name)?)?;
    feed.get::<Container>(&container).ok_or(Error::NotFound)?;
    let principal = Arc::new(Principal {
        name: person.name.to_string(),
        role: person.role,
        scopes: person.scopes,
        raw: person.raw,
        proof: Proof::Unasked,
        through: String::new(),
    });
    // What is done within it minds most of what it could do on the host.
    let target = match targets.inside(&principal, Operation::ContainerExec, container, true).await {
        Ok(target) => target,
        Err(Error::UsersUntold | Error::TooManyUsers { .. }) => {
            Target { power: Some(Power::Untold), ..targets.container(container, true)? }
        }
        Err(error) => return Err(error),
    };
    let rows = ABILITIES.into_iter().map(|(ability, operation)| {
        let verdict = verdict(&principal, operation, &target, &docker, language);
        MayRow { ability, operation: operation.name().to_owned(), verdict }
    });
    let stacks = target.stacks.iter().flatten().map(ToString::to_string).collect();
    Ok(Wire(May { disabled: person.disabled, stacks, rows: rows.collect() }))
}

fn verdict(
    principal: &Principal,
    operation: Operation,
    target: &Target,
    docker: &Docker,
    language: Language,
) -> Verdict {
    match gate::secrets(principal, operation, target) {
        Ok(Secrets::LeftOut) => Verdict::WithoutSecrets,
        Ok(Secrets::Shown) => match docker.pass_for(principal, operation) {
            Ok(()) => Verdict::Yes,
            Err(refused) => Verdict::No(refused.failure(language).message),
        },
        Err(refusal) => Verdict::No(texts::refusal(&refusal, language)),
    }
}
