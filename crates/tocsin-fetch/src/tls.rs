//! Whom https trusts, and what is told when a host cannot be trusted.
//!
//! Trusted is what the system trusts. Where `SSL_CERT_FILE` or `SSL_CERT_DIR` is set, as for OpenSSL, the authorities
//! found there are trusted instead: so a proxy of a company that opens https is got through.

use crate::error::{FetchError, FetchErrorKind};
use rustls::{CertificateError, ClientConfig, RootCertStore};
use std::error::Error;
use std::io;
use std::sync::Arc;
use url::Url;

/// TLS with the authorities that the system trusts. Where there are none, everything but https still works.
pub(crate) fn config() -> Result<ClientConfig, FetchError> {
    use rustls_platform_verifier::BuilderVerifierExt;
    let provider = || Arc::new(rustls::crypto::ring::default_provider());
    let begin = || {
        ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions().map_err(|error| {
            FetchError::new(FetchErrorKind::Connection, "TLS", error.to_string(), "please report this line")
        })
    };
    match begin()?.with_platform_verifier() {
        Ok(config) => Ok(config.with_no_client_auth()),
        Err(error) => {
            tracing::warn!(%error, "no CA certificates");
            Ok(begin()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
        }
    }
}

/// The error of TLS among the causes of another.
pub(crate) fn cause<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e rustls::Error> {
    let mut error = Some(error);
    while let Some(one) = error {
        if let Some(found) = one.downcast_ref() {
            return Some(found);
        }
        // An error of input and output tells the cause of what it holds, and passes over that itself.
        let held = one.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        error = match held {
            Some(held) => Some(held),
            None => one.source(),
        };
    }
    None
}

/// What is told of a host that TLS does not trust or cannot speak with.
pub(crate) fn told(url: &Url, error: &rustls::Error) -> FetchError {
    let host = url.host_str().unwrap_or_default();
    let (reason, advice) = match error {
        rustls::Error::InvalidCertificate(why) => match why {
            CertificateError::UnknownIssuer => (
                "has a certificate of an authority that is not trusted here".to_owned(),
                if ["SSL_CERT_FILE", "SSL_CERT_DIR"].iter().any(|name| std::env::var_os(name).is_some()) {
                    "what SSL_CERT_FILE and SSL_CERT_DIR name is trusted: check that it is there and holds this authority"
                } else {
                    "if it is your own network's, name a file with its certificate in SSL_CERT_FILE; if all hosts fail, \
                     install the package ca-certificates"
                },
            ),
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => (
                format!("has a certificate of other hosts, not of {host}"),
                "check the address; if it is right, the host has to mend it",
            ),
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => (
                "has a certificate that has run out".to_owned(),
                "check this machine's clock; if it is right, the host has to renew it",
            ),
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => (
                "has a certificate that is not valid yet".to_owned(),
                "check this machine's clock; if it is right, the host has to mend it",
            ),
            CertificateError::Revoked => {
                ("has a certificate that was revoked".to_owned(), "do not trust it; the host has to renew it")
            }
            why => (format!("has a certificate that cannot be trusted ({why})"), "open it in a browser to see why"),
        },
        error => (format!("does not speak TLS as it should ({error})"), "check the address and whether it is https"),
    };
    FetchError::new(FetchErrorKind::Connection, url, reason, advice)
}
