//! The guarded door: logs people in, serves the page, and lets through what the gate allows.
//!
//! [`router`] is the map: every module's routes, and the layers around them.

use std::{ops::Deref, sync::Arc};

use axum::{Router, extract::FromRef, middleware};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

mod accept;
mod account;
pub mod audit;
pub mod cli;
mod clock;
mod codec;
mod config;
mod crowd;
mod disk;
mod docker;
mod encoded;
mod error;
mod gateway;
mod guard;
mod health;
mod host_root;
mod jobs;
mod labels;
mod language;
mod listen;
mod lists;
mod live;
mod login;
pub mod members;
mod offline;
mod openapi;
mod own;
mod people;
mod policy;
mod proxy;
mod route;
mod secret;
mod serve;
mod session;
mod setup;
mod shutdown;
mod sight;
mod site;
mod stacks;
mod store;
mod targets;
mod texts;
mod tls;

pub use codec::Wire;
pub use config::{Config, TlsChoice};
pub use error::Error;
pub use guard::{Door, Scheme, Visit};
pub use people::{Cost, Name, Password, People};
pub use route::{Access, Route};
pub use serve::{Server, bind};
pub use session::{Caller, NewToken, Sessions, Tokens};
pub use shutdown::Shutdown;
pub use site::{PLAIN, PageFile, Site};
pub use store::{Store, prepare_folder};

use audit::Audit;
use disk::DiskUse;
use docker::Docker;
use gate::body::Limits;
use gateway::Gateway;
use host_root::HostRoot;
use jobs::Jobs;
use lists::Lists;
use live::Live;
use members::Members;
use mirror::{Feed, Mirror};
use openapi::Description;
use policy::Policy;
use proxy::Proxy;
use setup::Setup;
use targets::Targets;

/// What handlers may ask for, each by its own type. Every request has a few clones of it: they share it.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What an [`App`] is made of.
pub struct Parts {
    /// Who may log in.
    pub people: People,
    /// Who is logged in.
    pub sessions: Sessions,
    /// The first start.
    pub setup: Setup,
    /// The page's files.
    pub site: Site,
    /// Says when streams should end.
    pub shutdown: Shutdown,
    /// What the mirror has seen.
    pub feed: Arc<Feed>,
    disk: DiskUse,
    lists: Lists,
    live: Live,
    proxy: Proxy,
    jobs: Jobs,
    docker: Docker,
    targets: Targets,
    host_root: HostRoot,
    audit: Audit,
    tokens: Tokens,
    forms: codec::Forms,
    description: Description,
}

impl App {
    /// Puts the parts together.
    ///
    /// `limits` is how much people with the grant deploy may ask for; `raw_api` says whether admins' requests of the
    /// engine's own API may pass as they are.
    #[expect(clippy::too_many_arguments, reason = "these are the parts")]
    pub fn new(
        store: Store,
        people: People,
        setup: Setup,
        engine: engine::Client,
        mirror: Mirror,
        limits: Limits,
        raw_api: bool,
        site: Site,
    ) -> Self {
        let (feed, own) = (mirror.feed().clone(), mirror.own());
        let audit = Audit::new(store.clone());
        let gateway = Gateway::new(engine, audit.clone());
        let members = Members::new(store.clone(), feed.clone());
        let targets = Targets::new(gateway.clone(), members, feed.clone(), own, &limits);
        let policy = Policy::new(gateway.clone(), targets.clone(), limits);
        let host_root = HostRoot::new(store.clone(), feed.clone());
        let (sessions, tokens) = (Sessions::new(store.clone()), Tokens::new(store));
        let jobs =
            Jobs::new(gateway.clone(), mirror.clone(), policy.clone(), targets.clone(), sessions.clone());
        Self(Arc::new(Parts {
            people,
            setup,
            shutdown: Shutdown::default(),
            disk: DiskUse::new(gateway.clone()),
            lists: Lists::new(feed.clone()),
            live: Live::new(feed.clone(), targets.clone(), jobs.askers(), &site),
            site,
            proxy: Proxy::new(gateway.clone(), mirror, targets.clone(), policy.clone()),
            docker: Docker::new(gateway, feed.clone(), targets.clone(), policy, own, raw_api),
            jobs,
            sessions,
            targets,
            host_root,
            tokens,
            audit,
            forms: codec::forms(),
            description: Description::default(),
            feed,
        }))
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

macro_rules! handlers_may_take {
    ($($field:ident: $type:ty),* $(,)?) => {$(
        impl FromRef<App> for $type {
            fn from_ref(app: &App) -> Self {
                app.$field.clone()
            }
        }
    )*};
}
handlers_may_take! {
    people: People,
    sessions: Sessions,
    setup: Setup,
    site: Site,
    shutdown: Shutdown,
    feed: Arc<Feed>,
    disk: DiskUse,
    lists: Lists,
    live: Live,
    proxy: Proxy,
    jobs: Jobs,
    docker: Docker,
    targets: Targets,
    host_root: HostRoot,
    audit: Audit,
    tokens: Tokens,
    forms: codec::Forms,
    description: Description,
}

/// Every route there is: one line a module.
pub fn routes() -> Vec<Route> {
    [
        health::routes(),
        language::routes(),
        login::routes(),
        setup::routes(),
        session::routes(),
        site::routes(),
        offline::routes(),
        disk::routes(),
        lists::routes(),
        labels::routes(),
        live::routes(),
        proxy::routes(),
        jobs::routes(),
        docker::routes(),
        account::routes(),
        people::routes(),
        stacks::routes(),
        host_root::routes(),
        audit::routes(),
        openapi::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The whole server, but for its sockets.
pub fn router(app: App, door: Arc<Door>) -> Router {
    let places = route::places();
    let router =
        routes().into_iter().fold(Router::new(), |router, route| route.add_to(router, &app, &places));
    // One layer of layers: of each alone, every request would make a copy of all that are within it.
    let layers = ServiceBuilder::new()
        // Outermost: no response leaves without these, whoever made it.
        .layer(middleware::from_fn(guard::harden))
        // Outside the door, so that its refusals are written and logged like every other failure.
        .layer(middleware::from_fn_with_state(app.site.clone(), codec::answer))
        // Around all that may panic, within what writes failures: a panic fails its own request alone.
        .layer(CatchPanicLayer::custom(codec::panicked))
        // Before anything of a request is believed: is it for us, and from our own page?
        .layer(middleware::from_fn_with_state(door, guard::admit));
    router
        // Files of the page, and 404 for all else. They hold no secret: the login page fetches them.
        .fallback(site::serve_file)
        .method_not_allowed_fallback(async || Error::MethodNotAllowed)
        .layer(layers)
        .with_state(app)
}
