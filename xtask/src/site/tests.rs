use std::collections::BTreeMap;

use super::{
    Site,
    style::{self, minify},
};
use crate::process::root;

#[test]
fn style_sheets_lose_only_what_means_nothing() {
    let css = "/* tokens */\n:root {\n    --gap: 4px;\n    --wide: calc(1px + 2px);\n}\n\na:hover, b > c {\n  content: \"a /* b */  {\";\n}\n";
    let small = ":root{--gap:4px;--wide:calc(1px + 2px)}a:hover,b > c{content:\"a /* b */  {\"}";
    assert_eq!(minify(css), small);
    assert_eq!(minify(small), small);
    assert_eq!(minify("a { b: 'it\\'s  {' }"), "a{b:'it\\'s  {'}");
    assert_eq!(minify("a :is(b, c) { d: e }"), "a :is(b,c){d:e}");
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

#[test]
fn pages_travel_without_their_indentation_and_tags_that_go_without_saying() {
    let page = "<html>\n  <head>\n  </head>\n  <p>\n    two words\n  </p>\n</html>\n";
    assert_eq!(super::unindented(page), "<html>\n<p>\ntwo words\n</p>");
}

#[test]
fn the_first_sheet_is_whole_in_itself() {
    let folder = root().join("style");
    for name in style::FIRST {
        let is_there =
            ["ui", "pages"].iter().any(|layer| folder.join(layer).join(format!("{name}.css")).exists());
        assert!(is_there, "{name} is named as a sheet of the first visit, and there is none");
    }
    let sheets: BTreeMap<_, _> = style::sheets(&folder).unwrap().into_iter().collect();
    let (first, later) = (&sheets["app.css"], &sheets["later.css"]);
    let named = |sheet: &str| -> Vec<String> {
        let names = sheet.split("@keyframes ").skip(1).filter_map(|rest| rest.split([' ', '{']).next());
        names.map(str::to_owned).collect()
    };
    for animation in named(later) {
        assert!(!first.contains(&format!("animation:{animation}")), "{animation} moves before it is loaded");
    }
    assert!(named(first).contains(&"breathe".to_owned()));
}
