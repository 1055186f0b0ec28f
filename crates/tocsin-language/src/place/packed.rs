//! The packed gazetteer `knowledge/places/gazetteer.bin`; `training/knowledge/gazetteer.py` writes it and tells its layout.

use super::table::{Entry, Kind};
use flate2::read::ZlibDecoder;
use std::io::Read;

const PACKED: &[u8] = include_bytes!("../../../../knowledge/places/gazetteer.bin");

/// A second-order division ranks as a town of so many inhabitants.
const COUNTY: f32 = 3e4;

/// The bits of a name's hash that are kept.
const DROPPED: u32 = 24;

/// Populated places and second-order divisions, with an index of their names.
#[derive(Debug)]
pub(super) struct Packed {
    pub entries: Vec<Entry>,
    /// Upper bits of a name's hash, then twice the number of the entry, plus one where it is not the entry's own name; in order.
    names: Vec<u64>,
}

impl Packed {
    /// The rows that are built into the program.
    ///
    /// # Panics
    /// When the program was built with a file that is no gazetteer; any test finds that.
    pub fn read() -> Packed {
        let mut raw = Vec::with_capacity(PACKED.len() * 2);
        if let Err(error) = ZlibDecoder::new(PACKED).read_to_end(&mut raw) {
            panic!("knowledge/places/gazetteer.bin cannot be unpacked: {error}");
        }
        // Read once and kept as long as the program runs: names are slices of it.
        let Some(packed) = rows(&mut Bytes(raw.leak())) else {
            panic!("knowledge/places/gazetteer.bin ends too early")
        };
        packed
    }

    /// The entries of a name, and whether each bears it as another than its own.
    pub fn named(&self, hash: u64) -> impl Iterator<Item = (u32, bool)> + '_ {
        let wanted = hash >> DROPPED;
        let from = self.names.partition_point(|n| n >> DROPPED < wanted);
        self.names[from..]
            .iter()
            .take_while(move |n| *n >> DROPPED == wanted)
            .map(|n| (n & ((1 << DROPPED) - 1)) as u32)
            .map(|n| (n / 2, n % 2 == 1))
    }
}

fn rows(bytes: &mut Bytes) -> Option<Packed> {
    let codes: Vec<(&str, &str)> =
        (0..bytes.number()?).map(|_| bytes.line()?.split_once(' ')).collect::<Option<_>>()?;
    let count = bytes.number()? as usize;
    let divisions = sums(bytes, count)?;
    let mut ids: Vec<u32> = Vec::with_capacity(count);
    for i in 0..count {
        let step = bytes.number()? as u32;
        let last = if i > 0 && divisions[i] == divisions[i - 1] { ids[i - 1] } else { 0 };
        ids.push(last + step);
    }
    let lats: Vec<f32> = (0..count).map(|_| bytes.degrees()).collect::<Option<_>>()?;
    let lons: Vec<f32> = (0..count).map(|_| bytes.degrees()).collect::<Option<_>>()?;
    let people: Vec<f32> = (0..count).map(|_| bytes.number().map(|n| n as f32)).collect::<Option<_>>()?;
    let mut entries = Vec::with_capacity(count);
    for i in 0..count {
        let (country, division) = *codes.get(divisions[i] as usize)?;
        let county = ids[i] == 0;
        entries.push(Entry {
            kind: if county { Kind::County } else { Kind::City },
            name: bytes.line()?,
            country,
            division,
            point: Some((lats[i], lons[i])),
            weight: if county { COUNTY } else { people[i] },
            geonames: ids[i],
        });
    }
    let count = bytes.number()? as usize;
    let mut names = sums(bytes, count)?;
    for name in &mut names {
        *name = *name << DROPPED | u64::from(bytes.three()?);
    }
    Some(Packed { entries, names })
}

/// Numbers that are written as how much more each is than the one before.
fn sums(bytes: &mut Bytes, count: usize) -> Option<Vec<u64>> {
    let mut sum = 0;
    (0..count)
        .map(|_| {
            bytes.number().map(|step| {
                sum += step;
                sum
            })
        })
        .collect()
}

/// What is left to read.
struct Bytes(&'static [u8]);

impl Bytes {
    fn number(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
            if shift > 56 {
                return None;
            }
        }
    }

    fn line(&mut self) -> Option<&'static str> {
        let end = self.0.iter().position(|&b| b == b'\n')?;
        let (line, rest) = self.0.split_at(end);
        self.0 = &rest[1..];
        std::str::from_utf8(line).ok()
    }

    fn three(&mut self) -> Option<u32> {
        let (three, rest) = self.0.split_first_chunk::<3>()?;
        self.0 = rest;
        Some(u32::from_le_bytes([three[0], three[1], three[2], 0]))
    }

    fn degrees(&mut self) -> Option<f32> {
        let steps = (self.three()? << 8) as i32 >> 8;
        Some(steps as f32 / 1e4)
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::hash_name;
    use super::*;

    #[test]
    fn every_row_answers_to_its_name() {
        let packed = Packed::read();
        assert!(packed.entries.len() > 230_000, "{} rows", packed.entries.len());
        let lost: Vec<&str> = packed
            .entries
            .iter()
            .enumerate()
            .filter(|(number, entry)| {
                !packed.named(hash_name(entry.name)).any(|(n, other)| n as usize == *number && !other)
            })
            .map(|(_, entry)| entry.name)
            .collect();
        assert!(lost.is_empty(), "not found by their names: {lost:?}");
    }

    #[test]
    fn counties_lie_in_their_states() {
        let packed = Packed::read();
        let county = packed.named(hash_name("Harris County")).map(|(n, _)| packed.entries[n as usize]);
        let texan = county.into_iter().find(|e| e.division == "US-TX").expect("Harris County, Texas");
        let (lat, lon) = texan.point.expect("a point");
        assert!((29.0..31.0).contains(&lat) && (-96.5..-94.5).contains(&lon), "{texan:?}");
    }
}
