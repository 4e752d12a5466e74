use super::*;

#[test]
fn what_somebody_has_set_is_theirs_wherever_they_did() {
    let folder = std::env::temp_dir().join(format!("pierhead-run-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (with, without) = (file("with.toml", "data = \"here\"\n"), file("without.toml", "tls = \"off\"\n"));
    let sets_data = |words: &[&str]| {
        let words = words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        Wish::read(&words).unwrap().sets("data")
    };
    let engine = Wish::read(&["--engine=unix:///x".to_owned()]).unwrap();
    assert!(engine.sets("engine") && !engine.sets("data"));
    assert!(sets_data(&["--data", "here"]) && sets_data(&["--config", &with]));
    assert!(sets_data(&["--tls", "off", &format!("--config={with}")]));
    assert!(!sets_data(&["--config", &without]) && !sets_data(&[]));
    std::fs::remove_dir_all(folder).unwrap();
}
