use std::sync::{Arc, OnceLock};

use crate::bundle;
use crate::model::{Fingerprint, Untrusted};
use crate::openpgp::{self, Certificate, OfferedCertificate};
use crate::ops::Error;

/// The copies of a key's certificate: what the user knows, and the bundle's, which is verified when the first
/// entry of the key is, on whatever core that happens.
pub(super) struct Copies {
    own: Option<Certificate>,
    offered: Option<Offered>,
    merged: OnceLock<Merged>,
}

/// One certificate, if there are any; or which one of a bundle can not be used, and why.
type Merged = Result<Option<Arc<Certificate>>, (Untrusted, Fingerprint, &'static str)>;

/// The copy of a bundle, and where that is from.
pub(super) struct Offered {
    pub(super) fingerprint: Fingerprint,
    pub(super) copy: OfferedCertificate,
    pub(super) place: Untrusted,
}

impl Copies {
    pub(super) const fn new(own: Option<Certificate>, offered: Option<Offered>) -> Self {
        Self { own, offered, merged: OnceLock::new() }
    }

    /// All of them in one; none if there are none.
    pub(super) fn certificate(&self) -> Result<Option<&Arc<Certificate>>, Error> {
        let merged = self.merged.get_or_init(|| {
            let offered = match &self.offered {
                None => None,
                Some(Offered { fingerprint, copy, place }) => {
                    let copy = copy.certificate(fingerprint, self.own.as_ref());
                    Some(copy.map_err(|error| {
                        let what = match error {
                            openpgp::Error::TooMuch(what) => what,
                            _ => "is not the certificate of its name",
                        };
                        (place.clone(), *fingerprint, what)
                    })?)
                }
            };
            let all = self.own.clone().into_iter().chain(offered).reduce(|all, copy| all.merged(&copy));
            Ok(all.map(Arc::new))
        });
        match merged {
            Ok(certificate) => Ok(certificate.as_ref()),
            Err((place, fingerprint, what)) => Err(wrong(place, fingerprint, what)),
        }
    }
}

impl From<Arc<Certificate>> for Copies {
    fn from(certificate: Arc<Certificate>) -> Self {
        Self { own: None, offered: None, merged: OnceLock::from(Ok(Some(certificate))) }
    }
}

/// What is wrong with the certificate of a key in a bundle.
pub(super) fn wrong(place: &Untrusted, fingerprint: &Fingerprint, what: &'static str) -> Error {
    let name = Untrusted::new(format!("certificates/{fingerprint}.pgp"));
    Error::Bundle { place: place.clone(), source: bundle::Error::Part { name, what } }
}
