//! Says everything that is wrong with a server's certificate at once: time, name and trust each by itself.

use std::time::Duration;

use tokio_rustls::rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::{CertificateError, Error, RootCertStore};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::time::ASN1Time;

use crate::text::{few, plain};

/// What a certificate is like.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// Time until it ends; negative when it has ended; nothing when it cannot be read.
    pub(super) seconds_left: Option<f64>,
    /// Code and sentence of each defect.
    pub(super) defects: Vec<(&'static str, String)>,
}

/// Judges the certificate that a server shows for `name`, the first of `chain`. Without `roots` any certificate will
/// do, and only its end is told.
pub(super) fn judge(
    chain: &[CertificateDer<'_>],
    name: &ServerName<'_>,
    roots: Option<&RootCertStore>,
    now: UnixTime,
) -> Judged {
    let mut judged = Judged::default();
    let read = chain.split_first().and_then(|(own, above)| {
        let (_, certificate) = X509Certificate::from_der(own).ok()?;
        Some((own, above, certificate))
    });
    let Some((own, above, certificate)) = read else {
        if roots.is_some() {
            let detail = "the certificate of the server cannot be read".to_owned();
            judged.defects.push(("http.certificate_untrusted", detail));
        }
        return judged;
    };
    let (from, until) = (
        certificate.validity().not_before,
        certificate.validity().not_after,
    );
    let today = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    judged.seconds_left = Some(until.timestamp().saturating_sub(today) as f64);
    let Some(roots) = roots else { return judged };
    if until.timestamp() < today {
        let detail = format!("the certificate ended on {}", day(until));
        judged.defects.push(("http.certificate_expired", detail));
    }
    if from.timestamp() > today {
        let detail = format!(
            "the certificate begins on {}; on this machine it is {}",
            day(from),
            day_of(now)
        );
        judged.defects.push(("http.certificate_not_yet_valid", detail));
    }
    // The chain is judged at a time when the certificate itself is valid, so that an end of it hides nothing else.
    let valid = today.clamp(from.timestamp(), until.timestamp().max(from.timestamp()));
    let valid = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(valid).unwrap_or_default()));
    match ParsedCertificate::try_from(own) {
        Ok(parsed) => {
            if verify_server_name(&parsed, name).is_err() {
                let detail = format!(
                    "the certificate is for {}, not for {}",
                    names(&certificate),
                    name.to_str()
                );
                judged.defects.push(("http.certificate_name_mismatch", detail));
            }
            judged
                .defects
                .extend(chain_defect(&parsed, above, roots, valid, &certificate));
        }
        Err(error) => judged
            .defects
            .push(("http.certificate_untrusted", untrusted(&certificate, &error))),
    }
    judged
}

fn chain_defect(
    parsed: &ParsedCertificate<'_>,
    above: &[CertificateDer<'_>],
    roots: &RootCertStore,
    now: UnixTime,
    certificate: &X509Certificate<'_>,
) -> Option<(&'static str, String)> {
    let algorithms = ring::default_provider().signature_verification_algorithms.all;
    let error = verify_server_cert_signed_by_trust_anchor(parsed, roots, above, now, algorithms).err()?;
    Some(match error {
        Error::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => {
            let detail = "a certificate above that of the server has ended".to_owned();
            ("http.certificate_expired", detail)
        }
        error => ("http.certificate_untrusted", untrusted(certificate, &error)),
    })
}

fn untrusted(certificate: &X509Certificate<'_>, error: &Error) -> String {
    let issuer = common_name(certificate.issuer().iter_common_name());
    if certificate.issuer() == certificate.subject() {
        return "the server signed its certificate itself".to_owned();
    }
    match error {
        Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
            format!("the certificate was issued by {issuer}, behind whom no trusted authority stands")
        }
        Error::InvalidCertificate(CertificateError::BadSignature) => {
            format!("the certificate says that {issuer} issued it, but the signature is another's")
        }
        other => format!("the certificate is not fit for a server: {other}"),
    }
}

/// The names that the certificate is for, the first few of them.
fn names(certificate: &X509Certificate<'_>) -> String {
    let alternatives = certificate.subject_alternative_name().ok().flatten();
    let names: Vec<String> = alternatives
        .iter()
        .flat_map(|extension| &extension.value.general_names)
        .filter_map(|name| match name {
            GeneralName::DNSName(name) => Some(plain(name)),
            GeneralName::IPAddress(bytes) => address(bytes),
            _ => None,
        })
        .collect();
    if names.is_empty() {
        return format!(
            "no host (it is called {})",
            common_name(certificate.subject().iter_common_name())
        );
    }
    few(&names)
}

fn address(bytes: &[u8]) -> Option<String> {
    let four = <[u8; 4]>::try_from(bytes).map(|bytes| std::net::IpAddr::from(bytes).to_string());
    let sixteen = <[u8; 16]>::try_from(bytes).map(|bytes| std::net::IpAddr::from(bytes).to_string());
    four.or(sixteen).ok()
}

fn common_name<'a>(
    mut names: impl Iterator<Item = &'a x509_parser::x509::AttributeTypeAndValue<'a>>,
) -> String {
    names
        .next()
        .and_then(|name| name.as_str().ok())
        .map_or_else(|| "an unnamed authority".to_owned(), plain)
}

fn day(time: ASN1Time) -> String {
    time.to_datetime().date().to_string()
}

fn day_of(now: UnixTime) -> String {
    i64::try_from(now.as_secs())
        .ok()
        .and_then(|now| ASN1Time::from_timestamp(now).ok())
        .map(day)
        .unwrap_or_default()
}
