//! After any sequence of operations, with events lost and the engine restarted, the mirror equals the lists of
//! `docker`.

use std::{
    collections::BTreeSet,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use engine::{Address, Client};
use engine_api::{
    Id,
    call::Seconds,
    container::{
        ContainerBody, CreateContainer, HostConfigBody, Kill, Pause, PortBinding, RemoveContainer, Rename,
        Restart, RestartPolicy, RestartPolicyName, Signal, Start, Stop, Unpause,
    },
    image::{RemoveImage, TagImage},
    network::{CreateNetwork, RemoveNetwork},
    port::{Port, Protocol},
    volume::{CreateVolume, RemoveVolume},
};
use futures_util::future::{join, join_all};
use testbed::{Engine, Relay, Release};
use tokio::{
    sync::watch,
    time::{Duration, sleep},
};

use crate::{Running, SOON, table};

/// How many operations of a sequence the engine carries out: in phases, and by several at once, so that their events
/// interleave. What it refuses comes on top.
const OPERATIONS: usize = PHASES.len() * MONKEYS * EACH;
const MONKEYS: usize = 8;
const EACH: usize = 32;
/// How many containers each has at most.
const CONTAINERS: usize = 3;
const _: () = assert!(OPERATIONS >= 1_000);

/// What goes wrong in the middle of each phase.
const PHASES: [Trouble; 4] = [Trouble::None, Trouble::Cut, Trouble::Restart, Trouble::CutAndRestart];

#[derive(Clone, Copy, Debug)]
enum Trouble {
    None,
    /// The mirror hears nothing for a while.
    Cut,
    /// The engine ends and comes again.
    Restart,
    /// The engine does so while the mirror hears nothing.
    CutAndRestart,
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mirror_equals_docker_after_a_thousand_operations() {
    sequence(Release::V28).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mirror_equals_an_old_docker_after_a_thousand_operations() {
    sequence(Release::V20).await;
}

async fn sequence(release: Release) {
    let engine = crate::engine(release);
    let relay = Relay::start(engine.home().join("relay.sock"), &engine.socket()).unwrap();
    let mirror = Running::start(&relay.address());
    let seed = seed();
    println!("PIERHEAD_SEED={seed}");
    let mut monkeys: Vec<Monkey> = (0..MONKEYS).map(|number| Monkey::new(&engine, seed, number)).collect();
    let done = watch::Sender::new(0);
    for (phase, trouble) in PHASES.into_iter().enumerate() {
        let reached = |part: usize| {
            let (mut done, goal) = (done.subscribe(), (phase * 4 + part) * MONKEYS * EACH / 4);
            async move { drop(done.wait_for(|done| *done >= goal).await.unwrap()) }
        };
        let acts = monkeys.iter_mut().map(|monkey| monkey.act_often(EACH, &done));
        let make_trouble = async {
            reached(1).await;
            if matches!(trouble, Trouble::Cut | Trouble::CutAndRestart) {
                relay.cut();
            }
            if matches!(trouble, Trouble::Restart | Trouble::CutAndRestart) {
                // Nobody acts meanwhile: 20.10 that is asked while it ends may not start again (it panics).
                tokio::task::block_in_place(|| engine.restart().unwrap());
            }
            reached(3).await;
            relay.mend();
        };
        join(join_all(acts), make_trouble).await;
        compare(&mirror, &engine, trouble).await;
    }
}

fn seed() -> u64 {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    std::env::var("PIERHEAD_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(now)
}

/// Waits until both are the same; `docker`'s own lists may change while they are read.
async fn compare(mirror: &Running, engine: &Engine, trouble: Trouble) {
    let end = Instant::now() + SOON;
    loop {
        let expected = table::of_docker(engine);
        let shown = table::of_mirror(mirror.feed());
        if shown == expected {
            return;
        }
        let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
            one.difference(other).cloned().collect::<Vec<_>>()
        };
        assert!(
            Instant::now() < end,
            "after a phase with {trouble:?} only docker has {:#?}, only the mirror {:#?}; inspected: {:#?}",
            only(&expected, &shown),
            only(&shown, &expected),
            table::inspected(engine, only(&expected, &shown))
        );
        sleep(Duration::from_millis(200)).await;
    }
}

/// Does anything that can be done to an engine, at random. That the engine refuses some of it is part of it.
struct Monkey {
    client: Client,
    state: u64,
    containers: Vec<Id>,
    networks: Vec<String>,
    /// What the engine did not refuse.
    succeeded: usize,
}

impl Monkey {
    fn new(engine: &Engine, seed: u64, number: usize) -> Self {
        let client = Client::new(Address::parse(&engine.host(), &Default::default()).unwrap());
        let state = seed.wrapping_add((number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)) | 1;
        Self { client, state, containers: vec![], networks: vec![], succeeded: 0 }
    }

    async fn act_often(&mut self, times: usize, done: &watch::Sender<usize>) {
        let goal = self.succeeded + times;
        let mut last = Instant::now();
        while self.succeeded < goal {
            assert!(last.elapsed() < SOON, "the engine carries out nothing any more");
            let before = self.succeeded;
            self.act().await;
            if self.succeeded > before {
                last = Instant::now();
            }
            done.send_modify(|done| *done += self.succeeded - before);
        }
    }

    /// A number below a bound (xorshift64*, Vigna 2016).
    fn number(&mut self, bound: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound
    }

    async fn count<T>(&mut self, result: Result<T, engine::Error>) {
        match result {
            Ok(_) => self.succeeded += 1,
            Err(engine::Error::Engine { .. }) => {}
            // It restarts: asked at once, it would be asked thousands of times.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }

    async fn act(&mut self) {
        if self.containers.is_empty() {
            return self.create().await;
        }
        match self.number(20) {
            0..=3 => self.create().await,
            4 | 5 => self.remove().await,
            6..=14 => self.operate().await,
            15 | 16 => self.image().await,
            17 | 18 => self.volume().await,
            _ => self.network().await,
        }
    }

    async fn create(&mut self) {
        if self.containers.len() >= CONTAINERS {
            return self.remove().await;
        }
        let kind = self.number(5);
        let script = match kind {
            0 => "exit 3",
            1 => "sleep 0.2; exit 1",
            _ => "trap 'exit 0' TERM; while :; do sleep 0.1; done",
        };
        let port = Port { number: 80, protocol: Protocol::Tcp };
        let mut host_config = HostConfigBody::default();
        if kind == 1 {
            host_config.restart_policy =
                RestartPolicy { name: RestartPolicyName::Always, maximum_retry_count: 0 };
        }
        if kind == 2 {
            host_config.port_bindings = [(port, vec![PortBinding::default()])].into();
        }
        if kind == 3 {
            host_config.binds = vec![format!("data{}:/data", self.number(4))];
        }
        if kind == 4 && !self.networks.is_empty() {
            let index = self.number(self.networks.len());
            host_config.network_mode = self.networks[index].clone();
        }
        let body = ContainerBody {
            image: ["busybox", "busybox:latest", "busybox:t1", "busybox:t2"][self.number(4)].into(),
            cmd: ["sh", "-c", script].map(str::to_owned).into(),
            exposed_ports: if kind == 2 { [port].into() } else { Default::default() },
            host_config,
            ..Default::default()
        };
        let name = if self.number(2) == 0 { format!("web{}", self.number(9)) } else { String::new() };
        if let Ok(created) = self.client.call(&CreateContainer { name, platform: String::new(), body }).await
        {
            self.containers.push(created.id);
            self.count(self.client.clone().call(&Start { id: created.id }).await).await;
        }
    }

    async fn remove(&mut self) {
        let index = self.number(self.containers.len());
        let id = self.containers.swap_remove(index);
        let volumes = self.number(2) == 0;
        self.count(self.client.clone().call(&RemoveContainer { id, force: true, volumes }).await).await;
    }

    async fn operate(&mut self) {
        let index = self.number(self.containers.len());
        let id = self.containers[index];
        let timeout = Some(Seconds(1));
        let client = self.client.clone();
        match self.number(8) {
            0 | 1 => self.count(client.call(&Start { id }).await).await,
            2 => self.count(client.call(&Stop { id, timeout }).await).await,
            3 => self.count(client.call(&Restart { id, timeout }).await).await,
            4 => self.count(client.call(&Kill { id, signal: Signal::Kill }).await).await,
            5 => self.count(client.call(&Pause { id }).await).await,
            6 => self.count(client.call(&Unpause { id }).await).await,
            _ => {
                let name = format!("web{}", self.number(9));
                self.count(client.call(&Rename { id, name }).await).await;
            }
        }
    }

    async fn image(&mut self) {
        let tag = format!("busybox:t{}", self.number(4));
        if self.number(3) > 0 {
            self.count(
                self.client
                    .clone()
                    .call(&TagImage { image: "busybox".into(), to: tag.parse().unwrap() })
                    .await,
            )
            .await;
        } else {
            self.count(
                self.client.clone().call(&RemoveImage { image: tag, force: true, keep_parents: false }).await,
            )
            .await;
        }
    }

    async fn volume(&mut self) {
        let name = format!("data{}", self.number(4));
        if self.number(2) == 0 {
            self.count(self.client.clone().call(&CreateVolume { name, ..Default::default() }).await).await;
        } else {
            self.count(self.client.clone().call(&RemoveVolume { name, force: false }).await).await;
        }
    }

    async fn network(&mut self) {
        let name = format!("net{}", self.number(3));
        if self.number(3) > 0 {
            let create = CreateNetwork { name: name.clone(), check_duplicate: true, ..Default::default() };
            let created = self.client.call(&create).await;
            if created.is_ok() {
                self.networks.push(name);
            }
            self.count(created).await;
        } else {
            self.networks.retain(|other| *other != name);
            self.count(self.client.clone().call(&RemoveNetwork { network: name }).await).await;
        }
    }
}
