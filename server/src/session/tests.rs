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
    let vera = people.add(name.clone(), Role::Viewer, password, everything).await.unwrap();
    let cookie = sessions.start(&vera, "", IpAddr::from([127, 0, 0, 1]), None).await.unwrap();
    let credential = Credential::Session(secret::hash(&cookie.0));
    let caller = sessions.look_up(credential).unwrap().unwrap();

    assert!(sessions.until_changed(&caller).now_or_never().is_none());
    people.set_scope(name, None, None).await.unwrap();
    // Between the request and the stream that it opens: nothing changes any more.
    assert!(sessions.until_changed(&caller).now_or_never().is_some());
}
