//! Reads the knowledge files that are built into the program.

use super::Tables;
use super::entry::{Entry, Term};
use super::index::{Case, Index, Name};
use super::role::Roles;
use super::word;
use crate::MentionKind;
use jiff::civil::Date;
use std::collections::HashMap;
use tocsin_record::Sector;

const COUNTRIES: &str = include_str!("../../../../knowledge/actors/countries.tsv");
const PERSONS: &str = include_str!("../../../../knowledge/actors/persons.tsv");
const ORGANISATIONS: &str = include_str!("../../../../knowledge/actors/organisations.tsv");
const GROUPS: &str = include_str!("../../../../knowledge/actors/groups.tsv");

/// The rows of a table: cells by column name; comment lines and the head line are passed over.
struct Table<'t> {
    columns: Vec<&'t str>,
    rows: std::str::Lines<'t>,
}

impl<'t> Table<'t> {
    fn new(text: &'t str) -> Self {
        let mut rows = text.lines();
        let head = rows.by_ref().find(|line| !line.starts_with('#') && !line.trim().is_empty()).unwrap_or("");
        Table { columns: head.split('\t').collect(), rows }
    }

    fn column(&self, name: &str) -> usize {
        self.columns.iter().position(|c| *c == name).unwrap_or(usize::MAX)
    }
}

impl<'t> Iterator for Table<'t> {
    type Item = Vec<&'t str>;
    fn next(&mut self) -> Option<Self::Item> {
        let line = self.rows.by_ref().find(|line| !line.starts_with('#') && !line.trim().is_empty())?;
        Some(line.split('\t').map(str::trim).collect())
    }
}

fn cell<'t>(row: &[&'t str], column: usize) -> &'t str {
    row.get(column).copied().unwrap_or("")
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|s| !s.is_empty())
}

fn some(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_string())
}

/// First (or last) day of a date written as a day, a month or a year.
fn day(text: &str, last: bool) -> Option<Date> {
    let mut numbers = text.split('-').map(|part| part.parse::<i16>().ok());
    let year = numbers.next()??;
    let month = numbers.next().flatten().map(|m| m as i8);
    let date = numbers.next().flatten().map(|d| d as i8);
    match (month, date) {
        (Some(month), Some(date)) => Date::new(year, month, date).ok(),
        (Some(month), None) => Date::new(year, month, 1).ok().map(|d| if last { d.last_of_month() } else { d }),
        _ if last => Date::new(year, 12, 31).ok(),
        _ => Date::new(year, 1, 1).ok(),
    }
}

/// What is gathered while reading.
#[derive(Default)]
struct Builder {
    entries: Vec<Entry>,
    names: Vec<Name>,
}

impl Builder {
    fn entry(&mut self, kind: MentionKind, file: &str, name: &str) -> usize {
        self.entries.push(Entry {
            kind,
            name: name.to_string(),
            country: None,
            sector: None,
            wikidata: None,
            terms: Vec::new(),
            source: format!("{file}:{name}"),
            demonym: None,
            heads: Vec::new(),
            ambiguous: false,
        });
        self.entries.len() - 1
    }

    fn name(&mut self, entry: usize, kind: MentionKind, case: Case, people: bool, surface: &str) {
        self.names.push(Name { entry, kind, case, people, surface: surface.to_string() });
    }

    fn countries(&mut self) {
        let table = Table::new(COUNTRIES);
        let at = |name| table.column(name);
        let (iso3, name, others, demonyms, people, capitals, seats, wikidata, ambiguous) = (
            at("iso3"),
            at("name"),
            at("other_names"),
            at("demonyms"),
            at("people"),
            at("capitals"),
            at("seats"),
            at("wikidata"),
            at("ambiguous"),
        );
        for row in table {
            let entry = self.entry(MentionKind::Country, "countries", cell(&row, name));
            let made = &mut self.entries[entry];
            made.country = some(cell(&row, iso3));
            made.sector = Some(Sector::Gov);
            made.wikidata = some(cell(&row, wikidata));
            made.demonym = list(cell(&row, demonyms)).next().map(String::from);
            made.ambiguous = cell(&row, ambiguous) == "yes";
            self.name(entry, MentionKind::Country, Case::Capital, false, cell(&row, name));
            for other in list(cell(&row, others)) {
                self.name(entry, MentionKind::Country, Case::of(other), false, other);
            }
            for demonym in list(cell(&row, demonyms)) {
                self.name(entry, MentionKind::Demonym, Case::of(demonym), false, demonym);
            }
            for people in list(cell(&row, people)) {
                self.name(entry, MentionKind::Demonym, Case::Capital, true, people);
            }
            for capital in list(cell(&row, capitals)).chain(list(cell(&row, seats))) {
                self.name(entry, MentionKind::Capital, Case::Capital, false, capital);
            }
        }
    }

    fn persons(&mut self) {
        let table = Table::new(PERSONS);
        let at = |name| table.column(name);
        let (name, aliases, country, sector, office, from, to, wikidata) = (
            at("name"),
            at("aliases"),
            at("country"),
            at("sector"),
            at("office"),
            at("from"),
            at("to"),
            at("wikidata"),
        );
        let mut known: HashMap<(String, String), usize> = HashMap::new();
        for row in table {
            let key = (cell(&row, name).to_string(), cell(&row, wikidata).to_string());
            let entry = match known.get(&key) {
                Some(&entry) => entry,
                None => {
                    let entry = self.entry(MentionKind::Person, "persons", cell(&row, name));
                    self.entries[entry].wikidata = some(cell(&row, wikidata));
                    self.name(entry, MentionKind::Person, Case::Capital, false, cell(&row, name));
                    known.insert(key, entry);
                    entry
                }
            };
            for alias in list(cell(&row, aliases)) {
                if !self.names.iter().rev().take_while(|n| n.entry == entry).any(|n| n.surface == alias) {
                    self.name(entry, MentionKind::Person, Case::of(alias), false, alias);
                }
            }
            let term = Term {
                country: cell(&row, country).to_string(),
                sector: Sector::from_code(cell(&row, sector)),
                office: cell(&row, office).to_string(),
                from: day(cell(&row, from), false),
                to: day(cell(&row, to), true),
            };
            self.entries[entry].terms.push(term);
        }
        for entry in &mut self.entries {
            entry.terms.sort_by_key(|t| (t.from, t.to));
        }
    }

    fn bodies(&mut self, kind: MentionKind, file: &str, text: &str) {
        let table = Table::new(text);
        let at = |name| table.column(name);
        let (name, aliases, acronyms, country, sector, wikidata) =
            (at("name"), at("aliases"), at("acronyms"), at("country"), at("sector"), at("wikidata"));
        for row in table {
            let entry = self.entry(kind, file, cell(&row, name));
            let made = &mut self.entries[entry];
            made.country = some(cell(&row, country));
            made.sector = Sector::from_code(cell(&row, sector));
            made.wikidata = some(cell(&row, wikidata));
            self.name(entry, kind, Case::of(cell(&row, name)), false, cell(&row, name));
            for alias in list(cell(&row, aliases)) {
                self.name(entry, kind, Case::of(alias), false, alias);
            }
            for acronym in list(cell(&row, acronyms)) {
                self.name(entry, kind, Case::Exact, false, acronym);
            }
        }
    }
}

/// Reads everything.
pub(super) fn tables() -> Tables {
    let mut builder = Builder::default();
    builder.countries();
    builder.persons();
    builder.bodies(MentionKind::Group, "groups", GROUPS);
    builder.bodies(MentionKind::Organisation, "organisations", ORGANISATIONS);
    let Builder { mut entries, names } = builder;
    let mut countries = HashMap::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    let mut heads: HashMap<String, Vec<usize>> = HashMap::new();
    let mut surnames: HashMap<String, Vec<usize>> = HashMap::new();
    let mut led: Vec<(String, usize)> = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        if entry.kind == MentionKind::Country {
            if let Some(code) = &entry.country {
                countries.entry(code.clone()).or_insert(number);
            }
            continue;
        }
        by_name.entry(word::normal(&entry.name)).or_insert(number);
        if entry.is_person() {
            let is_head = entry.terms.iter().any(Term::is_head);
            for surname in super::person::surnames(&entry.name, entry.terms.first().map(|t| t.country.as_str())) {
                if is_head {
                    heads.entry(surname.clone()).or_default().push(number);
                }
                surnames.entry(surname).or_default().push(number);
            }
            for term in entry.terms.iter().filter(|t| t.is_head()) {
                led.push((term.country.clone(), number));
            }
        }
    }
    for (country, person) in led {
        if let Some(&country) = countries.get(&country) {
            let heads = &mut entries[country].heads;
            if !heads.contains(&person) {
                heads.push(person);
            }
        }
    }
    Tables {
        index: Index::new(names, &entries),
        roles: Roles::built_in(),
        entries,
        countries,
        names: by_name,
        heads,
        surnames,
    }
}
