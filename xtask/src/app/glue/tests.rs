use super::*;

const WRITTEN: &str = r#"import * as import1 from "./split.js"
import * as import2 from "./split.js"
function __wbg_get_imports() {
    return {
        "./app_bg.js": import0,
        "./split.js": import1,
        "./split.js": import2,
    };
}
let wasm;
async function __wbg_load(module, imports) {}
export { initSync, __wbg_init as default };
"#;

#[test]
fn it_is_started_in_one_way_and_imports_once() {
    let short = shorten(WRITTEN).unwrap();
    assert_eq!(short.matches("from \"./split.js\"").count(), 1);
    assert!(short.contains("\"./split.js\": import1,") && !short.contains("import2"), "{short}");
    assert!(!short.contains("__wbg_load") && short.contains("export { initSync, init as default };"));
}

#[test]
fn another_script_is_refused() {
    assert!(shorten("export default 1;").is_err());
}
