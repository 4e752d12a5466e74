use wire::{Change, Engine};

use super::*;

#[tokio::test]
async fn what_is_switched_for_one_engine_is_off_on_another() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let feed = Arc::new(Feed::new(1, "unix:///run/docker.sock".into()));
    let host_root = HostRoot::new(store.clone(), feed.clone());
    let be = |id: &str| {
        let engine = Engine { id: id.into(), ..Engine::clone(&feed.engine()) };
        feed.publish([Change::Engine(engine.into())]);
    };
    set_by_command_line(store.clone(), true).await.unwrap();
    assert!(host_root.is_on().await.unwrap(), "what is said before any engine is there holds for the first");
    for (engine, expected) in [("one", true), ("two", false), ("one", true)] {
        be(engine);
        assert_eq!(host_root.is_on().await.unwrap(), expected, "{engine}");
    }
    set_by_command_line(store, false).await.unwrap();
    assert!(!host_root.is_on().await.unwrap());
}
