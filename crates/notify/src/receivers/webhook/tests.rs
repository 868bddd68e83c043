use std::sync::Arc;

use serde_json::json;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::*;
use crate::testing::{Web, certificates, faults, path, send};
use crate::text::example;

#[tokio::test]
async fn the_whole_message_arrives_with_its_id() {
    let mut web = Web::taking().await;
    let settings =
        json!({ "url": format!("{}/in?x=1", web.url()), "headers": "X-Team: truck\n\nX-Shift: 2" });
    send("webhook", settings, &example()).await.unwrap();
    let asked = web.asked().await;
    assert_eq!(asked.line, "POST /in?x=1");
    assert_eq!(asked.header("idempotency-key"), Some("5f1c-12"));
    assert_eq!(asked.header("content-type"), Some("application/json"));
    assert_eq!(
        (asked.header("x-team"), asked.header("x-shift")),
        (Some("truck"), Some("2"))
    );
    assert_eq!(asked.header("x-flywatch-signature"), None);
    assert_eq!(serde_json::from_str::<Message>(&asked.body).unwrap(), example());
}

#[tokio::test]
async fn a_body_of_ones_own_is_signed() {
    let mut web = Web::taking().await;
    let settings = json!({
        "url": web.url(), "method": "PUT", "content_type": "text/plain", "signing_key": "key",
        "template": "{{ title_line }}\n",
    });
    send("webhook", settings, &example()).await.unwrap();
    let asked = web.asked().await;
    assert_eq!(asked.line, "PUT /");
    assert_eq!(
        asked.body,
        "[CRIT] OB „Süd“: Switch \"Rack\\1\": no answer within 0.9 s"
    );
    let signature = asked.header("x-flywatch-signature").unwrap();
    let at = signature.strip_prefix("t=").unwrap().split_once(',').unwrap().0;
    assert_eq!(signature, sign("key", at.parse().unwrap(), &asked.body));
}

/// Held against `openssl dgst -sha256 -hmac key`, given `1700000000.{}`.
#[test]
fn the_signature_is_that_of_rfc_2104() {
    assert_eq!(
        sign("key", 1_700_000_000, "{}"),
        format!("t=1700000000,v1={OPENSSL}")
    );
}

const OPENSSL: &str = "9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae";

#[tokio::test]
async fn a_server_of_ones_own_authority_is_trusted_when_it_is_named() {
    let dir = tempfile::tempdir().unwrap();
    certificates(dir.path());
    let chain = CertificateDer::pem_file_iter(dir.path().join("cert.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            chain.map(Result::unwrap).collect(),
            PrivateKeyDer::from_pem_file(dir.path().join("key.pem")).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let mut web = Web::over(
        |_| ("200 OK", "", ""),
        move |stream| {
            let acceptor = acceptor.clone();
            async move { acceptor.accept(stream).await.unwrap() }
        },
    )
    .await;
    let url = format!("https://{}/", web.address);
    let settings = json!({ "url": url, "authority_file": path(&dir, "ca.pem") });
    send("webhook", settings, &example()).await.unwrap();
    assert_eq!(web.asked().await.line, "POST /");
    let missing = json!({ "url": url, "authority_file": path(&dir, "none.pem") });
    let undelivered = send("webhook", missing, &example()).await.unwrap_err();
    assert!(
        !undelivered.again && undelivered.detail.contains("cannot be read"),
        "{undelivered}"
    );
}

#[tokio::test]
async fn a_stranger_is_not_trusted() {
    let dir = tempfile::tempdir().unwrap();
    certificates(dir.path());
    let chain = CertificateDer::pem_file_iter(dir.path().join("cert.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            chain.map(Result::unwrap).collect(),
            PrivateKeyDer::from_pem_file(dir.path().join("key.pem")).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap());
    let stranger = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        acceptor.accept(stream).await.is_err()
    });
    let undelivered = send("webhook", json!({ "url": url }), &example())
        .await
        .unwrap_err();
    assert!(
        undelivered.again && undelivered.detail.contains("is not trusted"),
        "{undelivered}"
    );
    assert!(stranger.await.unwrap());
}

#[test]
fn what_does_not_fit_is_told_all_at_once() {
    let settings = json!({ "url": "example.org", "headers": "A: b\nno header", "content_type": "json", "template": "{{" });
    let wrong = faults("webhook", settings);
    let fields: Vec<_> = wrong.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["url", "headers", "content_type", "template"]);
    assert_eq!(wrong[1].1, "line 2: write NAME: VALUE");
}
