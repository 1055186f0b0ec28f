//! Unpacks the body of an answer, no further than it may be long.

use std::io::{self, Read};

/// An answer packed more often than this is no answer.
const LAYERS: usize = 3;
/// What the decoder reads at once.
const BUFFER: usize = 16 << 10;

/// Why a body cannot be unpacked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It grows over the limit.
    TooLarge,
    /// It is packed in a way that nobody asked for.
    Unknown(String),
    /// It does not unpack.
    Damaged(String),
}

/// What is accepted, as a request says it.
pub(crate) const ACCEPTED: &str = "gzip, br, deflate";

/// Unpacks `body`, whose `Content-Encoding` is `encoding`, to at most `limit` bytes.
pub(crate) fn unpack(mut body: Vec<u8>, encoding: &str, limit: u64) -> Result<Vec<u8>, Broken> {
    let layers: Vec<String> =
        encoding.split(',').map(|layer| layer.trim().to_ascii_lowercase()).filter(|l| !l.is_empty()).collect();
    if layers.len() > LAYERS {
        return Err(Broken::Unknown(encoding.to_owned()));
    }
    // The last is the outermost.
    for layer in layers.iter().rev() {
        body = match layer.as_str() {
            "identity" => body,
            // Some servers say so and send plain text.
            "gzip" | "x-gzip" if !body.starts_with(&[0x1f, 0x8b]) => body,
            "gzip" | "x-gzip" => bounded(flate2::read::MultiGzDecoder::new(body.as_slice()), limit)?,
            "br" => bounded(brotli_decompressor::Decompressor::new(body.as_slice(), BUFFER), limit)?,
            // By the letter of HTTP deflate has a zlib head; many servers leave it out.
            "deflate" if body.first().is_some_and(|b| b & 0x0f == 8) && zlib_head(&body) => {
                bounded(flate2::read::ZlibDecoder::new(body.as_slice()), limit)?
            }
            "deflate" => bounded(flate2::read::DeflateDecoder::new(body.as_slice()), limit)?,
            other => return Err(Broken::Unknown(other.to_owned())),
        };
    }
    if body.len() as u64 > limit { Err(Broken::TooLarge) } else { Ok(body) }
}

fn zlib_head(body: &[u8]) -> bool {
    body.get(1).is_some_and(|second| (u16::from(body[0]) << 8 | u16::from(*second)) % 31 == 0)
}

fn bounded(reader: impl Read, limit: u64) -> Result<Vec<u8>, Broken> {
    let mut out = Vec::new();
    match reader.take(limit.saturating_add(1)).read_to_end(&mut out) {
        Ok(_) if out.len() as u64 > limit => Err(Broken::TooLarge),
        Ok(_) => Ok(out),
        // Padding behind a whole body does no harm.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput && !out.is_empty() => Ok(out),
        Err(error) => Err(Broken::Damaged(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("memory");
        encoder.finish().expect("memory")
    }

    fn brotli(bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        brotli::BrotliCompress(&mut &bytes[..], &mut out, &brotli::enc::BrotliEncoderParams::default())
            .expect("memory");
        out
    }

    #[test]
    fn what_was_packed_comes_back() {
        let text = "news ".repeat(1000).into_bytes();
        let deflate = |bytes: &[u8]| {
            let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(bytes).expect("memory");
            encoder.finish().expect("memory")
        };
        let zlib = |bytes: &[u8]| {
            let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(bytes).expect("memory");
            encoder.finish().expect("memory")
        };
        for (body, encoding) in [
            (text.clone(), ""),
            (gzip(&text), "gzip"),
            (gzip(&text), " X-GZIP "),
            (brotli(&text), "br"),
            (deflate(&text), "deflate"),
            (zlib(&text), "deflate"),
            (gzip(&brotli(&text)), "br, gzip"),
            (text.clone(), "gzip"),
        ] {
            assert_eq!(unpack(body, encoding, 1 << 20), Ok(text.clone()), "{encoding:?}");
        }
    }

    #[test]
    fn what_grows_too_large_is_stopped() {
        let zeros = vec![0; 8 << 20];
        for (body, encoding) in [(gzip(&zeros), "gzip"), (brotli(&zeros), "br"), (gzip(&gzip(&zeros)), "gzip, gzip")] {
            assert!(body.len() < 20_000);
            assert_eq!(unpack(body, encoding, 1 << 20), Err(Broken::TooLarge), "{encoding}");
        }
        assert_eq!(unpack(zeros, "", 1 << 20), Err(Broken::TooLarge));
    }

    #[test]
    fn what_does_not_unpack_is_told() {
        let mut cut = gzip(&"news ".repeat(1000).into_bytes());
        cut.truncate(cut.len() / 2);
        assert!(matches!(unpack(cut, "gzip", 1 << 20), Err(Broken::Damaged(_))));
        assert!(matches!(unpack(b"\xff\xff\xff\xff".to_vec(), "br", 1 << 20), Err(Broken::Damaged(_))));
        assert_eq!(unpack(Vec::new(), "zstd", 10), Err(Broken::Unknown("zstd".into())));
        assert_eq!(unpack(Vec::new(), "gzip,gzip,gzip,gzip", 10), Err(Broken::Unknown("gzip,gzip,gzip,gzip".into())));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(body: Vec<u8>, encoding in "(gzip|br|deflate|gzip, br)") {
            let _ = unpack(body, &encoding, 1 << 16);
        }
    }
}
