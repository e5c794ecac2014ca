//! Who tells of a notice hears back once it is on the disk.

use domain::order::NoticeOutcome;

use super::*;
use crate::desk::Noted;

/// Tells of the notice of this number, and takes a turn.
async fn told(scene: &mut Scene, notice: u16, outcome: NoticeOutcome) -> Result<Noted, AskFault> {
    let known = &scene.driver.dispatch.board().orders[&scene.order];
    let input = Input::NoticeHeard {
        order: scene.order,
        assignment: *known.assignments.keys().next().unwrap(),
        notice,
        outcome,
    };
    let desk = scene.desk.clone();
    let telling = tokio::spawn(async move { desk.note(input).await });
    while scene.driver.letters.is_empty() {
        tokio::task::yield_now().await;
    }
    scene.step().await;
    telling.await.unwrap()
}

#[tokio::test]
async fn what_is_told_twice_is_news_once() {
    let mut scene = Scene::new(clock::now()).await;
    let failed = told(&mut scene, 0, NoticeOutcome::Failed).await;
    assert_eq!(failed, Ok(Noted::News));
    let rang = told(&mut scene, 0, NoticeOutcome::Rang).await;
    assert_eq!(rang, Ok(Noted::News));
    for outcome in [NoticeOutcome::Rang, NoticeOutcome::Failed] {
        assert_eq!(told(&mut scene, 0, outcome).await, Ok(Noted::Known));
    }
    let kept = scene.kept().await;
    let part = kept.assignments.values().next().unwrap();
    assert_eq!(part.notices[0].heard.unwrap().outcome, NoticeOutcome::Rang);
}

#[tokio::test]
async fn of_a_notice_that_was_not_given_nothing_is_kept() {
    let mut scene = Scene::new(clock::now()).await;
    let unknown = told(&mut scene, 1, NoticeOutcome::Rang).await;
    assert_eq!(unknown, Ok(Noted::NoSuchNotice));
}

#[tokio::test]
async fn what_the_disk_does_not_take_was_not_heard() {
    let mut scene = Scene::new(clock::now()).await;
    scene.driver.store.refuse_records().await;
    let lost = told(&mut scene, 0, NoticeOutcome::Rang).await;
    assert_eq!(lost, Err(AskFault::NotKept));
    scene.driver.store.take_records().await;
    let again = told(&mut scene, 0, NoticeOutcome::Rang).await;
    assert_eq!(again, Ok(Noted::News));
}
