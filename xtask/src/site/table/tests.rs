use super::of;

#[test]
fn each_file_is_carried_once_and_pages_that_are_filled_in_as_they_are() {
    let files = ["assets/app-1.js", "en/login.html", "icon.png"].map(|name| (name.to_owned(), b"x".to_vec()));
    let table = of(&files.into(), "dev", |name| name != "icon.png").unwrap();
    let tag = r#""\"2d711642b726b04401627ca9\"""#;
    assert_eq!(
        table.lines().collect::<Vec<_>>(),
        [
            "&[".to_owned(),
            format!(
                r#"server::PageFile {{ name: "assets/app-1.js", tag: {tag}, content: include_bytes!("dev/assets/app-1.js.br"), is_brotli: true }},"#
            ),
            format!(
                r#"server::PageFile {{ name: "en/login.html", tag: {tag}, content: include_bytes!("dev/en/login.html"), is_brotli: false }},"#
            ),
            format!(
                r#"server::PageFile {{ name: "icon.png", tag: {tag}, content: include_bytes!("dev/icon.png"), is_brotli: false }},"#
            ),
            "]".to_owned(),
        ]
    );
}
