use std::task::{Context, Waker};

use super::*;
use wire::audit::DONE;

fn deed() -> Deed {
    Deed::of("ada", "token 1", Operation::ContainerStop.name(), "web")
}

/// What the records are, and whether each is a result.
fn records(store: &Store) -> Vec<(i64, bool, String)> {
    let select = "SELECT seq, intent IS NOT NULL, said FROM audit ORDER BY seq";
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    store.read(|reader| reader.prepare(select)?.query_map([], read)?.collect()).unwrap()
}

#[tokio::test]
async fn an_end_that_nobody_waits_for_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let intent = Audit::new(store.clone()).write(deed(), "asked".into(), None).await.unwrap();
    {
        let mut ending = Box::pin(intent.end(DONE));
        let mut context = Context::from_waker(Waker::noop());
        assert!(ending.as_mut().poll(&mut context).is_pending());
    }
    // Whatever else is written is written by then.
    tokio::task::yield_now().await;
    store.write(|_| Ok(())).await.unwrap();
    assert_eq!(records(&store), [(1, false, "asked".into()), (2, true, DONE.into())]);
}

#[tokio::test]
async fn records_go_when_there_are_many_and_they_are_old() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let (day, now) = (86_400_000, now());
    let written = [(1, now - 200 * day), (2, now - 100 * day), (3, now - day), (KEPT + 9, now)];
    let fill = move |tx: &Transaction<'_>| {
        for (seq, at) in written {
            let row =
                "INSERT INTO audit VALUES (?1, ?2, NULL, '', '', '', '', '', zeroblob(32), zeroblob(32))";
            tx.execute(row, params![seq, at])?;
        }
        insert(tx, None, &deed(), "asked")
    };
    store.write(fill).await.unwrap();
    let left: Vec<_> = records(&store).iter().map(|(seq, ..)| *seq).collect();
    assert_eq!(left, [3, KEPT + 9, KEPT + 10]);
    let many = move |tx: &Transaction<'_>| {
        let row = "INSERT INTO audit VALUES (?1, ?2, NULL, '', '', '', '', '', zeroblob(32), zeroblob(32))";
        tx.execute(row, params![MOST + 3, now])?;
        insert(tx, None, &deed(), "asked")
    };
    store.write(many).await.unwrap();
    let left: Vec<_> = records(&store).iter().map(|(seq, ..)| *seq).collect();
    assert_eq!(left, [KEPT + 9, KEPT + 10, MOST + 3, MOST + 4]);
}
