//! A hall that is reached through a proxy alone, by TLS from end to end.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use rcgen::{CertificateParams, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, pem::PemObject};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::*;

/// What a proxy knows of.
#[derive(Clone, Default)]
struct Proxy {
    tunnels: Arc<std::sync::Mutex<Vec<String>>>,
    /// Answers whoever asks with a page of its own, in the hall's place.
    in_between: Arc<AtomicBool>,
}

const SHOWN: &str = "Proxy-Authorization: Basic b2ZmaWNlcjpwYXNz\r\n";

impl Proxy {
    /// Carries whoever shows the password to `hall`, whatever it is asked for.
    async fn open(hall: SocketAddr) -> (Self, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (proxy, at) = (Self::default(), listener.local_addr().unwrap());
        let serving = proxy.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serving.clone().carry(stream, hall));
            }
        });
        (proxy, at)
    }

    async fn carry(self, mut phone: TcpStream, hall: SocketAddr) -> std::io::Result<()> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(phone.read_u8().await?);
        }
        let head = String::from_utf8(head).unwrap();
        if !head.contains(SHOWN) {
            return phone.write_all(b"HTTP/1.1 407 No\r\n\r\n").await;
        }
        let asked = head.split(' ').take(2).collect::<Vec<_>>().join(" ");
        self.tunnels.lock().unwrap().push(asked);
        phone.write_all(b"HTTP/1.1 200 So\r\n\r\n").await?;
        let hall = if self.in_between.load(Ordering::Relaxed) {
            encrypted(hall).await.0
        } else {
            hall
        };
        copy_bidirectional(&mut phone, &mut TcpStream::connect(hall).await?).await?;
        Ok(())
    }
}

/// Speaks TLS for `hall`, with a certificate of its own.
async fn encrypted(hall: SocketAddr) -> (SocketAddr, String) {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(["hall.invalid".to_owned()]).unwrap();
    let certificate = certificate.self_signed(&key).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap(),
        )
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let acceptor = TlsAcceptor::from(Arc::new(config));
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let mut phone = acceptor.accept(stream).await?;
                copy_bidirectional(&mut phone, &mut TcpStream::connect(hall).await?).await
            });
        }
    });
    (at, certificate.pem())
}

async fn noticed(notices: &mut Listener<Notice>, wished: UnitNotice) {
    while soon(notices.next()).await != Some(Notice::Unit(wished.clone())) {}
}

#[tokio::test]
async fn a_phone_goes_through_a_proxy_that_never_reads_what_it_says() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let (tls, certificate) = encrypted(hall.address()).await;
    let (proxy, at) = Proxy::open(tls).await;
    let phone = Phone::start(PhoneConfig {
        hall: "https://hall.invalid".to_owned(),
        proxy: Some(format!("http://{at}")),
        ca: Some(certificate.into_bytes()),
        ..config(&hall, &folder)
    })
    .unwrap();
    let mut notices = phone.notices();
    noticed(&mut notices, UnitNotice::ProxyRefused).await;

    // Whoever answers in the hall's place has no key of the hall's.
    proxy.in_between.store(true, Ordering::Relaxed);
    let open = format!("http://officer:pass@{at}");
    phone.proxy_changed(Some(&open)).await.unwrap();
    noticed(&mut notices, UnitNotice::StrangeHall).await;
    assert_eq!(hall.sign_ins(), 0, "nobody was shown a password");

    proxy.in_between.store(false, Ordering::Relaxed);
    phone.network_changed().await.unwrap();
    soon(phone.until(|known| known.online)).await.unwrap();
    phone.go_on_duty().await.unwrap();
    soon(phone.until(|known| known.waiting == 0)).await.unwrap();
    let order = hall.give_order();
    soon(phone.until(|known| !known.orders.is_empty())).await.unwrap();
    phone
        .report(
            order,
            "a fire".to_owned(),
            Some([0xff, 0xd8, 0xff, 0xdb, 1, 2, 3].to_vec()),
        )
        .await
        .unwrap();
    soon(hall.until(|told| told.iter().any(|told| matches!(told, Told::Reported { .. })))).await;
    let tunnels = proxy.tunnels.lock().unwrap().clone();
    // Signing in and the socket are lines of their own.
    assert!(tunnels.len() >= 2, "{tunnels:?}");
    assert!(
        tunnels.iter().all(|asked| asked == "CONNECT hall.invalid:443"),
        "{tunnels:?}"
    );

    // The same proxy said again changes nothing; a nonsense leaves all as it was.
    let before = proxy.tunnels.lock().unwrap().len();
    phone.proxy_changed(Some(&open)).await.unwrap();
    let refused = phone.proxy_changed(Some("officer:pass@proxy")).await;
    assert!(matches!(refused, Err(ProxyError::NotAnAddress(_))));
    sleep(Duration::from_secs(1)).await;
    assert!(phone.snapshot().online);
    assert_eq!(proxy.tunnels.lock().unwrap().len(), before);

    // Without it nothing leads to the hall.
    phone.proxy_changed(None).await.unwrap();
    soon(phone.until(|known| !known.online)).await.unwrap();
    sleep(Duration::from_secs(1)).await;
    assert!(!phone.snapshot().online);
    phone.shutdown().await;
    let stopped = phone.proxy_changed(Some(&open)).await;
    assert!(matches!(stopped, Err(ProxyError::Stopped(_))), "{stopped:?}");
}

#[tokio::test]
async fn a_proxy_that_is_none_starts_no_phone() {
    let (hall, folder) = (SmallHall::open().await, TempDir::new().unwrap());
    let wrong = PhoneConfig {
        proxy: Some("officer:secret@proxy:3128".to_owned()),
        ..config(&hall, &folder)
    };
    let refused = Phone::start(wrong).err().unwrap().to_string();
    assert!(
        refused.contains("proxy must be") && !refused.contains("secret"),
        "{refused}"
    );
}
