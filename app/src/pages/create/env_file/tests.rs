use super::*;

#[test]
fn files_are_read_as_compose_reads_them() {
    let file = "# the database\nDB_HOST=db\nexport DB_USER = app\r\nDB_PASSWORD='a #b=c'\n\nEMPTY=\nMOTTO=\"it's up\"\nnothing\n=x";
    let expected = [
        ("DB_HOST", "db"),
        ("DB_USER", "app"),
        ("DB_PASSWORD", "a #b=c"),
        ("EMPTY", ""),
        ("MOTTO", "it's up"),
    ];
    let read = variables(file);
    assert_eq!(read.iter().map(|(name, value)| (&**name, &**value)).collect::<Vec<_>>(), expected);
}
