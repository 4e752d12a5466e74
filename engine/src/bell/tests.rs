use std::{future::poll_fn, sync::atomic::AtomicUsize};

use tokio::sync::mpsc;

use super::*;

/// Counts how often a task would have been put back among those that want to run.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

#[test]
fn parts_that_feed_one_another_go_on_without_the_task_being_woken() {
    let woken = Arc::new(Count::default());
    let waker = Waker::from(woken.clone());
    let bell = Bell::default();
    let mut handed = 0;
    let polled = bell.attend(&mut Context::from_waker(&waker), |within| {
        handed += 1;
        if handed == 3 {
            return Poll::Ready(());
        }
        within.waker().wake_by_ref();
        Poll::Pending
    });
    assert_eq!((polled, handed, woken.0.load(SeqCst)), (Poll::Ready(()), 3, 0));
}

#[test]
fn what_comes_from_outside_wakes_the_task() {
    let woken = Arc::new(Count::default());
    let waker = Waker::from(woken.clone());
    let bell = Bell::default();
    let mut kept = None;
    let polled: Poll<()> = bell.attend(&mut Context::from_waker(&waker), |within| {
        kept = Some(within.waker().clone());
        Poll::Pending
    });
    assert!(polled.is_pending());
    assert_eq!(woken.0.load(SeqCst), 0);
    kept.unwrap().wake();
    assert_eq!(woken.0.load(SeqCst), 1);
}

#[tokio::test]
async fn parts_that_feed_one_another_for_ever_leave_others_their_turn() {
    let (sender, mut receiver) = mpsc::channel(1);
    let bell = Bell::default();
    let endless = tokio::spawn(async move {
        poll_fn(|context| {
            bell.attend(context, |within| -> Poll<()> {
                let _ = sender.try_send(());
                if receiver.poll_recv(within).is_ready() {
                    within.waker().wake_by_ref();
                }
                Poll::Pending
            })
        })
        .await;
    });
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    endless.abort();
    assert!(endless.await.unwrap_err().is_cancelled());
}
