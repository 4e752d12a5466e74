//! Jobs: long work that goes on when the page is closed, is seen by everybody, and can be cancelled.

mod askers;
mod create;
mod faults;
mod pull;
mod report;
mod root;
mod warn;

use std::{
    collections::{BTreeMap, VecDeque},
    panic::AssertUnwindSafe,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::extract::{Path, State};
use engine_api::reference::Reference;
use futures_util::FutureExt;
use gate::Role;
use mirror::{Feed, Mirror};
use tokio::sync::oneshot;
use wire::{
    Change, ContainerSpec, Done, Job, JobId, JobKind, JobState, NewContainer, NewReference, Seq, Started,
    Step, Time, Warning,
};

use crate::{
    Error, Route, Wire, clock,
    crowd::Crowd,
    error::Malformed,
    gateway::Gateway,
    host_root::HostRoot,
    language::{Language, Spoken},
    people::PersonId,
    policy::Policy,
    session::{Caller, Sessions},
    targets::Targets,
};
pub(crate) use askers::Askers;
use report::Report;

/// How many jobs may run at once.
const RUNNING: usize = 16;
/// Of these, one person's.
const OF_ONE: usize = 6;
/// How many jobs that have ended are kept for those who weren't looking.
const ENDED: usize = 30;

/// The routes of jobs.
pub fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/containers", Role::Operator, create).about(
            "Creates a container, as a job: pulls its image when it is missing, and starts it when asked to",
        ),
        Route::post("/api/containers/check", Role::Operator, look_ahead).about(
            "Says what to know before a container is made: what would be refused, and what would give away the host",
        ),
        Route::post("/api/images", Role::Operator, pull).about("Pulls an image, as a job"),
        Route::delete("/api/jobs/{id}", Role::Operator, cancel)
            .about("Cancels a job that runs, and forgets one that has ended"),
    ]
}

/// Ends when somebody cancels the job.
type Cancelled = oneshot::Receiver<()>;

/// The jobs of one run of the server.
#[derive(Clone)]
pub struct Jobs(Arc<Inner>);

/// What the work of jobs takes.
#[derive(Clone)]
struct Means {
    gateway: Gateway,
    mirror: Mirror,
    policy: Policy,
    targets: Targets,
}

struct Inner {
    means: Means,
    paths: warn::Paths,
    sessions: Sessions,
    feed: Arc<Feed>,
    last: AtomicU64,
    places: Crowd<PersonId>,
    askers: Askers,
    state: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    /// Dropping what is here cancels the job.
    running: BTreeMap<JobId, oneshot::Sender<()>>,
    /// The oldest first.
    ended: VecDeque<JobId>,
}

impl Jobs {
    /// No jobs yet.
    pub fn new(
        gateway: Gateway,
        mirror: Mirror,
        policy: Policy,
        targets: Targets,
        sessions: Sessions,
    ) -> Self {
        let feed = mirror.feed().clone();
        Self(Arc::new(Inner {
            means: Means { gateway, mirror, policy, targets },
            paths: warn::Paths::default(),
            sessions,
            feed,
            last: AtomicU64::new(0),
            places: Crowd::new(RUNNING),
            askers: Askers::default(),
            state: Mutex::default(),
        }))
    }

    /// Begins a job. Its work reports as it goes, stops where it can when it is cancelled, and answers how it
    /// ended. All who look read the same words, in the language of whoever began it.
    fn begin<W>(
        &self,
        kind: JobKind,
        caller: &Caller,
        language: Language,
        step: Step,
        work: impl FnOnce(Report, Cancelled) -> W + Send + 'static,
    ) -> Result<Started, Error>
    where
        W: Future<Output = JobState> + Send + 'static,
    {
        let place = self.0.places.enter(caller.person, OF_ONE).ok_or(Error::TooManyJobs)?;
        let id = JobId(self.0.last.fetch_add(1, Ordering::Relaxed) + 1);
        let (cancel, cancelled) = oneshot::channel();
        self.state().running.insert(id, cancel);
        self.0.askers.add(id, &caller.principal);
        let started = Time(clock::now());
        let (by, layers) = (caller.principal.name.clone(), Vec::new());
        let job = Job { id, kind, by, started, ended: None, step, state: JobState::Running, layers };
        let report = Report::new(job, self.0.feed.clone());
        let (jobs, work) = (self.clone(), work(report.clone(), cancelled));
        let demoted = self.0.sessions.until_demoted(caller);
        tokio::spawn(async move {
            // A mistake of ours ends the job like any other failure: it doesn't keep its place for ever.
            let work = AssertUnwindSafe(work).catch_unwind();
            let state = tokio::select! {
                state = work => state.unwrap_or_else(|_| JobState::Failed {
                    failure: Error::internal("a job panicked").failure(language),
                    container: None,
                }),
                // Who may not do it any more doesn't get it done either.
                () = demoted => JobState::Cancelled,
            };
            drop(place);
            report.end(state);
            jobs.ended(id);
        });
        Ok(Started { job: id })
    }

    fn ended(&self, id: JobId) {
        let forgotten = {
            let mut state = self.state();
            state.running.remove(&id);
            state.ended.push_back(id);
            if state.ended.len() > ENDED { state.ended.pop_front() } else { None }
        };
        if let Some(id) = forgotten {
            self.forget(id);
        }
    }

    /// Forgets a job that has ended.
    fn forget(&self, id: JobId) -> Seq {
        let seq = self.0.feed.publish([Change::JobGone(id)]);
        self.0.askers.forget(id);
        seq
    }

    /// Who asked for the jobs.
    pub(crate) fn askers(&self) -> Askers {
        self.0.askers.clone()
    }

    /// Cancels a job that runs, or forgets one that has ended.
    fn cancel(&self, id: JobId) -> Result<Done, Error> {
        let ended = {
            let mut state = self.state();
            // The job itself says that it was cancelled, when it has let go of the engine. What takes but a moment
            // (creating, starting) goes on to its end.
            let running = state.running.remove(&id).is_some();
            let ended = state.ended.iter().position(|other| *other == id);
            if let Some(index) = ended {
                state.ended.remove(index);
            }
            if !running && ended.is_none() {
                return Err(Error::NotFound);
            }
            ended.is_some()
        };
        Ok(Done { seq: if ended { self.forget(id) } else { self.0.feed.publish([]) } })
    }

    fn state(&self) -> MutexGuard<'_, Table> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `POST /api/images`
async fn pull(
    State(jobs): State<Jobs>,
    caller: Caller,
    Spoken(language): Spoken,
    Wire(NewReference { reference }): Wire<NewReference>,
) -> Result<Wire<Started>, Error> {
    let image = parse(&reference)?;
    let means = jobs.0.means.clone();
    let pull = pull::authorize(&means.policy, &caller.principal, image, String::new()).await?;
    let kind = JobKind::Pull { reference };
    let started = jobs.begin(kind, &caller, language, Step::Pull, move |report, cancelled| async move {
        let pulled = tokio::select! {
            pulled = pull::pull(&means, pull, &report) => pulled,
            _ = cancelled => return JobState::Cancelled,
        };
        match pulled {
            Ok(()) => {
                means.mirror.settle(mirror::Place::Images).await;
                JobState::Done { container: None, warnings: vec![] }
            }
            Err(error) => JobState::Failed { failure: error.failure(language), container: None },
        }
    })?;
    Ok(Wire(started))
}

/// `POST /api/containers`
async fn create(
    State(jobs): State<Jobs>,
    State(host_root): State<HostRoot>,
    caller: Caller,
    Spoken(language): Spoken,
    Wire(NewContainer { spec, start }): Wire<NewContainer>,
) -> Result<Wire<Started>, Error> {
    check(&spec)?;
    let image = parse(&spec.image)?;
    let means = jobs.0.means.clone();
    let version = means.targets.api();
    let call = create::call(spec.clone(), version);
    // Nobody gives their password for what the engine can't do.
    create::check_version(&call, version)?;
    // Of people below admin the policy itself lets nothing pass but what an admin has approved of.
    if caller.principal.role == Role::Admin
        && !root::reasons(&means, &caller.principal, &call.body).await?.is_empty()
    {
        host_root.allow(&caller.principal).await?;
    }
    let kind = JobKind::Create { image: spec.image.clone(), name: spec.name.clone(), start };
    let work = create::Create::authorize(&caller.principal, call, image, start)?;
    let started = jobs.begin(kind, &caller, language, Step::Create, move |report, cancelled| async move {
        work.run(&means, &report, cancelled, language).await
    })?;
    Ok(Wire(started))
}

/// `POST /api/containers/check`
async fn look_ahead(
    State(jobs): State<Jobs>,
    caller: Caller,
    Spoken(language): Spoken,
    Wire(spec): Wire<ContainerSpec>,
) -> Result<Wire<Vec<Warning>>, Error> {
    check(&spec)?;
    warn::warnings(&jobs.0.means, &jobs.0.paths, &caller, language, spec).await.map(Wire)
}

/// `DELETE /api/jobs/{id}`
async fn cancel(State(jobs): State<Jobs>, caller: Caller, Path(id): Path<u64>) -> Result<Wire<Done>, Error> {
    let id = JobId(id);
    if caller.principal.role < Role::Admin && !jobs.0.askers.is_of(id, &caller.principal) {
        return Err(Error::NotFound);
    }
    jobs.cancel(id).map(Wire)
}

fn parse(reference: &str) -> Result<Reference, Error> {
    reference.parse().map_err(|why| Malformed::Reference { reference: reference.to_owned(), why }.into())
}

fn check(spec: &ContainerSpec) -> Result<(), Error> {
    let problems: Vec<String> = spec.check().iter().map(faults::describe).collect();
    if problems.is_empty() { Ok(()) } else { Err(Error::malformed(problems.join("; "))) }
}
