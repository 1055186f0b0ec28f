//! The tables of `knowledge/places` and the countries of `knowledge/actors`, read without copying their text.

use super::packed::Packed;
use std::sync::OnceLock;
use tocsin_record::PlacePrecision;
use unicode_normalization::UnicodeNormalization;

/// What a row of the gazetteer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Country,
    Division,
    /// A second-order division.
    County,
    City,
    Sea,
    Region,
    River,
    Point,
}

impl Kind {
    pub fn precision(self) -> PlacePrecision {
        match self {
            Kind::Country => PlacePrecision::Country,
            // Finer than that, and no city.
            Kind::Division | Kind::County => PlacePrecision::Admin1,
            Kind::City => PlacePrecision::City,
            Kind::Sea => PlacePrecision::Sea,
            Kind::Point => PlacePrecision::Point,
            Kind::Region | Kind::River => PlacePrecision::Unknown,
        }
    }
}

/// One place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub kind: Kind,
    /// Its name in the table.
    pub name: &'static str,
    /// ISO 3166-1 alpha-3, or empty.
    pub country: &'static str,
    /// Code of its first-order division, or empty; of a division its own.
    pub division: &'static str,
    /// Latitude and longitude, where known.
    pub point: Option<(f32, f32)>,
    /// Inhabitants; of what is no city a figure that ranks it among cities.
    pub weight: f32,
    /// GeoNames identifier; 0 without.
    pub geonames: u32,
}

/// All places, and their names by hash.
#[derive(Debug)]
pub(super) struct Table {
    /// Countries, first-order divisions and features.
    entries: Vec<Entry>,
    /// Cities and second-order divisions, numbered on.
    packed: Packed,
    /// Hash of a name and the place it names, in order; of `entries` only.
    names: Vec<(u64, u32)>,
    /// Code and place of each first-order division, in order of codes.
    divisions: Vec<(&'static str, u32)>,
}

/// A country ranks as a city of so many inhabitants, a capital as one of 40 times its own, up to so many.
const COUNTRY: f32 = 5e7;
const CAPITAL: f32 = 2e7;
/// Divisions whose names news uses without saying what they are, and all others.
const STATE: f32 = 1e7;
const DIVISION: f32 = 3e5;
const REGION: f32 = 1e7;
const POINT: f32 = 3e5;
/// From this size on a city competes by its other names with those whose own name they are.
const OTHER: f32 = 1e5;

/// Longest name, in words.
pub(super) const LONGEST: usize = 7;

const FIRST: u64 = 0xcbf2_9ce4_8422_2325;

/// Adds a word to the hash of a name. Case and diacritics do not count.
pub(super) fn hash_word(mut hash: u64, word: &str) -> u64 {
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    if word.is_ascii() {
        word.bytes().for_each(|b| add(b.to_ascii_lowercase()));
    } else {
        for c in word.nfd() {
            match c {
                'ø' | 'Ø' => add(b'o'),
                'ł' | 'Ł' => add(b'l'),
                'đ' | 'Đ' => add(b'd'),
                'ı' => add(b'i'),
                'æ' | 'Æ' => "ae".bytes().for_each(&mut add),
                'ß' => "ss".bytes().for_each(&mut add),
                c if c.is_ascii() => add(c.to_ascii_lowercase() as u8),
                // Combining marks are left out; other letters count with their code point.
                c if c.is_alphabetic() => {
                    c.to_lowercase().for_each(|l| (l as u32).to_le_bytes().into_iter().for_each(&mut add))
                }
                _ => {}
            }
        }
    }
    add(b' ');
    hash
}

/// The hash of no words.
pub(super) fn empty_hash() -> u64 {
    FIRST
}

/// The hash of a name: its words, marks left out.
pub(super) fn hash_name(name: &str) -> u64 {
    name.split(|c: char| !c.is_alphanumeric() && !is_combining(c)).filter(|w| !w.is_empty()).fold(FIRST, hash_word)
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Rows of a table: comments and the heading left out, cells apart.
fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).skip(1).map(|l| l.split('\t').collect())
}

fn point(lat: &str, lon: &str) -> Option<(f32, f32)> {
    Some((lat.parse().ok()?, lon.parse().ok()?))
}

/// The names in a cell.
fn names(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('|').map(str::trim).filter(|n| !n.is_empty())
}

/// The middle of countries and divisions, by code.
type Centres = Vec<(&'static str, (f32, f32))>;

fn centre(centres: &Centres, code: &str) -> Option<(f32, f32)> {
    centres.binary_search_by_key(&code, |c| c.0).ok().map(|i| centres[i].1)
}

impl Table {
    /// The tables built into the program, read once.
    pub fn built_in() -> &'static Table {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(Table::read)
    }

    fn read() -> Table {
        let mut table = Table { entries: Vec::new(), packed: Packed::read(), names: Vec::new(), divisions: Vec::new() };
        let mut centres: Centres = rows(include_str!("../../../../knowledge/places/centres.tsv"))
            .filter_map(|row| Some((*row.first()?, point(row.get(1)?, row.get(2)?)?)))
            .collect();
        centres.sort_unstable_by_key(|c| c.0);
        let mut capitals = table.countries(&centres);
        capitals.sort_unstable();
        table.divisions(&centres);
        table.features();
        table.capitals(&capitals);
        table.names.sort_unstable();
        table.names.dedup();
        table
    }

    fn add(&mut self, entry: Entry, known_as: impl Iterator<Item = &'static str>) {
        let number = self.entries.len() as u32;
        self.entries.push(entry);
        self.names.extend(known_as.map(|name| (hash_name(name), number)));
    }

    /// Reads the countries; gives the hash of each capital's name with its country.
    fn countries(&mut self, centres: &Centres) -> Vec<(u64, &'static str)> {
        let mut capitals = Vec::new();
        for row in rows(include_str!("../../../../knowledge/actors/countries.tsv")) {
            let (Some(&iso3), Some(&name), Some(&others)) = (row.first(), row.get(2), row.get(3)) else { continue };
            let centre = centre(centres, iso3);
            let entry = Entry {
                kind: Kind::Country,
                name,
                country: iso3,
                division: "",
                point: centre,
                weight: COUNTRY,
                geonames: 0,
            };
            // "the United States" is the name with its article.
            self.add(entry, std::iter::once(name).chain(names(others)).filter(|n| !n.starts_with("the ")));
            let cell = row.get(6).copied().unwrap_or_default();
            capitals.extend(names(cell).map(|capital| (hash_name(capital), iso3)));
        }
        capitals
    }

    fn divisions(&mut self, centres: &Centres) {
        for row in rows(include_str!("../../../../knowledge/places/admin1.tsv")) {
            let [iso3, code, name, others, _, lat, lon, ..] = row[..] else { continue };
            let weight = if matches!(iso3, "USA" | "CAN" | "AUS" | "MEX") { STATE } else { DIVISION };
            let entry = Entry {
                kind: Kind::Division,
                name,
                country: iso3,
                division: code,
                point: centre(centres, code).or_else(|| point(lat, lon)),
                weight,
                geonames: 0,
            };
            self.divisions.push((code, self.entries.len() as u32));
            self.add(entry, std::iter::once(name).chain(names(others)));
        }
        self.divisions.sort_unstable();
    }

    /// Raises the capitals above the towns of the same name.
    fn capitals(&mut self, capitals: &[(u64, &'static str)]) {
        for &(hash, country) in capitals {
            let named = self.packed.named(hash).map(|(n, _)| n as usize);
            let heaviest = named
                .filter(|&n| self.packed.entries.get(n).is_some_and(|e| e.country == country && e.kind == Kind::City))
                .max_by(|&a, &b| self.packed.entries[a].weight.total_cmp(&self.packed.entries[b].weight));
            if let Some(entry) = heaviest.and_then(|n| self.packed.entries.get_mut(n)) {
                let raised = (entry.weight * 40.0).min(CAPITAL + entry.weight);
                entry.weight = if entry.weight < CAPITAL { raised } else { entry.weight };
            }
        }
    }

    fn features(&mut self) {
        for row in rows(include_str!("../../../../knowledge/places/features.tsv")) {
            let [name, others, kind, iso3, lat, lon, ..] = row[..] else { continue };
            let (kind, weight) = match kind {
                "sea" => (Kind::Sea, REGION),
                "region" => (Kind::Region, REGION),
                "river" => (Kind::River, POINT),
                _ => (Kind::Point, POINT),
            };
            // Of what lies in several countries the country is not known.
            let country = if iso3.len() == 3 { iso3 } else { "" };
            let entry = Entry { kind, name, country, division: "", point: point(lat, lon), weight, geonames: 0 };
            self.add(entry, std::iter::once(name).chain(names(others)));
        }
    }

    /// The places of a name's hash, as numbers for [`Table::entry`]. Whose own name it is comes before small places that have it
    /// as another.
    pub fn named(&self, hash: u64) -> Vec<u32> {
        let from = self.names.partition_point(|(h, _)| *h < hash);
        let mut found: Vec<u32> =
            self.names[from..].iter().take_while(|(h, _)| *h == hash).map(|(_, entry)| *entry).collect();
        let packed: Vec<(u32, bool)> = self.packed.named(hash).collect();
        let own = !found.is_empty() || packed.iter().any(|(_, other)| !other);
        let first = self.entries.len() as u32;
        let large = |n: u32| self.packed.entries.get(n as usize).is_some_and(|e| e.weight >= OTHER);
        found.extend(packed.into_iter().filter(|&(n, other)| !other || !own || large(n)).map(|(n, _)| first + n));
        found
    }

    /// The place of a number.
    pub fn entry(&self, number: u32) -> Option<&Entry> {
        let number = number as usize;
        self.entries.get(number).or_else(|| self.packed.entries.get(number.checked_sub(self.entries.len())?))
    }

    /// The first-order division of a code, as a number into [`Table::entries`].
    pub fn division_number(&self, code: &str) -> Option<u32> {
        let at = self.divisions.binary_search_by_key(&code, |d| d.0).ok()?;
        self.divisions.get(at).map(|d| d.1)
    }

    /// The first-order division of a code.
    pub fn division(&self, code: &str) -> Option<&Entry> {
        self.entry(self.division_number(code)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_marks_and_diacritics_do_not_count() {
        assert_eq!(hash_name("Culiacán"), hash_name("CULIACAN"));
        assert_eq!(hash_name("Washington, D.C."), hash_name("washington d c"));
        assert_eq!(hash_name("Łódź"), hash_name("Lodz"));
        assert_ne!(hash_name("New York"), hash_name("Newyork"));
    }

    #[test]
    fn tables_are_read() {
        let table = Table::built_in();
        let count = |kind| table.entries.iter().chain(&table.packed.entries).filter(|e| e.kind == kind).count();
        assert!(count(Kind::Country) > 200 && count(Kind::Division) > 3000 && count(Kind::Sea) > 30);
        assert!(count(Kind::City) > 230_000 && count(Kind::County) > 10_000);
        assert_eq!(table.division("US-TX").map(|d| d.name), Some("Texas"));
    }
}
