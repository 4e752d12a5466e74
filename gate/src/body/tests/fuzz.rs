//! Any bytes as a body: refused, or what is sent is decided again as it was. See `cargo xtask fuzz`.

use engine_api::operation::Operation::{self, *};

use super::{TOWN, sent};
use crate::body::{Limits, decide};

/// By the first byte, so that a seed can be read.
const BODIES: [(u8, Operation); 8] = [
    (b'c', ContainerCreate),
    (b'u', ContainerUpdate),
    (b'e', ContainerExec),
    (b's', ExecStart),
    (b'v', VolumeCreate),
    (b'n', NetworkCreate),
    (b'i', NetworkConnect),
    (b'o', NetworkDisconnect),
];

#[test]
fn body() {
    let limits = Limits::default();
    bolero::check!(name = "body").with_max_len(4096).for_each(|input: &[u8]| {
        let Some((letter, input)) = input.split_first() else { return };
        let Some((_, operation)) = BODIES.iter().find(|(known, _)| known == letter) else { return };
        let Ok(decided) = decide(*operation, input, &TOWN, &limits) else { return };
        let again = decide(*operation, &decided.body, &TOWN, &limits).expect("what is sent is accepted");
        assert_eq!(again.body, decided.body);
        if *operation == ContainerCreate {
            let host = &sent(&decided)["HostConfig"];
            for never in ["Privileged", "PidMode", "IpcMode", "Devices", "CapAdd", "UsernsMode"] {
                let text = host[never].to_string();
                assert!(
                    !text.contains("host") && text != "true" && !text.contains("ADMIN"),
                    "{never}: {text}"
                );
            }
        }
    });
}
