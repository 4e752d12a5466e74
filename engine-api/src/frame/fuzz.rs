//! Any bytes in chunks of any size: the same frames come out, and no more than went in. See `cargo xtask fuzz`.

use super::*;

/// What comes out, item by item, and how it ended.
fn decoded(chunks: &[&[u8]]) -> (Vec<Frame>, Option<String>) {
    let (mut frames, mut decoder) = (Vec::new(), Frames::default());
    for chunk in chunks {
        let mut input = Bytes::copy_from_slice(chunk);
        while let Some(next) = decoder.next(&mut input) {
            match next {
                Ok(frame) => frames.push(frame),
                Err(broken) => return (frames, Some(broken.to_string())),
            }
        }
        assert!(input.is_empty());
        // What is waited for is never more than a frame may have.
        if let Some([a, b, c, d]) = decoder.partial.get(4..HEADER) {
            assert!(u32::from_be_bytes([*a, *b, *c, *d]) as usize <= MAX_FRAME);
        }
    }
    let end = decoder.finish().map(|end| end.unwrap_err().to_string());
    (frames, end)
}

#[test]
fn frames() {
    bolero::check!(name = "frames").with_max_len(512).for_each(|input: &[u8]| {
        let (size, input) = input.split_first().unwrap_or((&1, &[]));
        let whole = decoded(&[input]);
        let pieces: Vec<_> = input.chunks(usize::from(*size).max(1)).collect();
        assert_eq!(decoded(&pieces), whole);
        let out: usize = whole.0.iter().map(|frame| HEADER + frame.bytes.len()).sum();
        assert!(out <= input.len());
        if whole.1.is_none() {
            assert_eq!(out, input.len(), "nothing is dropped without a word");
        }
    });
}
