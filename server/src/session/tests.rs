use futures_util::FutureExt;
use gate::{Grants, Role, Scopes};

use super::*;
use crate::{Cost, Name, Password, People};

#[tokio::test]
async fn who_may_less_by_the_time_that_somebody_looks_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let (people, sessions) = (People::new(store.clone(), Cost::for_tests()), Sessions::new(store));
    let name = Name::parse("vera").unwrap();
    let password = Password::choose("correct horse battery".into()).unwrap();
    let everything = Scopes::everything(Grants::NONE);
    people.add(name.clone(), Role::Viewer, password, everything).await.unwrap();
    let from = IpAddr::from([127, 0, 0, 1]);
    let vera = people.log_in("vera", "correct horse battery", from).await.unwrap();
    let cookie = sessions.start(vera, "", from, None).await.unwrap();
    let credential = Credential::Session(secret::hash(&cookie.0));
    let caller = sessions.look_up(credential).unwrap().unwrap();

    assert!(sessions.until_changed(&caller).now_or_never().is_none());
    people.set_scope(name, None, None).await.unwrap();
    // Between the request and the stream that it opens: nothing changes any more.
    assert!(sessions.until_changed(&caller).now_or_never().is_some());
}

/// It takes a while to hash a password: somebody who knows the old one may be on the way in just then.
#[tokio::test]
async fn who_showed_the_old_password_is_not_let_in_once_there_is_another() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let (people, sessions) = (People::new(store.clone(), Cost::for_tests()), Sessions::new(store));
    let name = || Name::parse("vera").unwrap();
    let password = |text: &str| Password::choose(text.into()).unwrap();
    let everything = Scopes::everything(Grants::NONE);
    people.add(name(), Role::Viewer, password("correct horse battery"), everything).await.unwrap();
    let from = IpAddr::from([127, 0, 0, 1]);

    let early = people.log_in("vera", "correct horse battery", from).await.unwrap();
    people.set_password(name(), password("harbour light at night")).await.unwrap();
    let refused = sessions.start(early, "", from, None).await;
    assert!(matches!(refused, Err(Error::WrongLogin { .. })));

    let shown = people.log_in("vera", "harbour light at night", from).await.unwrap();
    let cookie = sessions.start(shown, "", from, None).await.unwrap();
    let credential = Credential::Session(secret::hash(&cookie.0));
    let caller = sessions.look_up(credential).unwrap().unwrap();
    let early = people.prove(&name(), "harbour light at night", from).await.unwrap();
    let (own, new) = (Some(secret::hash(&cookie.0)), password("correct horse battery"));
    people.change_password(name(), "harbour light at night", new, from, own).await.unwrap();
    assert!(matches!(sessions.renew(&caller, early).await, Err(Error::WrongPassword { .. })));

    let early = people.log_in("vera", "correct horse battery", from).await.unwrap();
    people.set_disabled(name(), true).await.unwrap();
    assert!(matches!(sessions.start(early, "", from, None).await, Err(Error::WrongLogin { .. })));
}

/// Whichever hash is kept, both have shown the password that it is of.
#[tokio::test]
async fn two_that_log_in_at_once_are_let_in_when_the_cost_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let password = Password::choose("correct horse battery".into()).unwrap();
    let everything = Scopes::everything(Grants::NONE);
    let before = People::new(store.clone(), Cost::default());
    before.add(Name::parse("vera").unwrap(), Role::Viewer, password, everything).await.unwrap();

    let (people, sessions) = (People::new(store.clone(), Cost::for_tests()), Sessions::new(store));
    let from = IpAddr::from([127, 0, 0, 1]);
    let log_in = || people.log_in("vera", "correct horse battery", from);
    let (one, two) = tokio::join!(log_in(), log_in());
    sessions.start(one.unwrap(), "", from, None).await.unwrap();
    sessions.start(two.unwrap(), "", from, None).await.unwrap();
}
