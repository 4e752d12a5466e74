use super::Sealed;
use crate::{Anatomy, Component};

#[test]
fn what_is_sealed_is_carried_and_opened() {
    let component = Component { name: "runc".into(), version: "1.1.5".into(), commit: String::new() };
    let anatomy = Anatomy { name: "pier".into(), components: vec![component], ..Anatomy::default() };
    let sealed = Sealed::new(&anatomy);
    let bytes = postcard::to_allocvec(&sealed).expect("encoded");
    let carried: Sealed<Anatomy> = postcard::from_bytes(&bytes).expect("decoded");
    assert_eq!(carried, sealed);
    assert_eq!(carried.open(), Some(anatomy));
}

#[test]
fn what_somebody_else_sealed_is_not_opened() {
    let bytes = postcard::to_allocvec(&[1_u8, 0xff].as_slice()).expect("encoded");
    let foreign: Sealed<Anatomy> = postcard::from_bytes(&bytes).expect("decoded");
    assert_eq!(foreign.open(), None);
}
