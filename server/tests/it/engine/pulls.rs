//! Pulls below admin whose client leaves before their end.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use gate::Role;
use http::{HeaderValue, StatusCode};
use testbed::{Engine, Registry, Release};
use tokio::{
    io::AsyncReadExt,
    time::{sleep, timeout},
};

use super::{
    House,
    between::{Between, PAUSE},
};

/// Within the moment in which an engine ends a pull.
const ALMOST: Duration = Duration::from_millis(900);

/// The engine puts an image down after it has told its digest, which nobody may have read who leaves just then.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_pulled_is_a_stacks_also_when_its_client_leaves_at_the_end() {
    for (heard, left) in [("Pulling from", "before the digest"), ("Digest: ", "after it")] {
        let engine = Engine::start(Release::V28).unwrap();
        let ending: Arc<Mutex<Option<Instant>>> = Arc::default();
        let between = Between::start(&engine, move |path, mut answer| {
            let mut ending = ending.lock().unwrap();
            if path.ends_with("/images/create") {
                *ending = Some(Instant::now());
                let told = answer.body().as_ref().unwrap();
                let at = told.windows(heard.len()).position(|part| part == heard.as_bytes()).unwrap();
                let line = told[at..].iter().position(|byte| *byte == b'\n').unwrap();
                answer.headers_mut().insert(PAUSE, HeaderValue::from(at + line + 1));
            }
            if path.contains("@sha256:") && ending.is_some_and(|begun| begun.elapsed() < ALMOST) {
                *answer.status_mut() = StatusCode::NOT_FOUND;
            }
            answer
        });
        let house = House::on(engine, |config| {
            config.engine = Some(between.host());
            config.deploy.registries.push("127.0.0.1:5000".into());
        })
        .await;
        let registry = Registry::start(&house.engine, 5000).unwrap();
        registry.push_web_image(&house.engine, "web:1", 1, "one").unwrap();
        let kim = house.with_stack("kim", Role::Operator, "web", "deploy").await;
        let line = "POST /images/create?fromImage=127.0.0.1%3A5000%2Fweb&tag=1";
        let mut stream = house.begin(&kim, line, false).await;
        let mut said = String::new();
        while !said.contains(heard) {
            let mut piece = [0; 4096];
            let read = timeout(Duration::from_secs(30), stream.read(&mut piece)).await.unwrap().unwrap();
            assert!(read > 0, "{said}");
            said.push_str(&String::from_utf8_lossy(&piece[..read]));
        }
        drop(stream);
        let listed = async {
            while house.succeeds_as(&kim, &["images", "--format", "{{.Repository}}"]) != "127.0.0.1:5000/web"
            {
                sleep(Duration::from_millis(100)).await;
            }
        };
        timeout(Duration::from_secs(20), listed).await.unwrap_or_else(|_| panic!("nobody's: {left}"));
    }
}
