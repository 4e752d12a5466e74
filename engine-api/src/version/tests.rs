use proptest::prelude::*;

use super::*;

fn version(minor: u16) -> ApiVersion {
    ApiVersion { major: 1, minor }
}

#[test]
fn versions_are_read_strictly() {
    assert_eq!("1.51".parse(), Ok(version(51)));
    assert_eq!("1.0".parse(), Ok(version(0)));
    for text in ["", "1", "1.", ".51", "01.51", "1.051", "1.5.1", "+1.51", "v1.51", "1.99999", "1. 5"] {
        assert_eq!(text.parse::<ApiVersion>(), Err(InvalidVersion), "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_agreed_on_both_speak(minimum in 12u16..70, more in 0u16..40, tells in any::<bool>()) {
        let newest = version(minimum + more);
        let minimum = tells.then_some(version(minimum));
        match negotiate(minimum, newest) {
            Ok(agreed) => {
                prop_assert!(OLDEST <= agreed && agreed <= NEWEST);
                prop_assert!(agreed <= newest && minimum.is_none_or(|minimum| minimum <= agreed));
                prop_assert!(agreed == newest || agreed == NEWEST, "it is the newest such");
            }
            Err(NoCommonVersion::TooOld { api }) => prop_assert!(api == newest && newest < OLDEST),
            Err(NoCommonVersion::TooNew { minimum: least }) => {
                prop_assert!(Some(least) == minimum && least > NEWEST);
            }
        }
    }
}
