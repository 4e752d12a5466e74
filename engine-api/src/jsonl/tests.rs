use proptest::{collection::vec, prelude::*};
use serde_json::Value;

use super::*;

/// What a decoder makes of chunks: the items, and the error that ended them.
fn decode_all(chunks: &[Bytes]) -> (Vec<Value>, Option<String>) {
    let mut lines = Lines::<Value>::default();
    let mut items = Vec::new();
    for chunk in chunks {
        let mut chunk = chunk.clone();
        while let Some(item) = lines.next(&mut chunk) {
            match item {
                Ok(item) => items.push(item),
                Err(error) => return (items, Some(error.to_string())),
            }
        }
        assert!(chunk.is_empty(), "all of a chunk is taken");
    }
    match lines.finish() {
        Some(Ok(item)) => items.push(item),
        Some(Err(error)) => return (items, Some(error.to_string())),
        None => {}
    }
    (items, None)
}

/// Cuts bytes at the given places.
fn chunks(bytes: &[u8], cuts: &[prop::sample::Index]) -> Vec<Bytes> {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
    cuts.extend([0, bytes.len()]);
    cuts.sort_unstable();
    cuts.windows(2).map(|cut| Bytes::copy_from_slice(&bytes[cut[0]..cut[1]])).collect()
}

proptest! {
    #[test]
    fn chunks_make_no_difference(
        items in vec(("[a-z\"\\\\é\n]{0,20}", any::<i64>()), 0..12),
        separator in prop::sample::select(vec!["\n", "\r\n", "\n\n"]),
        ended in any::<bool>(),
        cuts in vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let items: Vec<Value> = items.into_iter().map(|(text, n)| serde_json::json!({ "t": text, "n": n })).collect();
        let lines: Vec<String> = items.iter().map(Value::to_string).collect();
        let mut text = lines.join(separator);
        if ended {
            text.push_str(separator);
        }
        prop_assert_eq!(decode_all(&chunks(text.as_bytes(), &cuts)), (items, None));
    }

    #[test]
    fn hostile_bytes_never_panic_and_chunks_make_no_difference(
        bytes in vec(prop_oneof![Just(b'\n'), Just(b'{'), Just(b'"'), any::<u8>()], 0..200),
        cuts in vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let whole = decode_all(&[Bytes::copy_from_slice(&bytes)]);
        prop_assert_eq!(decode_all(&chunks(&bytes, &cuts)), whole);
    }
}

#[test]
fn a_line_that_reports_a_failure_is_an_error_with_the_engines_words() {
    let line = br#"{"errorDetail":{"message":"manifest unknown"},"error":"manifest unknown"}"#;
    let (items, error) = decode_all(&[Bytes::from_static(line)]);
    assert_eq!((items.len(), error.as_deref()), (0, Some("manifest unknown")));
}

#[test]
fn the_word_error_elsewhere_is_no_failure() {
    let line = r#"{"status":"die","Actor":{"Attributes":{"error":"x"}}}"#;
    let (items, error) = decode_all(&[Bytes::from(line)]);
    assert_eq!((items.len(), error), (1, None));
}

#[test]
fn a_stream_that_ends_within_a_line_was_cut() {
    let (items, error) = decode_all(&[Bytes::from_static(b"{\"a\":1}\n{\"a\":")]);
    assert_eq!((items.len(), error.as_deref()), (1, Some("the stream ended within an item")));
}

#[test]
fn a_line_may_be_long_but_not_endless() {
    let text = |size: usize| Bytes::from(format!("\"{}\"", "x".repeat(size - 2)));
    assert_eq!(decode_all(&[text(MAX_LINE)]).1, None);
    let chunk = Bytes::from(vec![b'x'; 10_000]);
    let error = decode_all(&vec![chunk; MAX_LINE / 10_000 + 1]).1.unwrap();
    assert!(error.contains(&MAX_LINE.to_string()), "{error}");
}
