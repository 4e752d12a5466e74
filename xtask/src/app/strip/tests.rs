use super::*;

const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

#[test]
fn names_go_and_all_else_stays() {
    let types = [1, 1, 0];
    let names = [&[CUSTOM, 0x85, 0x00][..], b"\x04name"].concat();
    let module = [EMPTY, &names, &types, &names].concat();
    assert_eq!(without_custom_sections(&module).expect("a module"), [EMPTY, &types].concat());
}

#[test]
fn what_is_cut_off_is_no_module() {
    assert!(without_custom_sections(b"\0asm").is_err());
    assert!(without_custom_sections(&[EMPTY, &[1, 9, 0]].concat()).is_err());
}
