//! The signal to end: given once, heard by everybody who holds a clone.

use std::sync::Arc;

use tokio::sync::watch;

/// Tells live streams that the server is going.
#[derive(Clone, Debug)]
pub struct Shutdown(Arc<watch::Sender<bool>>);

impl Default for Shutdown {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Shutdown {
    /// Gives the signal.
    pub fn start(&self) {
        self.0.send_replace(true);
    }

    /// Waits for the signal.
    pub fn started(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut signal = self.0.subscribe();
        async move {
            // The sender lives as long as this handle does; without it there is nobody left to serve either.
            let _ = signal.wait_for(|started| *started).await;
        }
    }
}
