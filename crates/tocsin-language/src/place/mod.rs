//! Place names and the places that they mean.
//!
//! A toponym is kept whatever it does in its sentence: "Washington" that imposes sanctions is found like "Washington" where
//! talks are held, and the coder decides which of them is a place. A name has one sense in a document. Names that the
//! gazetteer lacks are kept only before a region ("in Midlothian, Texas"), with the region's coordinates and precision.

mod find;
mod packed;
mod resolve;
mod table;
mod words;

use crate::{Analysis, MentionKind, Toponym};
use table::{Entry, Kind, Table};
use tocsin_record::{Place, PlacePrecision};

/// The places that the knowledge files know.
#[derive(Debug, Clone, Copy)]
pub struct Gazetteer {
    table: &'static Table,
}

impl Gazetteer {
    /// The gazetteer built into the program: countries, divisions of the first and the second order, populated places
    /// of 500 people and more, seas, regions, rivers and landmarks. Read at the first call.
    pub fn built_in() -> Self {
        Gazetteer { table: Table::built_in() }
    }

    /// Finds and resolves the toponyms of the text; [`Analysis::mentions`] must be there already.
    pub fn find(&self, analysis: &mut Analysis<'_>) {
        let found = find::find(analysis, self.table);
        // Peoples and the publisher's home say which countries the text is about.
        let mut countries: Vec<&str> = analysis
            .mentions
            .iter()
            .filter(|m| m.kind == MentionKind::Demonym)
            .filter_map(|m| m.party.country.as_deref())
            .chain(analysis.publisher.as_ref().and_then(|p| p.country.as_deref()))
            .collect();
        countries.sort_unstable();
        countries.dedup();
        let chosen = resolve::resolve(self.table, &found, &countries);
        let toponyms = found
            .iter()
            .filter_map(|one| {
                let number = match chosen.places.get(&one.hash) {
                    Some(place) => (*place)?,
                    None => one.region.or(chosen.home)?,
                };
                let entry = self.table.entry(number)?;
                let mut place = self.place(entry);
                place.span = Some(analysis.span(one.bytes.clone()));
                place.name = analysis.text[one.bytes.clone()].to_owned();
                Some(Toponym { bytes: one.bytes.clone(), place })
            })
            .collect();
        analysis.toponyms = toponyms;
    }

    /// Every place of a name, the largest first; case and diacritics do not count. The places have no span and the name of
    /// the gazetteer.
    pub fn lookup(&self, name: &str) -> Vec<Place> {
        let mut entries: Vec<&Entry> =
            self.table.named(table::hash_name(name)).into_iter().filter_map(|n| self.table.entry(n)).collect();
        entries.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        entries.into_iter().map(|e| self.place(e)).collect()
    }

    /// The name of a first-order division by its code ("MX-SIN").
    pub fn division(&self, code: &str) -> Option<&'static str> {
        self.table.division(code).map(|d| d.name)
    }

    fn place(&self, entry: &Entry) -> Place {
        let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        // f32 holds the tables' four decimals; rounding keeps 10.488 from reading 10.48799991607666.
        let degrees = |value: f32| (f64::from(value) * 1e4).round() / 1e4;
        let division = if entry.kind == Kind::Division { Some(entry.name) } else { self.division(entry.division) };
        Place {
            span: None,
            name: entry.name.to_owned(),
            country: known(entry.country),
            admin1: division.map(str::to_owned),
            lat: entry.point.map(|p| degrees(p.0)),
            lon: entry.point.map(|p| degrees(p.1)),
            precision: match entry.kind {
                // A region inside one country is as fine as a division.
                Kind::Region if !entry.country.is_empty() => PlacePrecision::Admin1,
                kind => kind.precision(),
            },
            geonames_id: (entry.geonames > 0).then_some(u64::from(entry.geonames)),
        }
    }
}
