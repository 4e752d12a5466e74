use super::*;

fn fetcher(file: &str) -> String {
    [FETCHER.0, file, FETCHER.1].concat()
}

#[test]
fn chunks_are_made_when_they_are_asked_for() {
    let mut script = String::from("function makeLoad() {}\n");
    for number in [3, 4, 9] {
        script +=
            &format!("const __chunk_{number} = makeLoad({}, []);\n", fetcher(&format!("chunk_{number}")));
    }
    script += &format!(
        "export const load = wrapAsyncCb(makeLoad({}, [__chunk_3, __chunk_4, __chunk_9]));\n",
        fetcher("split_page")
    );
    let short = shorten(&script).expect("a script");
    assert!(short.contains("makeLoad(fetcher(\"split_page\"), chunks(\"3-4 9-9\"))"), "{short}");
    assert!(!short.contains("__chunk_"), "{short}");
}

#[test]
fn another_splitter_is_noticed() {
    assert!(shorten(&FETCHER.0.repeat(2)).is_err());
    assert!(shorten("const __chunk_1 = somethingElse();").is_err());
}
