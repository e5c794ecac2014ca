//! Signing in, and what ends it.

use std::net::Ipv4Addr;

use domain::{TownId, UnitId};
use tempfile::TempDir;

use super::*;

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_700_000_000_000 + seconds * 1000)
}

fn secret(text: &str) -> SecretString {
    text.into()
}

async fn people(folder: &TempDir) -> People {
    People::new(Store::open_beside(folder.path()).await.unwrap())
}

async fn signed_in(people: &People, name: &str, password: &str, now: Timestamp) -> SignedIn {
    people
        .sign_in(HERE, name, secret(password), now)
        .await
        .unwrap()
        .expect("the password is right")
}

#[tokio::test]
async fn the_right_password_opens_a_session_that_lasts_twelve_hours() {
    let folder = TempDir::new().unwrap();
    let people = people(&folder).await;
    let role = Role::Officer {
        unit: UnitId(Uuid::from_u128(7)),
    };
    let person = people
        .add_person("李伟", secret("correct horse"), role)
        .await
        .unwrap();

    let SignedIn { token, session } = signed_in(&people, "李伟", "correct horse", at(0)).await;

    let token = token.expose_secret();
    assert_eq!(token.len(), 43, "256 bits in base64url");
    assert_eq!(
        (session.person, session.name.as_str(), session.role),
        (person, "李伟", role)
    );
    assert_eq!(session.expires_at, at(12 * 3600));
    assert_eq!(
        people.session(token, at(12 * 3600 - 1)).await.unwrap(),
        Some(session.clone())
    );
    assert_eq!(people.session(token, at(12 * 3600)).await.unwrap(), None);
    let ended = people.ended_among([session.id], at(12 * 3600)).await.unwrap();
    assert_eq!(ended, [session.id].into());
}

#[tokio::test]
async fn wrong_names_passwords_and_tokens_open_nothing() {
    let folder = TempDir::new().unwrap();
    let people = people(&folder).await;
    people
        .add_person("Li", secret("correct horse"), Role::Dispatcher)
        .await
        .unwrap();
    for (name, password) in [
        ("Li", "correct horsE"),
        ("Li", ""),
        ("li", "correct horse"),
        ("Wang", "correct horse"),
        ("", ""),
    ] {
        assert!(
            people
                .sign_in(HERE, name, secret(password), at(0))
                .await
                .unwrap()
                .is_none(),
            "{name} {password}"
        );
    }
    let good = signed_in(&people, "Li", "correct horse", at(0)).await;
    let good = good.token.expose_secret();
    for token in [
        "",
        "x",
        &good[1..],
        &format!("{good}A"),
        &good.to_lowercase(),
        "====",
        "é",
    ] {
        assert_eq!(people.session(token, at(0)).await.unwrap(), None, "{token}");
    }
}

#[tokio::test]
async fn neither_passwords_nor_tokens_lie_on_the_disk() {
    let folder = TempDir::new().unwrap();
    let people = people(&folder).await;
    people
        .add_person("Li", secret("correct horse"), Role::Dispatcher)
        .await
        .unwrap();
    let token = signed_in(&people, "Li", "correct horse", at(0)).await.token;

    let mut bytes = 0;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let content = std::fs::read(path).unwrap();
            bytes += content.len();
            for secret in ["correct horse", token.expose_secret()] {
                assert!(
                    !content
                        .windows(secret.len())
                        .any(|window| window == secret.as_bytes())
                );
            }
        }
    }
    assert!(bytes > 10_000, "something was looked at");
    let kept = Store::open_beside(folder.path())
        .await
        .unwrap()
        .person_named("Li")
        .await
        .unwrap()
        .unwrap();
    assert!(
        kept.password.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{}",
        kept.password
    );
}

#[tokio::test]
async fn names_are_plain_and_unique_and_passwords_long_enough() {
    let folder = TempDir::new().unwrap();
    let people = people(&folder).await;
    let role = Role::TownDesk {
        town: TownId(Uuid::from_u128(3)),
    };
    let id = people
        .add_person("Desk of Balzers", secret("12345678"), role)
        .await
        .unwrap();

    let add = async |name: &str, password: &str| {
        people
            .add_person(name, secret(password), Role::Leader)
            .await
            .unwrap_err()
    };
    assert!(matches!(
        add("Desk of Balzers", "12345678").await,
        AddPersonError::NameTaken
    ));
    for name in ["", " ", " Li", "Li ", "L\ni", "\u{7}", &"x".repeat(65)] {
        assert!(
            matches!(add(name, "12345678").await, AddPersonError::BadName),
            "{name:?}"
        );
    }
    for password in ["", "1234567", &"x".repeat(201)] {
        assert!(
            matches!(add("Li", password).await, AddPersonError::BadPassword),
            "{password:?}"
        );
    }
    let all = people.people().await.unwrap();
    let expected = Person {
        id,
        name: "Desk of Balzers".to_owned(),
        role,
        revoked: false,
    };
    assert_eq!(all, [expected]);
}

#[tokio::test]
async fn an_ended_session_opens_nothing_at_once_and_is_named() {
    let folder = TempDir::new().unwrap();
    let people = people(&folder).await;
    let li = people
        .add_person("Li", secret("correct horse"), Role::Dispatcher)
        .await
        .unwrap();
    people
        .add_person("Wang", secret("correct horse"), Role::Leader)
        .await
        .unwrap();
    let mut sessions = Vec::new();
    for name in ["Li", "Li", "Li", "Wang"] {
        sessions.push(signed_in(&people, name, "correct horse", at(0)).await);
    }
    let id = |index: usize| sessions[index].session.id;
    let all = || sessions.iter().map(|signed_in| signed_in.session.id);

    assert!(people.end_session(id(0)).await.unwrap());
    assert!(!people.end_session(id(0)).await.unwrap());
    assert_eq!(people.ended_among(all(), at(1)).await.unwrap(), [id(0)].into());
    assert_eq!(people.end_sessions_of(li).await.unwrap(), [id(1), id(2)].into());
    assert_eq!(
        people.ended_among(all(), at(1)).await.unwrap(),
        [id(0), id(1), id(2)].into()
    );
    for (signed_in, stands) in sessions.iter().zip([false, false, false, true]) {
        let found = people
            .session(signed_in.token.expose_secret(), at(1))
            .await
            .unwrap();
        assert_eq!(found.is_some(), stands);
    }
    signed_in(&people, "Li", "correct horse", at(2)).await;
}

#[tokio::test]
async fn a_revocation_by_another_process_counts_at_once() {
    let folder = TempDir::new().unwrap();
    let hall = People::new(Store::open(folder.path()).await.unwrap());
    let id = hall
        .add_person("Li", secret("correct horse"), Role::Dispatcher)
        .await
        .unwrap();
    let session = signed_in(&hall, "Li", "correct horse", at(0)).await;

    let ended = people(&folder).await.revoke_person(id).await.unwrap();

    assert_eq!(ended, [session.session.id].into());
    assert_eq!(
        hall.session(session.token.expose_secret(), at(1)).await.unwrap(),
        None
    );
    assert_eq!(
        hall.ended_among([session.session.id], at(1)).await.unwrap(),
        ended
    );
    assert!(
        hall.sign_in(HERE, "Li", secret("correct horse"), at(1))
            .await
            .unwrap()
            .is_none()
    );
    assert!(hall.people().await.unwrap()[0].revoked);

    let again = hall
        .add_person("Li", secret("battery staple"), Role::Leader)
        .await
        .unwrap();
    assert_eq!(again, id, "readmitted under the identity they had");
    assert!(
        hall.sign_in(HERE, "Li", secret("correct horse"), at(2))
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(
        signed_in(&hall, "Li", "battery staple", at(2)).await.session.role,
        Role::Leader
    );
}

#[tokio::test]
async fn ten_failures_shut_the_door_for_this_name_whether_it_exists_or_not() {
    let folder = TempDir::new().unwrap();
    let people = people(&folder).await;
    people
        .add_person("Li", secret("correct horse"), Role::Dispatcher)
        .await
        .unwrap();
    for name in ["Li", "nobody"] {
        let tries = (0..10).map(|_| people.sign_in(HERE, name, secret("wrong password"), at(0)));
        for tried in futures_util::future::join_all(tries).await {
            assert!(tried.unwrap().is_none());
        }
        let shut = people
            .sign_in(HERE, name, secret("correct horse"), at(30))
            .await
            .unwrap_err();
        assert!(
            matches!(shut, SignInError::TooMany { retry_after } if retry_after == Duration::from_secs(30))
        );
    }
    signed_in(&people, "Li", "correct horse", at(61)).await;
}
