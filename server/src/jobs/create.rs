//! Creating a container, from a specification that was checked.

use std::{collections::BTreeMap, sync::Arc};

use engine_api::{
    container::{
        ContainerBody, CreateContainer, HostConfigBody, PortBinding, RestartPolicy, RestartPolicyName, Start,
    },
    image::InspectImage,
    operation::Operation,
    port::{Port, Protocol},
    reference::Reference,
};
use gate::{Authorized, Principal, Role, Target};
use mirror::Place;
use wire::{ContainerSpec, Id, JobState, MountSpec, Step};

use super::{Cancelled, Means, pull, report::Report};
use crate::{Error, language::Language, policy};

/// All that creating a container may take, allowed before it begins.
pub(super) struct Create {
    principal: Arc<Principal>,
    look: Authorized<InspectImage>,
    image: Reference,
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

impl Create {
    /// Whether its image may be pulled is asked when it is missing.
    pub(super) fn authorize(
        principal: &Arc<Principal>,
        spec: ContainerSpec,
        image: Reference,
        start: bool,
    ) -> Result<Self, Error> {
        let target = Target::engine();
        let create =
            CreateContainer { name: spec.name.clone().unwrap_or_default(), body: body(spec.clone()) };
        let create = match principal.role {
            Role::Admin => Making::Freely(Box::new(gate::authorize(principal, create, &target)?)),
            _ => {
                gate::decide(principal, Operation::ContainerCreate, &target)?;
                Making::Held(Box::new(create))
            }
        };
        policy::check_new_name(principal, spec.name.as_deref().unwrap_or_default())?;
        Ok(Self {
            look: gate::authorize_fact(principal, InspectImage { image: spec.image })?,
            image,
            create,
            principal: principal.clone(),
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
        let mut container = None;
        match self.steps(means, report, cancelled, &mut container).await {
            Ok(state) => state,
            Err(error) => JobState::Failed { failure: error.failure(language), container },
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
        match gateway.call(self.look).await {
            Ok(_) => {}
            Err(Error::Engine(error)) if error.is_not_found() => {
                report.step(Step::Pull);
                let pull = pull::authorize(policy, &self.principal, self.image).await?;
                tokio::select! {
                    pulled = pull::pull(means, pull, report) => pulled?,
                    _ = cancelled => return Ok(JobState::Cancelled),
                }
                report.step(Step::Create);
            }
            Err(error) => return Err(error),
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

/// The engine's own form of a specification.
pub(super) fn body(spec: ContainerSpec) -> ContainerBody {
    let mut port_bindings = BTreeMap::<Port, Vec<PortBinding>>::new();
    for port in &spec.ports {
        let inside = Port { number: port.private, protocol: protocol(port.protocol) };
        port_bindings.entry(inside).or_default().push(PortBinding {
            host_ip: port.ip.map(|ip| ip.to_string()).unwrap_or_default(),
            host_port: port.public.map(|port| port.to_string()).unwrap_or_default(),
        });
    }
    // As `docker run --volume`: neither path can hold a colon, the specification was checked.
    let bind = |mount: MountSpec| {
        let access = if mount.read_only { ":ro" } else { "" };
        [&*mount.source, ":", &*mount.target, access].concat()
    };
    ContainerBody {
        image: spec.image,
        cmd: spec.command,
        env: spec
            .env
            .into_iter()
            .map(|variable| [variable.name, "=".into(), variable.value].concat())
            .collect(),
        tty: spec.tty,
        open_stdin: spec.tty,
        exposed_ports: port_bindings.keys().copied().collect(),
        labels: spec.labels.into_iter().collect(),
        host_config: HostConfigBody {
            binds: spec.mounts.into_iter().map(bind).collect(),
            port_bindings,
            network_mode: spec.network.unwrap_or_default(),
            restart_policy: restart_policy(spec.restart),
            memory: limit(spec.memory),
            nano_cpus: limit(spec.nano_cpus),
            ..Default::default()
        },
        ..Default::default()
    }
}

fn protocol(protocol: wire::Protocol) -> Protocol {
    match protocol {
        wire::Protocol::Tcp => Protocol::Tcp,
        wire::Protocol::Udp => Protocol::Udp,
        wire::Protocol::Sctp => Protocol::Sctp,
    }
}

fn restart_policy(policy: wire::RestartPolicy) -> RestartPolicy {
    let (name, attempts) = match policy {
        wire::RestartPolicy::No => (RestartPolicyName::No, 0),
        wire::RestartPolicy::Always => (RestartPolicyName::Always, 0),
        wire::RestartPolicy::UnlessStopped => (RestartPolicyName::UnlessStopped, 0),
        wire::RestartPolicy::OnFailure { attempts } => (RestartPolicyName::OnFailure, attempts),
    };
    RestartPolicy { name, maximum_retry_count: attempts.into() }
}

/// The engine counts limits as signed numbers, and takes 0 for none.
fn limit(limit: Option<u64>) -> i64 {
    limit.map_or(0, |limit| i64::try_from(limit).unwrap_or(i64::MAX))
}
