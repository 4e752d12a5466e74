use super::*;

fn piece(number: u32, size: usize, needed_by: u128) -> Piece {
    Piece { number, size, needed_by }
}

#[test]
fn small_pieces_of_the_same_parts_travel_together() {
    let packs = put_together(vec![piece(7, 100, 0b011), piece(3, 200, 0b111), piece(5, 100, 0b1000)]);
    let pieces: Vec<_> = packs.iter().map(|pack| (pack.pieces.clone(), pack.needed_by)).collect();
    assert_eq!(pieces, [(vec![3, 7], 0b111), (vec![5], 0b1000)]);
}

#[test]
fn nobody_loads_much_in_vain() {
    let packs = put_together(vec![piece(1, 20_000, 0b01), piece(2, 20_000, 0b11)]);
    assert_eq!(packs.len(), 2);
}

#[test]
fn no_file_grows_beyond_its_limit() {
    let packs = put_together((0..20).map(|number| piece(number, 10_000, 0b1)).collect());
    assert!(packs.iter().all(|pack| pack.weight <= LARGEST));
    assert_eq!(packs.iter().map(|pack| pack.pieces.len()).sum::<usize>(), 20);
    assert_eq!(packs.len(), 4);
}

#[test]
fn each_module_stands_after_its_length() {
    let file = in_one([&b"one"[..], b""]).unwrap();
    assert_eq!(file, b"\x03\0\0\0one\0\0\0\0");
}
