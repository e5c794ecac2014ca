//! A phone on a network whose proxy alone leads to the hall: it signs in, films, sends a photo, and goes on when the proxy was away.

use std::time::Duration;

use domain::order::Addressee;
use phone::{Notice, Phone, PhoneConfig, UnitNotice};
use tests::district::{scene, standing};
use tests::filming::Filming;
use tests::proxy::Proxy;
use tests::{SOON, TestHall, eventually};

/// A name that nothing but the proxy leads to.
const HALL: &str = "hall.invalid";

#[tokio::test(flavor = "multi_thread")]
async fn all_but_the_picture_itself_goes_through_the_proxy() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let dispatcher = hall.dispatcher().await;
    let mut proxy = Proxy::open(&format!("{HALL}:80"), hall.address).await;
    proxy.lock("a pass");
    let config = PhoneConfig {
        hall: format!("http://{HALL}"),
        ..hall.phone_config(&officer)
    };

    // Straight, nothing leads there; through the proxy nothing does without its password.
    let phone = Phone::start(config).unwrap();
    let mut notices = phone.notices();
    phone.proxy_changed(Some(&proxy.url())).await.unwrap();
    let told = async { while notices.next().await != Some(Notice::Unit(UnitNotice::ProxyRefused)) {} };
    tokio::time::timeout(SOON, told).await.unwrap();
    assert!(!phone.snapshot().online);
    assert!(proxy.refused() > 0 && proxy.tunnels() == 0);

    phone
        .proxy_changed(Some(&proxy.url_with("a%20pass")))
        .await
        .unwrap();
    online(&phone).await;
    phone.go_on_duty().await.unwrap();
    phone.fix(standing(scene()));
    // One for signing in, one for the socket.
    assert_eq!(proxy.tunnels(), 2);
    let order = dispatcher.order(Addressee::Unit(officer.unit), scene()).await;
    eventually("the phone rings", async || phone.orders().pop()).await;
    phone.accept(order.id).await.unwrap();
    let camera = Filming::start(&phone, "Vaduz 1").await;
    eventually("its picture is in the hall", async || {
        dispatcher.unit(officer.unit).await.live.then_some(())
    })
    .await;
    assert_eq!(
        proxy.tunnels(),
        3,
        "the offer went through, the picture goes by itself"
    );
    camera.stop().await;
    let photo = [0xff, 0xd8, 0xff, 0xdb, 1, 2, 3].to_vec();
    phone
        .report(order.id, "a small fire".to_owned(), Some(photo))
        .await
        .unwrap();
    eventually("everything is told", async || {
        (phone.snapshot().waiting == 0).then_some(())
    })
    .await;

    let before = proxy.tunnels();
    proxy.die().await;
    eventually("the line is gone", async || {
        (!phone.snapshot().online).then_some(())
    })
    .await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(!phone.snapshot().online);
    proxy.come_back().await;
    online(&phone).await;
    assert!(proxy.tunnels() > before);

    // On a network without one, what it led to is nowhere.
    phone.proxy_changed(None).await.unwrap();
    eventually("the line is gone", async || {
        (!phone.snapshot().online).then_some(())
    })
    .await;
    let after = proxy.tunnels();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!((phone.snapshot().online, proxy.tunnels()), (false, after));
    phone.shutdown().await;
    hall.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_is_left_behind_is_used_no_more() {
    let hall = TestHall::start().await;
    let town = hall.town("Vaduz").await;
    let officer = hall.officer("Vaduz 1", town).await;
    let proxy = Proxy::open(&hall.address.to_string(), hall.address).await;
    let phone = Phone::start(PhoneConfig {
        proxy: Some(proxy.url()),
        ..hall.phone_config(&officer)
    })
    .unwrap();
    online(&phone).await;
    assert_eq!(proxy.tunnels(), 2);
    phone.proxy_changed(None).await.unwrap();
    eventually("it is called anew", async || {
        (!phone.snapshot().online).then_some(())
    })
    .await;
    online(&phone).await;
    assert_eq!(proxy.tunnels(), 2);
    phone.proxy_changed(Some(&proxy.url())).await.unwrap();
    eventually("it is called anew", async || (proxy.tunnels() > 2).then_some(())).await;
    online(&phone).await;
    phone.shutdown().await;
    hall.stop().await;
}

async fn online(phone: &Phone) {
    eventually("the phone is online", async || {
        phone.snapshot().online.then_some(())
    })
    .await;
}
