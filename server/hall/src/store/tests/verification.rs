//! Whatever is done to the log behind the hall's back is found.

use proptest::prelude::*;
use sqlx::AssertSqlSafe;

use super::*;
use crate::store::{LogFault, LogHead};

const ENTRIES: u64 = 12;

/// One thing done to the log behind the hall's back.
#[derive(Clone, Debug)]
enum Tampering {
    /// Rows `from` to `to` are removed.
    Remove(u64, u64),
    /// Two rows change places.
    Swap(u64, u64),
    /// The bodies of two rows change places.
    SwapBodies(u64, u64),
    /// A column of a row gets another value.
    Change(u64, &'static str, &'static str),
    /// A row is put in twice, at the end.
    Repeat(u64),
    /// The head gets another value.
    ChangeHead(&'static str),
}

impl Tampering {
    fn statements(&self) -> Vec<String> {
        let swap = |columns: &str, a: u64, b: u64| {
            let other = format!("(CASE log.seq WHEN {a} THEN {b} ELSE {a} END)");
            format!(
                "UPDATE log SET {columns} = (SELECT {} FROM log AS other WHERE other.seq = {other}) WHERE seq IN ({a}, {b})",
                columns.trim_matches(['(', ')'])
            )
        };
        match self {
            Self::Remove(from, to) => vec![format!("DELETE FROM log WHERE seq BETWEEN {from} AND {to}")],
            Self::Swap(a, b) => vec![swap("(at, cause, body, prev, hash)", *a, *b)],
            Self::SwapBodies(a, b) => vec![swap("(body)", *a, *b)],
            Self::Change(seq, column, value) => {
                vec![format!("UPDATE log SET {column} = {value} WHERE seq = {seq}")]
            }
            Self::Repeat(seq) => vec![format!(
                "INSERT INTO log SELECT {ENTRIES} + 1, at, cause, body, prev, hash FROM log WHERE seq = {seq}"
            )],
            Self::ChangeHead(change) => vec![format!("UPDATE log_head SET {change}")],
        }
    }

    /// The entry that must be named.
    fn seq(&self) -> u64 {
        match self {
            Self::Remove(seq, _) | Self::Change(seq, ..) => *seq,
            Self::Swap(a, b) | Self::SwapBodies(a, b) => *a.min(b),
            Self::Repeat(_) => ENTRIES + 1,
            Self::ChangeHead(_) => ENTRIES,
        }
    }
}

fn tampering() -> impl Strategy<Value = Tampering> {
    let seq = || 1..=ENTRIES;
    let two = || (seq(), seq()).prop_filter("two rows", |(a, b)| a != b);
    let columns = prop_oneof![
        Just(("at", "at + 1")),
        Just(("at", "0")),
        Just(("cause", "x'00112233445566778899aabbccddeeff'")),
        Just(("body", "replace(body, 'town ', 'Town ')")),
        Just(("body", "body || ' '")),
        Just(("body", "''")),
        Just(("prev", "zeroblob(31)")),
        Just(("prev", "randomblob(32)")),
        Just(("hash", "randomblob(32)")),
        Just(("hash", "x''")),
        Just(("seq", "seq + 100")),
    ];
    prop_oneof![
        (seq(), seq()).prop_map(|(a, b)| Tampering::Remove(a.min(b), a.max(b))),
        two().prop_map(|(a, b)| Tampering::Swap(a, b)),
        two().prop_map(|(a, b)| Tampering::SwapBodies(a, b)),
        (seq(), columns).prop_map(|(seq, (column, value))| Tampering::Change(seq, column, value)),
        seq().prop_map(Tampering::Repeat),
        prop_oneof![
            Just("seq = seq - 1"),
            Just("seq = 0"),
            Just("hash = randomblob(32)"),
            Just("hash = x'00'")
        ]
        .prop_map(Tampering::ChangeHead),
    ]
}

async fn written(folder: &Path) -> (Store, LogHead) {
    let store = Store::open(folder).await.unwrap();
    store
        .commit(&towns(&mut IdSource::new(8), usize::try_from(ENTRIES).unwrap()))
        .await
        .unwrap();
    let head = store.verify_log().await.unwrap();
    (store, head)
}

async fn tamper(store: &Store, tampering: &Tampering) {
    for statement in tampering.statements() {
        let done = sqlx::query(AssertSqlSafe(statement))
            .execute(&store.writer)
            .await
            .unwrap();
        assert!(done.rows_affected() > 0, "{tampering:?} did nothing");
    }
}

#[test]
fn any_tampering_is_found_at_its_entry() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let folder = TempDir::new().unwrap();
    let (store, head) = runtime.block_on(written(folder.path()));
    let backup = folder.path().join("backup.db");
    runtime.block_on(store.clone().close());
    drop(store);
    std::fs::copy(folder.path().join("yike.db"), &backup).unwrap();

    proptest!(ProptestConfig::with_cases(128), |(tampering in tampering())| {
        std::fs::copy(&backup, folder.path().join("yike.db")).unwrap();
        runtime.block_on(async {
            let store = Store::open(folder.path()).await.unwrap();
            assert_eq!(store.verify_log().await.unwrap(), head, "sound before");
            tamper(&store, &tampering).await;
            let fault = store.verify_log().await.unwrap_err();
            assert_eq!(fault.seq(), Some(tampering.seq()), "{tampering:?}: {fault}");
            store.close().await;
        });
    });
}

#[tokio::test]
async fn a_fault_says_what_it_is() {
    let verdict = async |tampering: Tampering| {
        let folder = TempDir::new().unwrap();
        let (store, _) = written(folder.path()).await;
        tamper(&store, &tampering).await;
        store.verify_log().await.unwrap_err()
    };
    let is = |fault: LogFault, says: &str| assert_eq!(fault.to_string(), says);

    is(verdict(Tampering::Remove(3, 3)).await, "entry 3 is missing");
    is(verdict(Tampering::Remove(12, 12)).await, "entry 12 is missing");
    is(
        verdict(Tampering::Swap(4, 9)).await,
        "entry 4 is out of sequence: it was written as entry 9",
    );
    is(
        verdict(Tampering::Change(5, "body", "replace(body, 'town', 'tower')")).await,
        "entry 5 was changed: its hash does not match",
    );
    is(
        verdict(Tampering::ChangeHead("hash = zeroblob(32)")).await,
        "the log ends at entry 12, which is not the one its head names",
    );
}

#[tokio::test]
async fn an_entry_that_nobody_can_read_is_named_although_its_hash_is_right() {
    let folder = TempDir::new().unwrap();
    let (store, head) = written(folder.path()).await;
    let (body, seq) = (
        r#"{"record":"from another world"}"#,
        i64::try_from(ENTRIES).unwrap() + 1,
    );
    let hash = head.hash.next(seq, body);
    sqlx::query("INSERT INTO log (seq, at, body, prev, hash) VALUES ($1, 0, $2, $3, $4)")
        .bind(seq)
        .bind(body)
        .bind(head.hash.0.as_slice())
        .bind(hash.0.as_slice())
        .execute(&store.writer)
        .await
        .unwrap();

    let fault = store.verify_log().await.unwrap_err();

    assert!(matches!(fault, LogFault::Undecodable { seq: 13, .. }), "{fault}");
}

#[tokio::test]
async fn the_chain_is_the_one_that_is_documented() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    store.commit(&towns(&mut IdSource::new(9), 2)).await.unwrap();
    let bodies: Vec<String> = sqlx::query_scalar("SELECT body FROM log ORDER BY seq")
        .fetch_all(&store.readers)
        .await
        .unwrap();

    let hash = |prev: [u8; 32], seq: u64, body: &str| -> [u8; 32] {
        use sha2::Digest;
        sha2::Sha256::digest([&prev[..], &seq.to_be_bytes(), body.as_bytes()].concat()).into()
    };
    let first = hash([0; 32], 1, &bodies[0]);
    let second = hash(first, 2, &bodies[1]);

    let head = store.verify_log().await.unwrap();
    assert_eq!(head.hash.to_string(), hex::encode(second));
    let page = store.log_page(1, 10).await.unwrap();
    assert_eq!(page.len(), 1);
    assert_eq!((page[0].seq, page[0].hash), (2, head.hash));
}
