//! Creating a container, from a specification that was checked.

mod body;
mod versions;

use std::sync::Arc;

use engine_api::{
    container::{CreateContainer, Start},
    image::InspectImage,
    operation::Operation,
    reference::Reference,
    version::ApiVersion,
};
use gate::{Authorized, Principal, Role, Target};
use mirror::Place;
use wire::{ContainerSpec, Id, JobState, Step};

use body::body;
pub(super) use versions::check as check_version;

use super::{Cancelled, Means, pull, report::Report};
use crate::{
    Error,
    language::Language,
    policy,
    sight::{self, Sight},
};

/// All that creating a container may take, allowed before it begins.
pub(super) struct Create {
    principal: Arc<Principal>,
    look: Authorized<InspectImage>,
    image: Reference,
    platform: String,
    create: Making,
    start: bool,
}

/// How a container is made.
enum Making {
    /// As an admin asks for it.
    Freely(Box<Authorized<CreateContainer>>),
    /// As the policy for bodies writes it, once its image is there.
    Held(Box<CreateContainer>),
}

/// The call that makes it, on an engine that speaks this version.
pub(super) fn call(spec: ContainerSpec, version: ApiVersion) -> CreateContainer {
    let name = spec.name.clone().unwrap_or_default();
    let platform = spec.process.platform.clone().unwrap_or_default();
    CreateContainer { name, platform, body: body(spec, version) }
}

impl Create {
    /// Whether its image may be pulled is asked when it is missing.
    pub(super) fn authorize(
        principal: &Arc<Principal>,
        create: CreateContainer,
        image: Reference,
        start: bool,
    ) -> Result<Self, Error> {
        let target = Target::engine();
        let (platform, reference, name) =
            (create.platform.clone(), create.body.image.clone(), create.name.clone());
        let create = match principal.role {
            Role::Admin => Making::Freely(Box::new(gate::authorize(principal, create, &target)?)),
            _ => {
                gate::decide(principal, Operation::ContainerCreate, &target)?;
                Making::Held(Box::new(create))
            }
        };
        policy::check_new_name(principal, &name)?;
        Ok(Self {
            look: gate::authorize_fact(principal, InspectImage { image: reference })?,
            image,
            create,
            principal: principal.clone(),
            platform,
            start,
        })
    }

    pub(super) async fn run(
        self,
        means: &Means,
        report: &Report,
        cancelled: Cancelled,
        language: Language,
    ) -> JobState {
        let (principal, mut container) = (self.principal.clone(), None);
        match self.steps(means, report, cancelled, &mut container).await {
            Ok(state) => state,
            Err(error) => {
                let object = container.map(|id: Id| id.to_string()).unwrap_or_default();
                let error = sight::told(&principal, &means.targets, error, &object);
                JobState::Failed { failure: error.failure(language), container }
            }
        }
    }

    async fn steps(
        self,
        means: &Means,
        report: &Report,
        cancelled: Cancelled,
        container: &mut Option<Id>,
    ) -> Result<JobState, Error> {
        let Means { gateway, mirror, policy, targets } = means;
        let is_there = match gateway.call(self.look).await {
            // What is there for others alone isn't.
            Ok(image) => Sight::new(self.principal.clone(), targets.clone())?.may_use_image(&image.id),
            Err(Error::Engine(error)) if error.is_not_found() => false,
            Err(error) => return Err(error),
        };
        if !is_there {
            report.step(Step::Pull);
            let pull = pull::authorize(policy, &self.principal, self.image, self.platform).await?;
            tokio::select! {
                pulled = pull::pull(means, pull, report) => pulled?,
                _ = cancelled => return Ok(JobState::Cancelled),
            }
            report.step(Step::Create);
        }
        let created = match self.create {
            Making::Freely(create) => gateway.call(*create).await?,
            Making::Held(create) => policy.create(&self.principal, *create).await?,
        };
        *container = Some(created.id);
        if self.start {
            report.step(Step::Start);
            let start = gate::authorize(
                &self.principal,
                Start { id: created.id },
                &targets.container(created.id, false)?,
            )?;
            let started = gateway.call(start).await;
            mirror.settle(Place::Container(created.id)).await;
            started?;
        } else {
            mirror.settle(Place::Container(created.id)).await;
        }
        Ok(JobState::Done { container: *container, warnings: created.warnings })
    }
}
