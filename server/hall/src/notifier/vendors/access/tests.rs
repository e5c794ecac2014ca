//! How the access token is fetched, kept and forgotten.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::future::join_all;

use super::*;

/// A service that gives tokens, one after another, each for so many seconds.
#[derive(Default)]
struct Service {
    asked: AtomicU64,
}

impl Service {
    async fn give(&self, expires_in: u64) -> Result<Granted, Verdict> {
        let number = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
        tokio::time::sleep(Duration::from_millis(20)).await;
        Ok(Granted {
            access_token: format!("token {number}"),
            expires_in,
        })
    }
}

fn shown(token: Result<SecretString, Verdict>) -> String {
    token.unwrap().expose_secret().to_owned()
}

#[tokio::test]
async fn whoever_pushes_waits_for_the_one_who_fetches() {
    let (access, service) = (Access::default(), Service::default());
    let tokens = join_all((0..50).map(|_| access.token(service.give(3_600)))).await;
    assert!(tokens.into_iter().all(|token| shown(token) == "token 1"));
    assert_eq!(service.asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_token_that_is_taken_no_more_is_fetched_anew_once() {
    let (access, service) = (Access::default(), Service::default());
    let first = access.token(service.give(3_600)).await.unwrap();
    access.forget(&first).await;
    assert_eq!(shown(access.token(service.give(3_600)).await), "token 2");
    // Somebody else pushed with the first one, and hears so late.
    access.forget(&first).await;
    assert_eq!(shown(access.token(service.give(3_600)).await), "token 2");
}

#[tokio::test]
async fn a_token_is_past_before_its_end() {
    let (access, service) = (Access::default(), Service::default());
    access.token(service.give(0)).await.unwrap();
    assert_eq!(shown(access.token(service.give(4)).await), "token 2");
    assert_eq!(shown(access.token(service.give(4)).await), "token 2");
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    assert_eq!(shown(access.token(service.give(4)).await), "token 3");
}

#[tokio::test]
async fn a_service_that_gives_none_is_left_alone_for_a_moment() {
    let access = Arc::new(Access::default());
    let asked = AtomicU64::new(0);
    let refuse = || async {
        asked.fetch_add(1, Ordering::Relaxed);
        Err(Verdict::Never("no".to_owned()))
    };
    for _ in 0..10 {
        let refused = access.token(refuse()).await;
        assert_eq!(refused.err(), Some(Verdict::Never("no".to_owned())));
    }
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    tokio::time::sleep(LEFT_ALONE).await;
    let service = Service::default();
    assert_eq!(shown(access.token(service.give(3_600)).await), "token 1");
}
