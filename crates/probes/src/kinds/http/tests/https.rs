use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{ConfigBuilder, RootCertStore, ServerConfig, WantsVerifier};
use wire::Timestamp;
use wire::reading::{Cause, Reading};

use super::{page, serve};
use crate::Clock;
use crate::kinds::http::certificate::judge;
use crate::testing::{
    PATIENCE, assert_failed, assert_found, assert_well, look_with, spec, tcp_server, value,
};

/// 2030-06-15, noon: the day on which all of this happens.
const TODAY: i64 = 1_907_755_200;
const YEAR: i32 = 2030;

/// An authority of our own, and the file that says to trust it.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    files: TempDir,
}

impl Authority {
    fn new() -> Self {
        let mut params = valid(&[]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, "Flypack Root");
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let files = TempDir::new().unwrap();
        std::fs::write(files.path().join("ca.pem"), issuer.pem()).unwrap();
        Self { issuer, files }
    }

    fn sign(&self, params: &CertificateParams) -> (CertificateDer<'static>, KeyPair) {
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.issuer).unwrap().der().clone(), key)
    }

    /// A server with a certificate of this authority.
    async fn server(&self, params: &CertificateParams) -> SocketAddr {
        let (certificate, key) = self.sign(params);
        tls_server(vec![certificate], &key).await
    }

    async fn look(&self, address: SocketAddr, settings: Value) -> Reading {
        let mut all = json!({ "host": "origin.test", "authority_file": self.files.path().join("ca.pem") });
        all.as_object_mut()
            .unwrap()
            .extend(settings.as_object().unwrap().clone());
        look(format!("https://{address}/"), all).await
    }
}

async fn look(target: String, settings: Value) -> Reading {
    look_with(
        Clock::new(|| Timestamp(TODAY * 1_000)),
        PATIENCE,
        spec(target, settings),
    )
    .await
}

/// What a certificate for these names that is good from January to December says.
fn valid(names: &[&str]) -> CertificateParams {
    let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.not_before = date_time_ymd(YEAR, 1, 1);
    params.not_after = date_time_ymd(YEAR, 12, 1);
    params
}

async fn tls_server(chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> SocketAddr {
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    serve_tls(
        tls()
            .with_no_client_auth()
            .with_single_cert(chain, key.into())
            .unwrap(),
    )
    .await
}

fn tls() -> ConfigBuilder<ServerConfig, WantsVerifier> {
    let provider = Arc::new(ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
}

async fn serve_tls(config: ServerConfig) -> SocketAddr {
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tcp_server("127.0.0.1:0", move |stream| {
        let acceptor = acceptor.clone();
        async move { serve(acceptor.accept(stream).await?, |_| page("200 OK", "", "safe")).await }
    })
    .await
}

#[tokio::test]
async fn a_good_certificate_has_its_time_left() {
    let authority = Authority::new();
    let address = authority.server(&valid(&["origin.test"])).await;
    let reading = authority.look(address, json!({ "expect_body": "safe" })).await;
    assert_well(&reading);
    assert!(value(&reading, "http_tls_seconds").is_some());
    // From noon of 15 June until 1 December.
    assert_eq!(
        value(&reading, "http_certificate_expiry_seconds"),
        Some(168.5 * 86_400.0)
    );
}

#[tokio::test]
async fn an_address_may_have_a_certificate_of_its_own() {
    let authority = Authority::new();
    let address = authority.server(&valid(&["127.0.0.1"])).await;
    assert_well(&authority.look(address, json!({ "host": "" })).await);
}

#[tokio::test]
async fn each_defect_has_its_name_and_its_figure_all_the_same() {
    let authority = Authority::new();
    let mut ended = valid(&["origin.test"]);
    ended.not_after = date_time_ymd(YEAR, 6, 14);
    let mut later = valid(&["origin.test"]);
    later.not_before = date_time_ymd(YEAR, 7, 1);
    let mut ended_and_wrong = valid(&["cdn.test", "www.test", "a.test", "b.test", "c.test"]);
    ended_and_wrong.not_after = ended.not_after;
    let expired = (
        "http.certificate_expired",
        "the certificate ended on 2030-06-14; the request was not sent",
    );
    for (params, days, found) in [
        (ended, -1.5, vec![expired]),
        (
            later,
            168.5,
            vec![(
                "http.certificate_not_yet_valid",
                "the certificate begins on 2030-07-01; on this machine it is 2030-06-15",
            )],
        ),
        (
            valid(&["cdn.test", "192.0.2.1"]),
            168.5,
            vec![(
                "http.certificate_name_mismatch",
                "the certificate is for cdn.test, 192.0.2.1, not for origin.test",
            )],
        ),
        (
            ended_and_wrong,
            -1.5,
            vec![
                expired,
                (
                    "http.certificate_name_mismatch",
                    "for cdn.test, www.test, a.test, b.test and 1 more, not",
                ),
            ],
        ),
    ] {
        let address = authority.server(&params).await;
        let reading = authority.look(address, json!({})).await;
        assert_found(&reading, &found);
        assert_eq!(
            value(&reading, "http_certificate_expiry_seconds"),
            Some(days * 86_400.0)
        );
        assert_eq!(value(&reading, "http_status"), None);
        let reading = authority
            .look(
                address,
                json!({ "verify_certificate": false, "authority_file": "" }),
            )
            .await;
        assert_well(&reading);
        assert_eq!(
            value(&reading, "http_certificate_expiry_seconds"),
            Some(days * 86_400.0)
        );
    }
}

#[tokio::test]
async fn nobody_trusted_stands_behind_the_certificate() {
    let (trusted, other) = (Authority::new(), Authority::new());
    let address = other.server(&valid(&["origin.test"])).await;
    let reading = trusted.look(address, json!({})).await;
    // Both authorities have one name, but the key is another's.
    assert_found(
        &reading,
        &[(
            "http.certificate_untrusted",
            "the certificate says that Flypack Root issued it",
        )],
    );

    let key = KeyPair::generate().unwrap();
    let itself = valid(&["origin.test"]).self_signed(&key).unwrap().der().clone();
    let address = tls_server(vec![itself], &key).await;
    let reading = trusted.look(address, json!({})).await;
    assert_found(
        &reading,
        &[(
            "http.certificate_untrusted",
            "the server signed its certificate itself",
        )],
    );
}

#[tokio::test]
async fn a_certificate_in_between_counts() {
    let authority = Authority::new();
    let mut params = valid(&[]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "Flypack Between");
    let mut chains = Vec::new();
    for last_month in [12, 2] {
        params.not_after = date_time_ymd(YEAR, last_month, 1);
        let between =
            CertifiedIssuer::signed_by(params.clone(), KeyPair::generate().unwrap(), &authority.issuer)
                .unwrap();
        let key = KeyPair::generate().unwrap();
        let own = valid(&["origin.test"])
            .signed_by(&key, &between)
            .unwrap()
            .der()
            .clone();
        chains.push((vec![own, between.der().clone()], key));
    }
    let (whole, key) = &chains[0];
    assert_well(
        &authority
            .look(tls_server(whole.clone(), key).await, json!({}))
            .await,
    );
    let reading = authority
        .look(tls_server(whole[..1].to_vec(), key).await, json!({}))
        .await;
    let says = "issued by Flypack Between, behind whom no trusted authority stands";
    assert_found(&reading, &[("http.certificate_untrusted", says)]);
    let (ended, key) = &chains[1];
    let reading = authority
        .look(tls_server(ended.clone(), key).await, json!({}))
        .await;
    let says = "a certificate above that of the server has ended";
    assert_found(&reading, &[("http.certificate_expired", says)]);
}

#[tokio::test]
async fn the_authorities_of_the_system_do_not_know_ours() {
    let authority = Authority::new();
    let address = authority.server(&valid(&["origin.test"])).await;
    let reading = authority.look(address, json!({ "authority_file": "" })).await;
    assert_found(
        &reading,
        &[("http.certificate_untrusted", "no trusted authority stands")],
    );
}

#[tokio::test]
async fn an_authority_file_that_is_none_is_named() {
    let authority = Authority::new();
    let address = authority.server(&valid(&["origin.test"])).await;
    let empty = authority.files.path().join("empty.pem");
    std::fs::write(&empty, "nothing").unwrap();
    let missing = authority.files.path().join("missing.pem");
    for (path, says) in [
        (empty.as_path(), "there is no certificate in"),
        (missing.as_path(), "cannot be read"),
        (authority.files.path(), "is no file of at most 4 MiB"),
        ("/dev/zero".as_ref(), "is no file of at most 4 MiB"),
    ] {
        let reading = authority.look(address, json!({ "authority_file": path })).await;
        assert_failed(&reading, Cause::Denied, says);
    }
}

#[tokio::test]
async fn a_server_may_want_a_certificate_that_nobody_has() {
    let authority = Authority::new();
    let (certificate, key) = authority.sign(&valid(&["origin.test"]));
    let mut roots = RootCertStore::empty();
    roots.add(authority.issuer.der().clone()).unwrap();
    let provider = Arc::new(ring::default_provider());
    let clients = WebPkiClientVerifier::builder_with_provider(roots.into(), provider)
        .build()
        .unwrap();
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    let config = tls()
        .with_client_cert_verifier(clients)
        .with_single_cert(vec![certificate], key.into());
    let address = serve_tls(config.unwrap()).await;
    let reading = authority.look(address, json!({})).await;
    assert_failed(
        &reading,
        Cause::Denied,
        "lets in only those who show a certificate of their own",
    );
}

#[tokio::test]
async fn encryption_and_none_do_not_mix() {
    let plain = tcp_server("127.0.0.1:0", |mut stream| async move {
        stream.read_u8().await?;
        stream
            .write_all(page("400 Bad Request", "", "").as_bytes())
            .await?;
        stream.read_to_end(&mut Vec::new()).await.map(drop)
    })
    .await;
    let reading = look(
        format!("https://{plain}/"),
        json!({ "verify_certificate": false }),
    )
    .await;
    assert_failed(
        &reading,
        Cause::Garbled,
        "does not speak TLS; try http: instead of https:",
    );
    let closing = tcp_server("127.0.0.1:0", |_| async { Ok(()) }).await;
    let reading = look(
        format!("https://{closing}/"),
        json!({ "verify_certificate": false }),
    )
    .await;
    let failure = reading.failure.expect("nobody answered");
    // Whether the end or the reset comes first is up to the kernel.
    assert!(
        matches!(failure.cause, Cause::Garbled | Cause::Refused),
        "{failure:?}"
    );
    let encrypted = Authority::new().server(&valid(&["origin.test"])).await;
    let reading = look(format!("http://{encrypted}/"), json!({})).await;
    assert_failed(
        &reading,
        Cause::Garbled,
        "is not HTTP; check the port and whether it wants http: or https:",
    );
}

#[test]
fn a_damaged_certificate_is_judged_too() {
    let authority = Authority::new();
    let (certificate, _) = authority.sign(&valid(&["origin.test"]));
    let mut roots = RootCertStore::empty();
    roots.add(authority.issuer.der().clone()).unwrap();
    let name = ServerName::try_from("origin.test").unwrap();
    let now = UnixTime::since_unix_epoch(Duration::from_secs(TODAY.unsigned_abs()));
    let judged = |bytes: Vec<u8>| judge(&[CertificateDer::from(bytes)], &name, Some(&roots), now);
    assert!(judged(certificate.to_vec()).defects.is_empty());
    for at in 0..certificate.len() {
        let mut flipped = certificate.to_vec();
        flipped[at] ^= 0xff;
        assert!(!judged(flipped).defects.is_empty(), "byte {at} does not matter");
        assert!(
            !judged(certificate[..at].to_vec()).defects.is_empty(),
            "{at} bytes are enough"
        );
    }
}
