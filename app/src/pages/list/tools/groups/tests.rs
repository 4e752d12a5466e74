use super::*;

fn row(name: &str) -> Key {
    Key::Name(name.into())
}

fn group(name: &str) -> Key {
    Key::Group(name.into())
}

/// The stack of `shop-web` is `shop`.
fn stack(row: &Key) -> Option<String> {
    let Key::Name(name) = row else { return None };
    name.split_once('-').map(|(stack, _)| stack.to_owned())
}

#[test]
fn each_stack_has_a_heading_and_what_has_none_comes_last() {
    let rows = ["alone", "shop-web", "blog-web", "shop-db"].map(row);
    assert_eq!(
        unfolded(&grouped(&rows, &stack), &[]),
        [
            group("blog"),
            row("blog-web"),
            group("shop"),
            row("shop-web"),
            row("shop-db"),
            group(""),
            row("alone")
        ]
    );
}

#[test]
fn of_a_folded_one_only_the_heading_is_shown() {
    let rows = ["shop-web", "alone", "shop-db"].map(row);
    let groups = grouped(&rows, &stack);
    assert_eq!(unfolded(&groups, &["shop".into()]), [group("shop"), group(""), row("alone")]);
    assert_eq!(unfolded(&groups, &["shop".into(), String::new()]), [group("shop"), group("")]);
}
