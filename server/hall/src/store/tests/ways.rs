//! What officers can be told by lasts as long as their session.

use domain::{PersonId, Role};
use protocol::api::{Language, NewAppPush, PushVendor};
use uuid::Uuid;

use super::*;
use crate::store::{NoticeKeyRow, PersonRow, SessionRow, SubscriptionRow};

/// An officer of `unit` who is signed in; the session.
async fn signed_in(store: &Store, ids: &mut IdSource, unit: UnitId) -> Uuid {
    let person = PersonId(ids.next(at(0)));
    let (name, role) = (person.to_string(), Role::Officer { unit });
    let row = PersonRow {
        id: person,
        name,
        password: String::new(),
        role,
        revoked: false,
    };
    store.add_person(&row).await.unwrap().unwrap();
    sign_in(store, ids, person, role).await
}

/// Whose a session is.
async fn session_of(store: &Store, session: Uuid) -> PersonId {
    let person: Uuid = sqlx::query_scalar("SELECT person FROM session WHERE id = $1")
        .bind(session)
        .fetch_one(&store.readers)
        .await
        .unwrap();
    PersonId(person)
}

async fn sign_in(store: &Store, ids: &mut IdSource, person: PersonId, role: Role) -> Uuid {
    let session = ids.next(at(0));
    let row = SessionRow {
        id: session,
        person,
        name: person.to_string(),
        role,
        phone: None,
        expires_at: at(60_000),
    };
    let mut hash = [0; 32];
    hash[..16].copy_from_slice(session.as_bytes());
    assert!(store.add_session(hash, &row, at(0)).await.unwrap());
    session
}

fn subscription(endpoint: &str) -> SubscriptionRow {
    SubscriptionRow {
        endpoint: endpoint.to_owned(),
        p256dh: vec![4; 65],
        auth: vec![7; 16],
        language: Language::En,
    }
}

/// The endpoint and number of each unit, in no sequence of their own.
async fn ways(store: &Store, millis: i64) -> Vec<(UnitId, Option<String>, Option<String>)> {
    let rows = store.ways(at(millis)).await.unwrap().into_iter();
    let mut ways: Vec<_> = rows
        .map(|row| (row.unit, row.subscription.map(|own| own.endpoint), row.number))
        .collect();
    ways.sort();
    ways
}

#[tokio::test]
async fn whoever_signs_off_is_forgotten() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let mut ids = IdSource::new(1);
    let unit = UnitId(ids.next(at(0)));
    let session = signed_in(&store, &mut ids, unit).await;
    assert_eq!(ways(&store, 1).await, []);
    store
        .keep_subscription(session, &subscription("https://a/1"))
        .await
        .unwrap();
    store
        .keep_subscription(session, &subscription("https://a/2"))
        .await
        .unwrap();
    store.keep_telephone(session, "110").await.unwrap();
    store.keep_telephone(session, "119").await.unwrap();
    let known = [(unit, Some("https://a/2".to_owned()), Some("119".to_owned()))];
    assert_eq!(ways(&store, 1).await, known);
    let kept = store.ways(at(1)).await.unwrap().remove(0).subscription;
    assert_eq!(kept, Some(subscription("https://a/2")));
    // A session that has run out is as good as none, whether it was swept or not.
    assert_eq!(ways(&store, 60_000).await, []);
    assert!(store.remove_session(session).await.unwrap());
    assert_eq!(ways(&store, 1).await, []);
    for table in [
        "SELECT count(*) FROM push_subscription",
        "SELECT count(*) FROM telephone",
    ] {
        let left: i64 = sqlx::query_scalar(table).fetch_one(&store.readers).await.unwrap();
        assert_eq!(left, 0, "{table}");
    }
    // Nothing is kept for a session that has ended meanwhile.
    store
        .keep_subscription(session, &subscription("https://a/3"))
        .await
        .unwrap();
    store.keep_telephone(session, "110").await.unwrap();
    assert_eq!(ways(&store, 1).await, []);
}

#[tokio::test]
async fn a_browser_is_of_whoever_signed_in_on_it_last() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let mut ids = IdSource::new(1);
    let units = [UnitId(ids.next(at(0))), UnitId(ids.next(at(0)))];
    let first = signed_in(&store, &mut ids, units[0]).await;
    let second = signed_in(&store, &mut ids, units[1]).await;
    store
        .keep_subscription(first, &subscription("https://a/1"))
        .await
        .unwrap();
    store
        .keep_subscription(second, &subscription("https://a/1"))
        .await
        .unwrap();
    let endpoint = || Some("https://a/1".to_owned());
    assert_eq!(ways(&store, 1).await, [(units[1], endpoint(), None)]);
    store.keep_telephone(first, "110").await.unwrap();
    store.remove_endpoint("https://a/1").await.unwrap();
    assert_eq!(ways(&store, 1).await, [(units[0], None, Some("110".to_owned()))]);
    store.remove_telephone(first).await.unwrap();
    store.remove_subscription(second).await.unwrap();
    assert_eq!(ways(&store, 1).await, []);
}

/// The app's token of each unit, in no sequence of their own.
async fn apps(store: &Store) -> Vec<(UnitId, Option<String>)> {
    let rows = store.ways(at(1)).await.unwrap().into_iter();
    let mut apps: Vec<_> = rows.map(|row| (row.unit, row.app.map(|app| app.token))).collect();
    apps.sort();
    apps
}

#[tokio::test]
async fn an_app_is_of_whoever_signed_in_on_it_last() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let mut ids = IdSource::new(1);
    let units = [UnitId(ids.next(at(0))), UnitId(ids.next(at(0)))];
    let first = signed_in(&store, &mut ids, units[0]).await;
    let second = signed_in(&store, &mut ids, units[1]).await;
    let app = |vendor, token: &str| NewAppPush {
        vendor,
        token: token.to_owned(),
    };
    let same = app(PushVendor::Hms, "a phone");
    store.keep_app_push(first, &same).await.unwrap();
    assert_eq!(apps(&store).await, [(units[0], Some("a phone".to_owned()))]);
    store.keep_app_push(second, &same).await.unwrap();
    assert_eq!(apps(&store).await, [(units[1], Some("a phone".to_owned()))]);
    // What two services call two phones may be the same by chance.
    store
        .keep_app_push(first, &app(PushVendor::Mi, "a phone"))
        .await
        .unwrap();
    store.remove_app(&same).await.unwrap();
    let left = store.ways(at(1)).await.unwrap();
    assert!(
        left.iter()
            .all(|row| row.unit == units[0]
                && row.app.as_ref().is_some_and(|app| app.vendor == PushVendor::Mi))
    );
    store.keep_app_push(second, &same).await.unwrap();
    store.remove_app_push(first).await.unwrap();
    assert!(store.remove_session(second).await.unwrap());
    assert_eq!(apps(&store).await, []);
    store.keep_app_push(second, &same).await.unwrap();
    assert_eq!(
        apps(&store).await,
        [],
        "nothing is kept of a session that has ended"
    );
}

#[tokio::test]
async fn a_number_rings_for_one_officer_in_one_session() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let mut ids = IdSource::new(1);
    let units = [UnitId(ids.next(at(0))), UnitId(ids.next(at(0)))];
    let first = signed_in(&store, &mut ids, units[0]).await;
    let other = signed_in(&store, &mut ids, units[1]).await;
    // The officer closed the page and signed in anew.
    let person = session_of(&store, first).await;
    let again = sign_in(&store, &mut ids, person, Role::Officer { unit: units[0] }).await;
    store.keep_telephone(first, "110").await.unwrap();
    store.keep_telephone(again, "110").await.unwrap();
    assert_eq!(ways(&store, 1).await, [(units[0], None, Some("110".to_owned()))]);
    store.keep_telephone(first, "119").await.unwrap();
    store.remove_telephone(again).await.unwrap();
    assert_eq!(ways(&store, 1).await, [], "what is removed is removed everywhere");
    store.keep_telephone(again, "110").await.unwrap();
    store.keep_telephone(other, "110").await.unwrap();
    assert_eq!(ways(&store, 1).await, [(units[1], None, Some("110".to_owned()))]);
}

#[tokio::test]
async fn the_keys_are_those_that_were_made_first() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let key = |byte| NoticeKeyRow {
        vapid: vec![byte],
        reference: vec![byte; 32],
    };
    let first = store.notice_keys(&key(1)).await.unwrap();
    let again = store.notice_keys(&key(2)).await.unwrap();
    assert_eq!((first.vapid, again.vapid), (vec![1], vec![1]));
    assert_eq!(first.reference, again.reference);
}
