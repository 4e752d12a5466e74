use super::*;

const WRITTEN: &str = r#"import { initSync } from "./app.js";
function wrapAsyncCb(callee) {}
function makeLoad(fetcher, deps) {}
const __chunk_3 = makeLoad(() => { const src = fetch(new URL("./chunk_3.wasm", import.meta.url)); return src; }, []);
const __chunk_4 = makeLoad(() => { const src = fetch(new URL("./chunk_4.wasm", import.meta.url)); return src; }, []);
export const a_ = wrapAsyncCb(makeLoad(() => { const src = fetch(new URL("./split_one_1.wasm", import.meta.url)); return src; }, [__chunk_4, __chunk_3, __chunk_7]));
export const b_ = wrapAsyncCb(makeLoad(() => { const src = fetch(new URL("./split_one_2.wasm", import.meta.url)); return src; }, []));
"#;

#[test]
fn each_part_keeps_its_name_its_file_and_its_pieces() {
    let links = Links::read(WRITTEN).unwrap();
    let known: Vec<_> = links.parts.iter().map(|part| (&*part.file, &*part.name, &*part.pieces)).collect();
    assert_eq!(known, [("split_one_1", "one", &[4, 3, 7][..]), ("split_one_2", "one2", &[])]);
    let short = links.write(&[vec![3, 4, 7], vec![]]);
    assert!(short.starts_with("import { initSync }"));
    assert!(
        short.ends_with("export const [a_, b_] = \"one 3-4 7,one2\".split(\",\").map(load);\n"),
        "{short}"
    );
    assert!(!short.contains("makeLoad"));
    assert!(!short.contains(PIECE));
}

#[test]
fn what_is_written_otherwise_is_refused() {
    assert!(Links::read("import x;").is_err());
    assert!(Links::read("export const a_ = something(else);").is_err());
}

#[test]
fn numbers_become_ranges() {
    assert_eq!(ranges(&[1, 2, 3, 9]), "1-3 9");
    assert_eq!(ranges(&[]), "");
}
