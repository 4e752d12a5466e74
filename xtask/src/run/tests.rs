use super::*;

#[test]
fn data_goes_where_somebody_said() {
    let folder = std::env::temp_dir().join(format!("pierhead-run-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (with, without) = (file("with.toml", "data = \"here\"\n"), file("without.toml", "tls = \"off\"\n"));
    let names_data = |words: &[&str]| {
        let words = words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        Wish::read(&words).unwrap().names_data()
    };
    assert!(names_data(&["--data", "here"]) && names_data(&["--config", &with]));
    assert!(names_data(&["--tls", "off", &format!("--config={with}")]));
    assert!(!names_data(&["--config", &without]) && !names_data(&[]));
    std::fs::remove_dir_all(folder).unwrap();
}
