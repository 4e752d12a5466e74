use super::*;

#[test]
fn what_is_typed_stands_in_the_address() {
    let typed = Typed {
        person: "ada".into(),
        object: "a&b=c ü".into(),
        from: "2026-11-25T01:00".into(),
        ..Typed::default()
    };
    assert_eq!(typed.query(), "person=ada&object=a%26b%3Dc%20%C3%BC&from=2026-11-25T01:00");
    assert_eq!(Typed::parse(&typed.query()), typed);
    assert_eq!(Typed::default().query(), "");
    assert_eq!(Typed::parse("nonsense&x=y&person"), Typed::default());
}
