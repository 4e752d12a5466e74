use std::sync::Arc;

use engine_api::{
    call::Call,
    command::{Command, Named},
    operation::{Class, Operation},
};
use proptest::prelude::*;

use super::*;

mod matrix;

fn somebody(role: Role) -> Arc<Principal> {
    let scopes = Scopes::everything(Grants::NONE);
    Arc::new(Principal {
        name: "kim".into(),
        role,
        scopes,
        raw: role == Role::Admin,
        proof: Proof::Unasked,
        through: "token 1".into(),
    })
}

fn granted(role: Role, scopes: Scopes) -> Principal {
    Principal { scopes, ..Principal::clone(&somebody(role)) }
}

fn stack(name: &str) -> StackName {
    name.parse().expect("a name")
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
call!(Exec, ContainerExec);
call!(Remove, ContainerDelete);
call!(RemoveVolume, VolumeDelete);

#[test]
fn its_own_container_is_harmed_only_when_confirmed() {
    let admin = somebody(Role::Admin);
    let asked = Target { own: Own::Yes, ..Target::engine() };
    let confirmed = Target { own: Own::Confirmed, ..Target::engine() };
    assert_eq!(authorize(&admin, Stop, &asked).err(), Some(Refusal::OwnContainer));
    assert_eq!(authorize(&admin, Remove, &asked).err(), Some(Refusal::OwnContainer));
    assert!(authorize(&admin, Look, &asked).is_ok());
    assert!(authorize(&admin, Stop, &confirmed).is_ok());
    assert!(authorize(&admin, Remove, &Target::engine()).is_ok());
}

#[test]
fn inside_its_own_container_are_admins_alone() {
    let otto = Arc::new(granted(Role::Operator, Scopes::everything(Grants::ALL)));
    for own in [Own::Yes, Own::Confirmed] {
        let target = Target { own, ..Target::engine() };
        let refused = authorize(&otto, Exec, &target).err();
        assert_eq!(refused, Some(Refusal::Power { power: Power::Pierhead }));
        assert!(authorize(&somebody(Role::Admin), Exec, &target).is_ok());
    }
    assert!(authorize(&otto, Exec, &Target::engine()).is_ok());
}

#[test]
fn who_may_not_see_secrets_looks_without_them() {
    let looks =
        |role| authorize_redacted(&somebody(role), Inspect, &Target::engine()).map(|(_, secrets)| secrets);
    assert_eq!(looks(Role::Viewer), Ok(Secrets::LeftOut));
    assert_eq!(looks(Role::Operator), Ok(Secrets::Shown));
    assert!(authorize(&somebody(Role::Viewer), Inspect, &Target::engine()).is_err());
    assert!(authorize_redacted(&somebody(Role::Viewer), Stop, &Target::engine()).is_err());
}

#[test]
fn what_viewers_are_shown_in_part_is_a_look_at_secrets() {
    use Operation as O;
    for operation in Operation::ALL.iter().filter(|it| rule(**it).without_secrets.is_some()) {
        // Rows of these tell labels and commands, and neither environments nor options.
        let is_of_rows = matches!(operation, O::ContainerList | O::ImageList);
        // A swarm's nodes and secrets have labels alone.
        let has_labels_alone =
            matches!(operation, O::NodeList | O::NodeInspect | O::SecretList | O::SecretInspect);
        let expected = if is_of_rows || has_labels_alone { Class::Read } else { Class::ReadSecret };
        assert_eq!(operation.class(), expected, "{}", operation.name());
    }
}

#[test]
fn confirming_gives_no_role() {
    let own = Target { own: Own::Confirmed, ..Target::engine() };
    let refusal = authorize(&somebody(Role::Viewer), Stop, &own).err();
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
    assert_eq!(
        authorize(&kim, Stop, &Target::engine()).map(|call| call.by().clone()),
        Ok(Principal::clone(&kim))
    );
}

#[test]
fn only_admins_to_whom_it_was_given_pass_requests_as_they_are_and_never_against_pierhead_itself() {
    let stop = || Named::find(&http::Method::POST, "/containers/a/stop").expect("an operation");
    for role in [Role::Viewer, Role::Operator] {
        let kim = Arc::new(Principal { raw: true, ..Principal::clone(&somebody(role)) });
        assert!(matches!(authorize_raw(&kim, stop(), Own::No), Err(Refusal::Role { .. })));
    }
    let admin = somebody(Role::Admin);
    assert!(authorize_raw(&admin, stop(), Own::No).is_ok());
    let held = Arc::new(Principal { raw: false, ..Principal::clone(&admin) });
    assert!(matches!(authorize_raw(&held, stop(), Own::No), Err(Refusal::NotRaw { .. })));
    for own in [Own::Yes, Own::Confirmed] {
        assert_eq!(authorize_raw(&admin, stop(), own).err(), Some(Refusal::OwnContainer));
        let look = Named::find(&http::Method::GET, "/containers/a/json").expect("an operation");
        assert!(authorize_raw(&admin, look, own).is_ok());
    }
}

#[test]
fn what_is_in_no_scope_of_theirs_isnt_there() {
    let scopes = Scopes { everything: None, stacks: [(stack("web"), Grants::ALL)].into() };
    let kim = granted(Role::Operator, scopes);
    let may = |operation, stacks: &[&str]| {
        decide(&kim, operation, &Target::of(stacks.iter().map(|it| stack(it)).collect()))
    };
    assert_eq!(may(Operation::ContainerStop, &["web"]), Ok(()));
    assert_eq!(may(Operation::ContainerStop, &["web", "db"]), Ok(()));
    for stacks in [&["db"][..], &[]] {
        for operation in [Operation::ContainerStop, Operation::ContainerInspect, Operation::ContainerExport] {
            assert_eq!(may(operation, stacks), Err(Refusal::OutOfScope { name: "kim".into() }));
        }
    }
    assert_eq!(may(Operation::ImageDelete, &["web"]), Ok(()));
    assert_eq!(may(Operation::ImageDelete, &["web", "db"]), Err(Refusal::Shared));
    let used_apart = Target { used_apart: true, ..Target::of(vec![stack("web")]) };
    assert_eq!(decide(&kim, Operation::ImageDelete, &used_apart), Err(Refusal::Shared));
    assert_eq!(decide(&kim, Operation::ImageInspect, &used_apart), Ok(()));
    let all = granted(Role::Operator, Scopes::everything(Grants::ALL));
    assert_eq!(decide(&all, Operation::ImageDelete, &used_apart), Ok(()));
    let nodes = decide(&kim, Operation::NodeList, &Target::engine());
    assert!(matches!(nodes, Err(Refusal::NotEverything { .. })));
}

#[test]
fn a_grant_holds_where_it_was_given() {
    let stacks = [(stack("web"), Grant::Logs.into()), (stack("db"), Grant::Exec.into())];
    let kim = granted(Role::Operator, Scopes { everything: None, stacks: stacks.into() });
    let may = |operation, of: &str| decide(&kim, operation, &Target::of(vec![stack(of)])).is_ok();
    assert!(may(Operation::ContainerLogs, "web") && !may(Operation::ContainerLogs, "db"));
    assert!(may(Operation::ContainerExec, "db") && !may(Operation::ContainerExec, "web"));
    let refusal = decide(&kim, Operation::ContainerCreate, &Target::of(vec![stack("web")])).unwrap_err();
    assert_eq!(refusal.to_string(), "kim doesn't have the grant deploy here: an admin can give it");
}

#[test]
fn who_makes_something_may_have_it_taken_back_and_nothing_else() {
    let target = Target::of(vec![stack("web")]);
    let stacks = |grant: Grant| Scopes { everything: None, stacks: [(stack("web"), grant.into())].into() };
    let granted = |grant| Arc::new(granted(Role::Operator, stacks(grant)));
    let (deployer, other) = (granted(Grant::Deploy), granted(Grant::Exec));
    let undo =
        |who: &Arc<Principal>, made, target: &Target| authorize_undo(who, RemoveVolume, made, target).is_ok();
    assert!(undo(&deployer, Operation::VolumeCreate, &target));
    assert!(!undo(&deployer, Operation::VolumeCreate, &Target::of(vec![stack("db")])));
    assert!(!undo(&deployer, Operation::NetworkCreate, &target), "that made no volume");
    assert!(!undo(&other, Operation::VolumeCreate, &target));
    assert!(authorize(&deployer, RemoveVolume, &target).is_err());
}

#[test]
fn nobody_but_admins_gets_into_what_is_as_good_as_the_host() {
    let target = Target { power: Some(Power::Privileged), ..Target::engine() };
    let kim = granted(Role::Operator, Scopes::everything(Grants::ALL));
    let refusal = decide(&kim, Operation::ContainerExec, &target).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "this container is privileged, so this is as good as root on the host, and for admins only"
    );
    for operation in Operation::ALL.iter().filter(|it| rule(**it).inside) {
        assert!(decide(&kim, *operation, &target).is_err(), "{}", operation.name());
        assert!(decide(&somebody(Role::Admin), *operation, &target).is_ok(), "{}", operation.name());
    }
    assert!(decide(&kim, Operation::ContainerStop, &target).is_ok());

    // What another one reads there, nobody else writes; to take it away is no writing.
    let shares = Target { power: Some(Power::SharedVolume("rules".into())), ..Target::engine() };
    for operation in [Operation::ContainerExec, Operation::ContainerArchive, Operation::ContainerAttach] {
        assert!(decide(&kim, operation, &shares).is_err(), "{}", operation.name());
    }
    assert!(decide(&kim, Operation::ContainerDelete, &shares).is_ok());
}

#[test]
fn narrow_credentials_reach_no_further_than_their_owner() {
    let scopes = || Scopes {
        everything: Some(Grant::Logs.into()),
        stacks: [(stack("web"), Grant::Exec.into())].into(),
    };
    let web = scopes().narrowed(Some(&stack("web")), None);
    assert_eq!(web.on(&[stack("web")]), Some(Grants::from_iter([Grant::Logs, Grant::Exec])));
    assert_eq!(web.on(&[stack("db")]), None);
    let few = scopes().narrowed(None, Some(Grant::Exec.into()));
    assert_eq!((few.on(&[]), few.on(&[stack("web")])), (Some(Grants::NONE), Some(Grant::Exec.into())));
    let none = Scopes::default().narrowed(Some(&stack("web")), Some(Grants::ALL));
    assert_eq!(none.on(&[stack("web")]), None);
}

#[test]
fn grants_and_stacks_are_read_as_they_are_written() {
    for grants in [Grants::NONE, Grants::ALL, Grant::Files.into()] {
        assert_eq!(grants.to_string().parse(), Ok(grants));
    }
    assert!("logs,root".parse::<Grants>().is_err());
    assert!("Logs".parse::<Grants>().is_err());
    let long = "a".repeat(64);
    for text in ["", "Web", "-web", "web/..", "web ", "wéb", long.as_str()] {
        assert!(text.parse::<StackName>().is_err(), "{text:?}");
    }
    assert!(long[1..].parse::<StackName>().is_ok());
}

fn scopes() -> impl Strategy<Value = Scopes> {
    let grants = || prop::collection::vec(prop::sample::select(&Grant::ALL[..]), 0..4);
    let grants = move || grants().prop_map(|it| it.into_iter().collect::<Grants>());
    let stacks = prop::collection::btree_map("[ab]".prop_map(|it| stack(&it)), grants(), 0..3);
    (prop::option::of(grants()), stacks).prop_map(|(everything, stacks)| Scopes { everything, stacks })
}

fn target() -> impl Strategy<Value = Target> {
    let stacks = prop::option::of(prop::collection::vec("[abc]".prop_map(|it| stack(&it)), 0..3));
    let own = prop::sample::select(&[Own::No, Own::Yes, Own::Confirmed][..]);
    let power = prop::option::of(Just(Power::Privileged));
    (stacks, own, power, any::<bool>()).prop_map(|(stacks, own, power, used_apart)| Target {
        stacks,
        own,
        power,
        used_apart,
    })
}

fn operation() -> impl Strategy<Value = Operation> {
    prop::sample::select(Operation::ALL)
}

proptest! {
    #[test]
    fn taking_something_away_never_allows_more(
        scopes in scopes(), target in target(), operation in operation(), least in 0..3usize, grant in 0..4usize,
    ) {
        let role = Role::ALL[least];
        let more = granted(role, scopes.clone());
        let allowed = |principal: &Principal| decide(principal, operation, &target).is_ok();
        let without: Grants = Grant::ALL.into_iter().filter(|it| *it != Grant::ALL[grant]).collect();
        let mut less = vec![
            granted(role, scopes.clone().narrowed(None, Some(without))),
            granted(role, Scopes { everything: None, ..scopes.clone() }),
            granted(role, scopes.clone().narrowed(Some(&stack("a")), None)),
        ];
        less.extend(least.checked_sub(1).map(|lower| granted(Role::ALL[lower], scopes.clone())));
        for stack in scopes.stacks.keys() {
            let mut fewer = scopes.clone();
            fewer.stacks.remove(stack);
            less.push(granted(role, fewer));
        }
        for less in less {
            // Of somebody who reaches nothing at all, the engine itself is asked nothing either way.
            prop_assert!(!allowed(&less) || allowed(&more), "{less:?} may, and {more:?} may not");
        }
    }

    #[test]
    fn scopes_contain_others_when_nothing_of_those_is_missing(more in scopes(), less in scopes()) {
        // All that there can be: of no stack, of one, of some; c is in no scope.
        let all = [vec![], vec!["a"], vec!["b"], vec!["c"], vec!["a", "b"], vec!["a", "c"], vec!["a", "b", "c"]];
        let holds = all.iter().all(|names| {
            let stacks: Vec<_> = names.iter().map(|name| stack(name)).collect();
            less.on(&stacks).is_none_or(|less| {
                more.on(&stacks).is_some_and(|more| Grant::ALL.iter().all(|it| !less.contains(*it) || more.contains(*it)))
            })
        });
        prop_assert_eq!(more.contains(&less), holds);
        prop_assert!(more.contains(&more) && more.contains(&Scopes::default()));
        prop_assert!(more.contains(&more.clone().narrowed(Some(&stack("a")), None)));
    }

    #[test]
    fn what_is_out_of_reach_is_refused_whatever_is_granted(
        grants in scopes(), operation in operation(), viewer in any::<bool>(),
    ) {
        let kim = granted(if viewer { Role::Viewer } else { Role::Operator }, Scopes { everything: None, ..grants });
        let elsewhere = Target::of(vec![stack("c")]);
        let is_out = matches!(decide(&kim, operation, &elsewhere), Err(Refusal::OutOfScope { .. }));
        prop_assert!(is_out);
    }
}

#[test]
fn a_proof_is_asked_for_of_those_who_can_give_one() {
    let with = |proof| Principal { proof, ..Principal::clone(&somebody(Role::Admin)) };
    assert_eq!(proved(&with(Proof::Fresh)), Ok(()));
    assert_eq!(proved(&with(Proof::Unasked)), Ok(()));
    assert_eq!(proved(&with(Proof::Old)), Err(Refusal::ProofNeeded));
}

#[test]
fn a_grant_on_one_stack_is_none_on_another() {
    let (web, db) = (stack("web"), stack("db"));
    let stacks = [(web.clone(), Grant::Deploy.into()), (db.clone(), Grants::NONE)].into();
    let kim = granted(Role::Operator, Scopes { everything: None, stacks });
    assert!(is_granted(&kim, std::slice::from_ref(&web), Grant::Deploy));
    assert!(is_granted(&kim, &[db.clone(), web], Grant::Deploy));
    assert!(!is_granted(&kim, std::slice::from_ref(&db), Grant::Deploy) && sees(&kim, &[db]));
    assert!(!is_granted(&kim, &[], Grant::Deploy));
}

#[test]
fn what_is_seen_alone_isnt_taken_away() {
    let stacks = [(stack("web"), Grant::Deploy.into()), (stack("db"), Grants::NONE)].into();
    let kim = granted(Role::Operator, Scopes { everything: None, stacks });
    let both = Target::of(vec![stack("web"), stack("db")]);
    assert_eq!(decide(&kim, Operation::ImageDelete, &both), Err(Refusal::Shared));
}

#[test]
fn only_looks_are_facts() {
    for role in Role::ALL {
        assert!(authorize_fact(&somebody(role), Look).is_ok());
        assert!(authorize_fact(&somebody(role), Stop).is_err(), "{role}");
    }
}

#[test]
fn who_attaches_reads_the_log_with_the_grant_for_it_alone() {
    let attach = |query: &str| {
        let target = format!("/containers/web/attach?stream=1&stdout=1{query}");
        Command::decode(&http::Method::POST, &target).expect("a request")
    };
    let with = |grants| Arc::new(granted(Role::Operator, Scopes::everything(grants)));
    let [exec, both] = [with(Grant::Exec.into()), with([Grant::Exec, Grant::Logs].into_iter().collect())];
    let target = Target::in_no_stack();
    for all in ["&logs=1", "&logs=true", "&logs=no"] {
        let refused = authorize_command(&exec, attach(all), &target).unwrap_err();
        assert_eq!(refused, Refusal::Grant { name: "kim".into(), needed: Grant::Logs }, "{all}");
        assert!(authorize_command(&both, attach(all), &target).is_ok(), "{all}");
    }
    for nothing in ["", "&logs=0", "&logs=false", "&logs="] {
        assert!(authorize_command(&exec, attach(nothing), &target).is_ok(), "{nothing}");
    }
}

#[test]
fn who_has_what_another_has() {
    let web = || {
        granted(Role::Operator, Scopes { everything: None, stacks: [(stack("web"), Grants::NONE)].into() })
    };
    let all = granted(Role::Operator, Scopes::everything(Grant::Logs.into()));
    let admin = granted(Role::Admin, Scopes::default());
    assert!(web().has_what(&web()) && all.has_what(&web()) && admin.has_what(&all));
    assert!(!web().has_what(&all) && !all.has_what(&admin));
    assert!(!granted(Role::Viewer, all.scopes.clone()).has_what(&all));
    assert!(!Principal { name: "lee".into(), ..admin.clone() }.has_what(&web()));
}
