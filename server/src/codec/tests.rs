use axum::{Router, middleware, routing::get};
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;

use super::*;

#[tokio::test]
async fn a_handler_that_panics_fails_its_own_request_only() {
    async fn panicking() -> Wire<()> {
        panic!("on purpose")
    }
    let router = Router::new()
        .route("/", get(panicking))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(Site::of(crate::PLAIN), answer));
    let response = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let body = read_body(response.into_body(), 1000, BODY_TIME).await.unwrap();
    let failure: wire::Failure = serde_json::from_slice(&body).unwrap();
    assert_eq!(failure.kind, wire::FailureKind::Internal);
    assert!(!failure.message.contains("on purpose"), "{}", failure.message);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_never_ends_is_given_up() {
    let unending = Body::from_stream(futures_util::stream::pending::<std::io::Result<bytes::Bytes>>());
    let reading = read_body(unending, BODY_LIMIT, BODY_TIME);
    let read = tokio::time::timeout(Duration::from_secs(60), reading).await;
    assert!(matches!(read.expect("it ends by itself"), Err(Error::TimedOut)));
}
