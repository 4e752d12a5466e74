use std::collections::BTreeMap;

use super::{Site, style::minify};

#[test]
fn style_sheets_lose_only_what_means_nothing() {
    let css = "/* tokens */\n:root {\n    --gap: 4px;\n    --wide: calc(1px + 2px);\n}\n\na:hover, b > c {\n  content: \"a /* b */  {\";\n}\n";
    let small = ":root{--gap: 4px;--wide: calc(1px + 2px)}a:hover,b > c{content: \"a /* b */  {\"}";
    assert_eq!(minify(css), small);
    assert_eq!(minify(small), small);
    assert_eq!(minify("a { b: 'it\\'s  {' }"), "a{b: 'it\\'s  {'}");
}

#[test]
fn pages_name_assets_by_their_final_address() {
    let mut site = Site { files: BTreeMap::new(), assets: BTreeMap::new() };
    site.add_asset("icon.svg", b"<svg/>".to_vec());
    let page = site.resolve("app.html", "<link href=\"{{asset:icon.svg}}\">").unwrap();
    let path = site.files.keys().next().unwrap();
    assert_eq!(page, format!("<link href=\"/{path}\">"));
    assert!(path.starts_with("assets/icon-") && path.ends_with(".svg"));
    let unknown = site.resolve("app.html", "{{asset:none.svg}}").unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "app.html names the asset none.svg, which is neither in public/ nor made by the build"
    );
}
