use engine_api::{
    call::Call,
    command::Named,
    operation::{Class, Operation},
};

use super::*;

const CLASSES: [(Class, &str); 7] = [
    (Class::Read, "VOA"),
    (Class::ReadSecret, ".OA"),
    (Class::Operate, ".OA"),
    (Class::Destroy, "..A"),
    (Class::Create, "..A"),
    (Class::HostRootUnlessHeldDown, "..A"),
    (Class::HostRoot, "..A"),
];

fn somebody(role: Role) -> Principal {
    Principal { name: "kim".into(), role, through: "token 1".into() }
}

#[test]
fn the_matrix_of_classes_and_roles() {
    for (class, expected) in CLASSES {
        let mut letters = "VOA".chars();
        let allowed: String = Role::ALL
            .into_iter()
            .zip(letters.by_ref())
            .map(|(role, letter)| if may(&somebody(role), class).is_ok() { letter } else { '.' })
            .collect();
        assert_eq!(allowed, expected, "{class:?}");
    }
}

#[test]
fn a_higher_role_never_may_less() {
    for (class, _) in CLASSES {
        let mut before = false;
        for role in Role::ALL {
            let now = may(&somebody(role), class).is_ok();
            assert!(now || !before, "{role} may not do what a lower role may: {class:?}");
            before = now;
        }
    }
}

macro_rules! call {
    ($name:ident, $operation:ident) => {
        struct $name;
        impl Call for $name {
            const OPERATION: Operation = Operation::$operation;
            type Reply = ();
        }
    };
}
call!(Look, ContainerList);
call!(Inspect, ContainerInspect);
call!(Stop, ContainerStop);
call!(Remove, ContainerDelete);

#[test]
fn its_own_container_is_harmed_only_when_confirmed() {
    let admin = somebody(Role::Admin);
    let asked = Target::OwnContainer { confirmed: false };
    let confirmed = Target::OwnContainer { confirmed: true };
    assert_eq!(authorize(&admin, Stop, asked).err(), Some(Refusal::OwnContainer));
    assert_eq!(authorize(&admin, Remove, asked).err(), Some(Refusal::OwnContainer));
    assert!(authorize(&admin, Look, asked).is_ok());
    assert!(authorize(&admin, Stop, confirmed).is_ok());
    assert!(authorize(&admin, Remove, Target::Plain).is_ok());
}

#[test]
fn who_may_not_see_secrets_looks_without_them() {
    let looks = |role| authorize_redacted(&somebody(role), Inspect).map(|(_, secrets)| secrets);
    assert_eq!(looks(Role::Viewer), Ok(Secrets::LeftOut));
    assert_eq!(looks(Role::Operator), Ok(Secrets::Shown));
    assert!(authorize(&somebody(Role::Viewer), Inspect, Target::Plain).is_err());
    assert!(authorize_redacted(&somebody(Role::Viewer), Stop).is_err());
}

#[test]
fn confirming_gives_no_role() {
    let refusal = authorize(&somebody(Role::Viewer), Stop, Target::OwnContainer { confirmed: true }).err();
    assert_eq!(
        refusal.map(|refusal| refusal.to_string()).as_deref(),
        Some("kim is viewer, and this needs the role operator")
    );
}

#[test]
fn roles_are_read_as_they_are_written() {
    for role in Role::ALL {
        assert_eq!(role.to_string().parse(), Ok(role));
    }
    assert!("Admin".parse::<Role>().is_err());
}

#[test]
fn what_is_allowed_says_in_whose_name() {
    let kim = somebody(Role::Admin);
    assert_eq!(authorize(&kim, Stop, Target::Plain).map(|call| call.by().clone()), Ok(kim));
}

#[test]
fn only_admins_pass_requests_as_they_are_and_never_against_pierhead_itself() {
    let stop = || Named::find(&http::Method::POST, "/containers/a/stop").expect("an operation");
    for role in [Role::Viewer, Role::Operator] {
        assert!(matches!(authorize_raw(&somebody(role), stop(), Target::Plain), Err(Refusal::Role { .. })));
    }
    let admin = somebody(Role::Admin);
    assert!(authorize_raw(&admin, stop(), Target::Plain).is_ok());
    for confirmed in [false, true] {
        let own = Target::OwnContainer { confirmed };
        assert_eq!(authorize_raw(&admin, stop(), own).err(), Some(Refusal::OwnContainer));
        let look = Named::find(&http::Method::GET, "/containers/a/json").expect("an operation");
        assert!(authorize_raw(&admin, look, own).is_ok());
    }
}
