//! Archives of gold files: a tar, bare or compressed with gzip or xz.

use crate::failure::Failure;
use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// The largest file that is taken out of an archive or unpacked.
pub const MOST_BYTES: u64 = 64 << 20;
/// The most that all files of an archive may hold together.
const MOST_OF_ALL: u64 = 2 << 30;

/// The most memory that unpacking may take: a dictionary of the strongest usual setting is 64 MiB.
const MOST_MEMORY_KIB: u32 = 256 << 10;

/// What is wrong with a file that is too large.
pub fn too_large(place: impl std::fmt::Display) -> Failure {
    let limit = MOST_BYTES >> 20;
    Failure::new(place, format_args!("is over the limit of {limit} MiB"), "leave it out of the set")
}

/// Every file of the archive at `path`, by its name in it.
///
/// # Errors
/// When it cannot be read or holds too much.
pub fn files(path: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let broken = |error: &io::Error| {
        let reason = format_args!("is no tar archive, or a damaged one ({error})");
        Failure::new(path.display(), reason, "give a .tar, .tar.gz or .tar.xz")
    };
    let file = File::open(path).map_err(|error| Failure::reading(path, &error))?;
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let magic = reader.fill_buf().map_err(|error| Failure::reading(path, &error))?;
    let unpacked: Box<dyn Read> = match magic {
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Box::new(XzReader::new_mem_limit(reader, true, MOST_MEMORY_KIB)),
        [0x1F, 0x8B, ..] => Box::new(MultiGzDecoder::new(reader)),
        _ => Box::new(reader),
    };
    let mut archive = tar::Archive::new(unpacked);
    let mut files = BTreeMap::new();
    let mut all = 0;
    for entry in archive.entries().map_err(|error| broken(&error))? {
        let mut entry = entry.map_err(|error| broken(&error))?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let bytes = bounded(&mut entry).map_err(|error| broken(&error))?;
        let bytes = bytes.ok_or_else(|| too_large(format_args!("{}#{name}", path.display())))?;
        all += bytes.len() as u64;
        if all > MOST_OF_ALL {
            let reason = format_args!("holds more than {} GiB", MOST_OF_ALL >> 30);
            return Err(Failure::new(path.display(), reason, "give it in parts"));
        }
        files.insert(name, bytes);
    }
    Ok(files)
}

/// All that `reader` gives; `None` when that is too much.
fn bounded(reader: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= MOST_BYTES).then_some(bytes))
}

/// The bytes, unpacked if they are gzip.
///
/// # Errors
/// When the gzip is damaged, or its content too large.
pub fn unpacked(place: &str, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    if !bytes.starts_with(&[0x1F, 0x8B]) {
        return Ok(bytes.to_vec());
    }
    let unpacked = bounded(&mut MultiGzDecoder::new(bytes))
        .map_err(|error| Failure::new(place, format_args!("cannot be unpacked ({error})"), "get the file again"))?;
    unpacked.ok_or_else(|| too_large(place))
}

/// The files of a folder, of an archive, or the file itself, unpacked if it is gzip, by name; only those whose names `wanted` takes, but a
/// file given by itself always.
///
/// # Errors
/// When something cannot be read or is too large.
pub fn gold_files(path: &Path, wanted: impl Fn(&str) -> bool) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    if path.is_dir() {
        let mut found = BTreeMap::new();
        let mut folders = vec![path.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).map_err(|error| Failure::reading(&folder, &error))? {
                let entry = entry.map_err(|error| Failure::reading(&folder, &error))?;
                let kind = entry.file_type().map_err(|error| Failure::reading(&entry.path(), &error))?;
                let inner = entry.path();
                let name = inner.strip_prefix(path).unwrap_or(&inner).to_string_lossy().replace('\\', "/");
                if kind.is_dir() {
                    folders.push(inner);
                } else if wanted(&name) {
                    found.insert(name, whole(&inner)?);
                }
            }
        }
        return Ok(found);
    }
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    if [".tar", ".tar.gz", ".tgz", ".tar.xz"].iter().any(|end| name.ends_with(end)) {
        let mut found = files(path)?;
        found.retain(|name, _| wanted(name));
        return Ok(found);
    }
    Ok(BTreeMap::from([(name, unpacked(&path.display().to_string(), &whole(path)?)?)]))
}

fn whole(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut file = File::open(path).map_err(|error| Failure::reading(path, &error))?;
    bounded(&mut file).map_err(|error| Failure::reading(path, &error))?.ok_or_else(|| too_large(path.display()))
}
