use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    task::{Wake, Waker},
};

use http_body_util::{BodyExt, Empty};
use hyper::{body::Body, client::conn::http1::handshake};
use hyper_util::rt::TokioIo;
use tokio::{io::AsyncWriteExt, net::UnixStream};

use super::*;

/// Counts how often a task would have been put back among those that want to run.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
    }
}

impl Count {
    async fn until(&self, most: usize) {
        while self.0.load(SeqCst) < most {
            tokio::task::yield_now().await;
        }
        assert_eq!(self.0.load(SeqCst), most);
    }
}

#[tokio::test]
async fn whoever_waits_is_woken_when_the_engine_has_said_something_and_never_else() {
    let (ours, mut engine) = UnixStream::pair().unwrap();
    let (sender, connection) = handshake(TokioIo::new(ours)).await.unwrap();
    let mut line = Line::new(sender, Box::pin(async move { drop(connection.await) }));
    let woken = Arc::new(Count::default());
    let waker = Waker::from(woken.clone());
    let mut context = Context::from_waker(&waker);

    let request = Request::new(Empty::new().map_err(Into::into).boxed_unsync());
    let mut answer = {
        let mut asking = pin!(line.ask(request));
        assert!(asking.as_mut().poll(&mut context).is_pending());
        woken.until(0).await;
        engine.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n").await.unwrap();
        woken.until(1).await;
        let Poll::Ready(Ok(answer)) = asking.poll(&mut context) else { panic!("no answer") };
        answer.into_body()
    };
    let mut frame = |context: &mut Context<'_>| {
        line.poll(context, |context| std::pin::Pin::new(&mut answer).poll_frame(context))
    };
    assert!(frame(&mut context).is_pending());
    woken.until(1).await;
    engine.write_all(b"OK").await.unwrap();
    woken.until(2).await;
    assert!(matches!(frame(&mut context), Poll::Ready(Some(Ok(_)))));
    assert!(matches!(frame(&mut context), Poll::Ready(None)));
    woken.until(2).await;
}
