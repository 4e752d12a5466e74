use super::*;

#[tokio::test]
async fn what_is_put_into_a_stack_belongs_to_it_until_it_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let (members, elsewhere) = (Members::new(store), Store::open(folder.path()).expect("the same store"));
    let elsewhere = Members::new(elsewhere);
    let web: StackName = "web".parse().expect("a name");
    let db: StackName = "db".parse().expect("a name");
    let id = || "c".repeat(64);

    assert!(members.now().expect("read").stacks(Kind::Container, &id()).is_empty());
    let things = vec![(Kind::Container, id()), (Kind::Volume, "data 7".into())];
    elsewhere.add(web.clone(), things.clone()).await.expect("written");
    members.add(web.clone(), things).await.expect("written again");
    members.add(db.clone(), vec![(Kind::Container, id())]).await.expect("written");

    let now = members.now().expect("read");
    assert_eq!(now.stacks(Kind::Container, &id()), [db.clone(), web.clone()]);
    assert_eq!(now.stacks(Kind::Network, &id()), []);
    assert_eq!(now.stacks(Kind::Volume, "data"), [], "another volume of the same name");
    assert_eq!(now.counts()[&web].values().sum::<usize>(), 2);

    // What is another stack's already isn't claimed, nor what would be claimed along with it.
    let more = vec![(Kind::Container, "d".repeat(64)), (Kind::Volume, "data 7".into())];
    assert!(!elsewhere.claim(db.clone(), more.clone()).await.expect("written"));
    assert_eq!(members.now().expect("read").stacks(Kind::Container, &"d".repeat(64)), []);
    assert!(elsewhere.claim(web.clone(), more).await.expect("written"));
    assert_eq!(
        members.now().expect("read").stacks(Kind::Container, &"d".repeat(64)),
        std::slice::from_ref(&web)
    );

    members.forget(vec![(Kind::Container, id())]).await.expect("written");
    assert!(elsewhere.now().expect("read").stacks(Kind::Container, &id()).is_empty());
    members.dissolve(web).await.expect("written");
    assert!(members.now().expect("read").counts().is_empty());
}

#[tokio::test]
async fn a_stack_takes_no_more_than_its_most() {
    let folder = tempfile::tempdir().expect("a folder");
    let members = Members::new(Store::open(folder.path()).expect("a store"));
    let web: StackName = "web".parse().expect("a name");
    let things = (0..MOST).map(|number| (Kind::Container, number.to_string())).collect();
    members.add(web.clone(), things).await.expect("written");
    let more = || vec![(Kind::Volume, "data 7".to_owned())];
    let refused = members.add(web.clone(), more()).await;
    assert!(matches!(refused, Err(Error::StackFull { most: MOST, .. })), "{refused:?}");
    let refused = members.claim(web.clone(), more()).await;
    assert!(matches!(refused, Err(Error::StackFull { most: MOST, .. })), "{refused:?}");
    members.claim("db".parse().expect("a name"), more()).await.expect("another stack has room");
}
