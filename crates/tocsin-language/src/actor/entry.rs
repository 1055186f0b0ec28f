//! What the knowledge files say of one actor.

use crate::MentionKind;
use jiff::civil::Date;
use tocsin_record::{Party, Sector};

/// One term of office of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The country of the office.
    pub country: String,
    /// Its sector.
    pub sector: Option<Sector>,
    /// What the office is called.
    pub office: String,
    /// First day; `None` when it is not known.
    pub from: Option<Date>,
    /// Last day; `None` while it lasts.
    pub to: Option<Date>,
}

/// An office as held on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// The country of the office.
    pub country: String,
    /// Its sector.
    pub sector: Option<Sector>,
    /// What it is called.
    pub office: String,
}

impl Term {
    /// Whether the office was held on `day`.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// The office alone.
    pub fn office(&self) -> Office {
        Office { country: self.country.clone(), sector: self.sector, office: self.office.clone() }
    }

    /// Whether it is the office of a head of state or government.
    pub fn is_head(&self) -> bool {
        let office = self.office.to_lowercase();
        if self.sector != Some(Sector::Gov) && !office.contains("pope") {
            return false;
        }
        let lesser = [
            "vice",
            "deputy",
            "adviser",
            "advisor",
            "secretary",
            "minister of",
            "foreign",
            "elect",
            "assistant",
            "first lady",
            "spokes",
            "speaker",
        ];
        if lesser.iter().any(|w| office.contains(w))
            && !office.starts_with("prime minister")
            && !office.contains("general secretary")
        {
            return false;
        }
        [
            "president",
            "prime minister",
            "premier",
            "chancellor",
            "king",
            "queen",
            "emperor",
            "emir",
            "sultan",
            "supreme leader",
            "crown prince",
            "taoiseach",
            "head of state",
            "head of government",
            "pope",
            "leader of",
            "de facto leader",
            "chairman of the",
            "general secretary",
            "monarch",
            "transitional",
            "interim leader",
        ]
        .iter()
        .any(|w| office.contains(w))
    }
}

/// One actor.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) kind: MentionKind,
    pub(super) name: String,
    pub(super) country: Option<String>,
    pub(super) sector: Option<Sector>,
    pub(super) wikidata: Option<String>,
    /// Terms of office in order of their start; of persons only.
    pub(super) terms: Vec<Term>,
    /// `file:entry`.
    pub(super) source: String,
    /// Of a country: its first demonym, and the persons who ever led it.
    pub(super) demonym: Option<String>,
    pub(super) heads: Vec<usize>,
    /// Of a country: whether its bare name is also something else's.
    pub(super) ambiguous: bool,
}

impl Entry {
    pub(super) fn is_person(&self) -> bool {
        self.kind == MentionKind::Person
    }

    pub(super) fn is_place(&self) -> bool {
        matches!(self.kind, MentionKind::Country | MentionKind::Demonym | MentionKind::Capital)
    }

    /// The term held on `day`; of several the one that began last, a head's office first.
    pub(super) fn term_on(&self, day: Date) -> Option<&Term> {
        let held = || self.terms.iter().filter(|t| t.holds(day));
        held().filter(|t| t.is_head()).max_by_key(|t| t.from).or_else(|| held().max_by_key(|t| t.from))
    }

    /// The last day on which the person led a state; the end of time while in office.
    pub(super) fn last_head_day(&self) -> Option<Date> {
        self.terms.iter().filter(|t| t.is_head()).map(|t| t.to.unwrap_or(Date::MAX)).max()
    }

    /// The entry as a party on `day`; without a day, as of its last term.
    pub(super) fn party(&self, day: Option<Date>) -> Party {
        let mut party = Party::named(self.name.clone());
        party.country.clone_from(&self.country);
        party.sector = self.sector;
        party.wikidata.clone_from(&self.wikidata);
        if self.is_person() && !self.terms.is_empty() {
            let last = self.terms.iter().max_by_key(|t| (t.to.unwrap_or(Date::MAX), t.from));
            let held = match day {
                Some(day) => self.term_on(day),
                None => last,
            };
            let shown = held.or(last);
            party.country = shown.map(|t| t.country.clone()).or(party.country);
            party.sector = match (held, shown) {
                (Some(term), _) => term.sector,
                // Who never held an office keeps what the file says of them; who did is a notable without one.
                (None, Some(term)) if term.from.is_none() && term.to.is_none() => term.sector,
                (
                    None,
                    Some(Term {
                        sector: Some(sector @ (Sector::Reb | Sector::Crm | Sector::Pre | Sector::Opp)), ..
                    }),
                ) => Some(*sector),
                _ => Some(Sector::Eli),
            };
        }
        party
    }
}
