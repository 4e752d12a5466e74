//! Who may what, as a file that people review: every operation, for each role and grant.

use super::*;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/tests/matrix.txt");

/// What a viewer's and an operator's answer to an operation is on something plain that they reach: which grant it takes,
/// and of what is left out.
#[test]
fn the_matrix_of_operations_and_roles() {
    let mut text = String::from(
        "# Who may what, on something in their scopes that is not as good as the host.\n\
         # yes: without a grant; redacted: without its secrets; +GRANT: with that grant on it; no: never.\n\
         # * takes a scope of everything on the engine; ! is refused in containers that are as good as the host;\n\
         # = is refused of what belongs to others, too. Written by: BLESS=1 cargo test -p gate matrix\n\n",
    );
    text.push_str(&format!("{:<26}{:<12}{:<12}{:<12}\n", "operation", "viewer", "operator", "admin"));
    for operation in Operation::ALL {
        let cells = Role::ALL.map(|role| cell(role, *operation));
        let rule = rule(*operation);
        let marks = [(rule.everything, '*'), (rule.inside, '!'), (rule.alone, '=')];
        let marks: String = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect();
        let [viewer, operator, admin] = cells;
        let line = format!("{:<26}{viewer:<12}{operator:<12}{admin:<12}{marks}", operation.name());
        text.push_str(line.trim_end());
        text.push('\n');
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(GOLDEN, &text).expect("written");
    }
    let golden = std::fs::read_to_string(GOLDEN).expect("the golden file");
    assert_eq!(text, golden, "who may what has changed: if it is meant, write it with BLESS=1 and review it");
}

fn cell(role: Role, operation: Operation) -> String {
    let with = |grants| Arc::new(granted(role, Scopes::everything(grants)));
    let target = Target::of(vec![stack("web")]);
    let allowed = |grants| decide(&with(grants), operation, &target).is_ok();
    if allowed(Grants::NONE) {
        return "yes".into();
    }
    let command = engine_api::command::Command {
        named: Named { operation, version: None, object: String::new() },
        query: Vec::new(),
        auth: None,
    };
    if authorize_command(&with(Grants::NONE), command, &target).is_ok() {
        return "redacted".into();
    }
    let needed: Vec<_> = Grant::ALL.into_iter().filter(|grant| allowed((*grant).into())).collect();
    match needed[..] {
        [] => "no".into(),
        [grant] => format!("+{grant}"),
        _ => panic!("{}: more than one grant would do", operation.name()),
    }
}
