//! Actors: names that the knowledge files know, and noun phrases resolved to parties.
//!
//! [`Directory::find`] walks one trie over the tokens and adds names known by their form alone; [`Directory::parties`]
//! reads a noun phrase of a parsed sentence. Nothing is guessed: what the document does not make clear has no name.

mod accept;
mod antecedent;
mod coordination;
mod description;
mod entry;
mod find;
mod form;
mod index;
mod load;
mod owner;
mod person;
mod phrase;
mod pronoun;
mod role;
mod unlisted;
mod word;

use crate::Analysis;
use entry::Entry;
pub use entry::{Office, Term};
use index::Index;
use jiff::civil::Date;
use role::Roles;
use std::collections::HashMap;
use std::sync::OnceLock;
use tocsin_record::{Party, Sector};

/// The actors that the knowledge files know. Cheap to make: all share one set of tables, read at first use.
#[derive(Debug, Clone, Copy)]
pub struct Directory {
    tables: &'static Tables,
}

/// Everything read from the knowledge files.
#[derive(Debug)]
pub(crate) struct Tables {
    entries: Vec<Entry>,
    index: Index,
    roles: Roles,
    /// Country code to its entry.
    countries: HashMap<String, usize>,
    /// Normalised canonical name to its first entry that is no country's.
    names: HashMap<String, usize>,
    /// Normalised surname to the persons in office as heads of state or government at any time.
    heads: HashMap<String, Vec<usize>>,
    /// Normalised surname to every person.
    surnames: HashMap<String, Vec<usize>>,
}

impl Directory {
    /// The directory built into the program.
    pub fn built_in() -> Self {
        static TABLES: OnceLock<Tables> = OnceLock::new();
        Directory { tables: TABLES.get_or_init(load::tables) }
    }

    /// Finds the mentions of the text: names, aliases, acronyms, demonyms, capitals, persons by full name and, once
    /// introduced or while they lead a state, by surname; persons and organisations known by their form alone.
    pub fn find(&self, analysis: &mut Analysis<'_>) {
        find::find(self.tables, analysis);
    }

    /// The parties that the noun phrase headed by token `head` (a number into [`Analysis::tokens`], of a parsed sentence) stands for: one, or
    /// several for a coordination ("the United States and Israel"). Pronouns, titles and definite descriptions are
    /// resolved to their antecedents where the document makes it clear. Empty when the phrase names no party at all
    /// ("the weather"); a party without a name when it is one that stays unresolved ("he", "officials").
    pub fn parties(&self, analysis: &Analysis<'_>, head: usize) -> Vec<Party> {
        phrase::Reader::new(self.tables, analysis).parties(head)
    }

    /// Who "I" is outside quotations: the head of state where the publisher is a presidency, else the publishing office
    /// itself. `None` where no office publishes the document.
    pub fn first_person(&self, analysis: &Analysis<'_>) -> Option<Party> {
        pronoun::first_person(self.tables, analysis)
    }

    /// The party that an outlet's name stands for, where it is an office of a state or an international body.
    pub fn publisher(&self, outlet: &str) -> Option<Party> {
        let name = word::normal(outlet);
        let short = name.strip_prefix("the ").unwrap_or(&name);
        if matches!(
            short,
            "white house" | "whitehousegov" | "kremlin" | "elysee" | "downing street" | "10 downing street"
        ) {
            let code = match short {
                "kremlin" => "RUS",
                "elysee" => "FRA",
                "downing street" | "10 downing street" => "GBR",
                _ => "USA",
            };
            let name = if code == "USA" { "White House" } else { outlet.trim() };
            return Some(Party { country: Some(code.into()), sector: Some(Sector::Gov), ..Party::named(name) });
        }
        let found = self.tables.index.whole(outlet).map(|name| &self.tables.entries[name.entry])?;
        let office = match found.sector {
            Some(Sector::Gov | Sector::Mil | Sector::Cop | Sector::Spy | Sector::Jud | Sector::Leg) => true,
            None => matches!(found.country.as_deref(), Some("IGO" | "UNO" | "EUR" | "IMG")),
            _ => false,
        };
        (office && !found.is_place()).then(|| found.party(None))
    }

    /// What kind of party a word names by what it does, as a number (0: none), and of which gender (0: unknown, 1: a woman, 2: a man).
    pub(crate) fn role_hint(&self, word: &str) -> (u32, u32) {
        match self.tables.roles.get(word) {
            Some(role) => (role.kind as u32 + 1, role.gender.map_or(0, |g| g as u32 + 1)),
            None => (0, 0),
        }
    }

    /// The gender that a given name mostly has, as in [`Directory::role_hint`].
    pub(crate) fn name_hint(&self, given: &str) -> u32 {
        self.tables.roles.gender(given).map_or(0, |g| g as u32 + 1)
    }

    /// The office that the person called `name` held on `day`. `None` when no such person or no office then is known.
    pub fn office_on(&self, name: &str, day: Date) -> Option<Office> {
        self.tables.person(name)?.term_on(day).map(Term::office)
    }

    /// Whether the person, or the administration named after one ("Biden administration"), was in office on `day`.
    pub fn in_office(&self, name: &str, day: Date) -> bool {
        if let Some(leader) = self.tables.leader_of_administration(name) {
            return leader.terms.iter().any(|t| t.is_head() && t.holds(day));
        }
        self.office_on(name, day).is_some()
    }

    /// The same party with country and sector as of `day`: a person out of office then is of the sector ELI, and so
    /// is a former administration; one in office has the office's sector. Others are returned as they are.
    pub fn on_day(&self, party: &Party, day: Date) -> Party {
        let mut party = party.clone();
        let Some(name) = party.name.as_deref() else { return party };
        if self.tables.leader_of_administration(name).is_some() {
            party.sector = Some(if self.in_office(name, day) { Sector::Gov } else { Sector::Eli });
        } else if let Some(person) = self.tables.person(name) {
            let then = person.party(Some(day));
            party.country = then.country.or(party.country);
            party.sector = then.sector;
            party.sectors = then.sectors;
        }
        party
    }

    /// The English name of a country code.
    pub fn country_name(&self, code: &str) -> Option<&str> {
        self.tables.country(code).map(|e| e.name.as_str())
    }

    /// The party of a canonical name or alias, as of `day`.
    pub fn look_up(&self, name: &str, day: Option<Date>) -> Option<Party> {
        self.tables.index.whole(name).map(|found| self.tables.entries[found.entry].party(day))
    }
}

impl Tables {
    fn country(&self, code: &str) -> Option<&Entry> {
        self.countries.get(code).map(|&e| &self.entries[e])
    }

    fn person(&self, name: &str) -> Option<&Entry> {
        let entry = &self.entries[*self.names.get(&word::normal(name))?];
        entry.is_person().then_some(entry)
    }

    /// The head of state or government whose administration, government or regime `name` is.
    fn leader_of_administration(&self, name: &str) -> Option<&Entry> {
        let (leader, kind) = name.rsplit_once(' ')?;
        if !word::ADMINISTRATIONS.contains(&kind.to_lowercase().as_str()) {
            return None;
        }
        let heads = self.heads.get(&word::normal(leader))?;
        heads.iter().map(|&e| &self.entries[e]).max_by_key(|e| e.last_head_day())
    }

    /// The person who led `country` on `day`: the head of state or government with the most power by the office's name.
    fn leader(&self, country: &str, day: Option<Date>, office: &str) -> Option<&Entry> {
        let mut found: Vec<(&Entry, &Term)> = Vec::new();
        for &person in self.country_heads(country) {
            let entry = &self.entries[person];
            let term = match day {
                Some(day) => entry.terms.iter().find(|t| t.is_head() && t.holds(day) && t.country == country),
                None => entry.terms.iter().rev().find(|t| t.is_head() && t.to.is_none() && t.country == country),
            };
            if let Some(term) = term.filter(|t| word::normal(&t.office).contains(office)) {
                found.push((entry, term));
            }
        }
        found.sort_by_key(|(_, term)| std::cmp::Reverse(term.from));
        found.first().map(|(entry, _)| *entry)
    }

    fn country_heads(&self, country: &str) -> &[usize] {
        self.country(country).map_or(&[], |entry| entry.heads.as_slice())
    }

    /// How the people or offices of a country are called before a noun: "Mexican", "U.S.".
    fn demonym(&self, code: &str) -> Option<&str> {
        if code == "USA" {
            return Some("U.S.");
        }
        let country = self.country(code)?;
        country.demonym.as_deref().or(Some(country.name.as_str()))
    }
}
