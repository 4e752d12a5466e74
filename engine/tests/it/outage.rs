//! An engine that goes and comes again.

use std::time::Duration;

use engine::{Diagnosis, diagnose};
use engine_api::system::{Events, GetVersion};
use futures_util::StreamExt;
use testbed::Release;
use tokio::time::timeout;

use crate::real::{RELEASES, address, client};

#[tokio::test]
async fn a_client_outlives_its_engine() {
    for release in RELEASES {
        let engine = testbed::Engine::start(release).unwrap();
        let client = client(&engine);
        client.call(&GetVersion).await.unwrap();
        let mut events = client.stream(&Events::default()).await.unwrap();

        engine.stop().unwrap();
        let last = timeout(Duration::from_secs(10), events.next()).await.unwrap();
        assert!(last.is_none_or(|event| event.is_err()), "the stream ends with the engine");
        let error = client.call(&GetVersion).await.unwrap_err();
        assert!(error.is_link(), "{error:?}");
        let diagnosis = Diagnosis::of(&error, client.address());
        assert_eq!(diagnosis, diagnose(client.address()).await);
        assert!(matches!(diagnosis, Diagnosis::NoSocket { .. } | Diagnosis::Refused { .. }), "{diagnosis:?}");

        engine.start_again().unwrap();
        client.call(&GetVersion).await.unwrap();
        assert!(diagnose(client.address()).await.is_healthy());

        // An engine that was killed leaves its socket behind, and the connections of the pool are dead.
        engine.kill().unwrap();
        let error = client.call(&GetVersion).await.unwrap_err();
        assert!(matches!(Diagnosis::of(&error, client.address()), Diagnosis::Refused { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn an_engine_that_hangs_is_told_apart() {
    let engine = testbed::Engine::start(Release::V28).unwrap();
    engine.pause().unwrap();
    let diagnosis = diagnose(&address(&engine)).await;
    let Diagnosis::Silent { after, .. } = diagnosis else { panic!("{diagnosis:?}") };
    assert_eq!(after, Duration::from_secs(2));
    assert!(diagnosis.to_string().contains("doesn't answer (waited 2 s)"), "{diagnosis}");
    engine.resume().unwrap();
    assert!(diagnose(&address(&engine)).await.is_healthy());
}
