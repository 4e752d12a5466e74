use proptest::{collection::vec, prelude::*};

use super::*;

/// What a decoder makes of chunks: the frames, and the error that ended them.
fn decode_all(chunks: &[Bytes]) -> (Vec<Frame>, Option<String>) {
    let mut decoder = Frames::default();
    let mut frames = Vec::new();
    for chunk in chunks {
        let mut chunk = chunk.clone();
        while let Some(frame) = decoder.next(&mut chunk) {
            match frame {
                Ok(frame) => frames.push(frame),
                Err(error) => return (frames, Some(error.to_string())),
            }
            assert!(decoder.partial.len() <= HEADER + MAX_FRAME, "never more than one frame is held");
        }
        assert!(chunk.is_empty(), "all of a chunk is taken");
    }
    let end = decoder.finish().and_then(Result::err).map(|error| error.to_string());
    (frames, end)
}

fn encode(frames: &[Frame]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for frame in frames {
        let kind = if frame.source == Source::Stdout { 1 } else { 2 };
        bytes.extend([kind, 0, 0, 0]);
        bytes.extend(u32::try_from(frame.bytes.len()).unwrap().to_be_bytes());
        bytes.extend(&frame.bytes);
    }
    bytes
}

fn chunks(bytes: &[u8], cuts: &[prop::sample::Index]) -> Vec<Bytes> {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
    cuts.extend([0, bytes.len()]);
    cuts.sort_unstable();
    cuts.windows(2).map(|cut| Bytes::copy_from_slice(&bytes[cut[0]..cut[1]])).collect()
}

fn frame() -> impl Strategy<Value = Frame> {
    let source = prop_oneof![Just(Source::Stdout), Just(Source::Stderr)];
    let payload = prop_oneof![vec(any::<u8>(), 0..50), any::<u8>().prop_map(|byte| vec![byte; 16 << 10])];
    (source, payload).prop_map(|(source, bytes)| Frame { source, bytes: bytes.into() })
}

proptest! {
    #[test]
    fn chunks_make_no_difference(frames in vec(frame(), 0..8), cuts in vec(any::<prop::sample::Index>(), 0..20)) {
        let bytes = encode(&frames);
        prop_assert_eq!(decode_all(&chunks(&bytes, &cuts)), (frames, None));
    }

    #[test]
    fn hostile_bytes_never_panic_and_chunks_make_no_difference(
        bytes in vec(prop_oneof![Just(0u8), 0..4u8, any::<u8>()], 0..200),
        cuts in vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let whole = decode_all(&[Bytes::copy_from_slice(&bytes)]);
        prop_assert_eq!(decode_all(&chunks(&bytes, &cuts)), whole);
    }
}

#[test]
fn a_frame_that_is_too_large_is_refused_by_its_header() {
    let size = u32::try_from(MAX_FRAME).unwrap() + 1;
    let header = [&[1, 0, 0, 0], &size.to_be_bytes()[..]].concat();
    let (_, error) = decode_all(&[header.into()]);
    assert_eq!(error.unwrap(), format!("an item of {size} bytes, at most {MAX_FRAME} are possible"));
}

#[test]
fn the_engines_own_message_is_an_error() {
    let (frames, error) = decode_all(&[Bytes::from_static(b"\x03\0\0\0\0\0\0\x04gone")]);
    assert_eq!((frames.len(), error.as_deref()), (0, Some("gone")));
}

#[test]
fn an_end_within_a_frame_is_an_error() {
    let (_, error) = decode_all(&[Bytes::from_static(b"\x01\0\0\0\0\0\0\x04go")]);
    assert_eq!(error.as_deref(), Some("the stream ended within an item"));
}

#[test]
fn real_output_is_read() {
    for bytes in [
        include_bytes!("../../testdata/20.10/logs-web.bin"),
        include_bytes!("../../testdata/28/logs-web.bin"),
    ] {
        let (mut frames, error) = decode_all(&[Bytes::from_static(bytes)]);
        frames.sort_by_key(|frame| frame.source == Source::Stderr);
        let texts: Vec<_> = frames.iter().map(|frame| (frame.source, &frame.bytes[..])).collect();
        assert_eq!(texts, [(Source::Stdout, &b"out\n"[..]), (Source::Stderr, &b"err\n"[..])]);
        assert_eq!(error, None);
    }
}
