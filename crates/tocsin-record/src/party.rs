//! Parties to an event, and the voices in which it is told.

use crate::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What part of a society a party belongs to (PLOVER's sectors).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Sector {
    /// Executive and its ministries.
    Gov,
    /// Armed forces.
    Mil,
    /// Police and border agencies.
    Cop,
    /// Intelligence.
    Spy,
    /// Courts and prosecutors.
    Jud,
    /// Legislature.
    Leg,
    /// Party.
    Pty,
    /// Paramilitary.
    Prm,
    /// Rebels.
    Reb,
    /// Unidentified armed force.
    Uaf,
    /// Organised crime.
    Crm,
    /// Opposition.
    Opp,
    /// Media and journalists.
    Jrn,
    /// Education and think tanks.
    Edu,
    /// Business.
    Bus,
    /// Farmers.
    Agr,
    /// Labour.
    Lab,
    /// Health.
    Med,
    /// Religious bodies.
    Rel,
    /// Civilians and citizens.
    Cvl,
    /// Refugees and migrants.
    Ref,
    /// Social groups.
    Soc,
    /// Notable persons without office.
    Eli,
    /// Separatists.
    Pre,
}

impl Sector {
    /// Every sector, in the codebook's order.
    pub const ALL: [Sector; 24] = [
        Sector::Gov,
        Sector::Mil,
        Sector::Cop,
        Sector::Spy,
        Sector::Jud,
        Sector::Leg,
        Sector::Pty,
        Sector::Prm,
        Sector::Reb,
        Sector::Uaf,
        Sector::Crm,
        Sector::Opp,
        Sector::Jrn,
        Sector::Edu,
        Sector::Bus,
        Sector::Agr,
        Sector::Lab,
        Sector::Med,
        Sector::Rel,
        Sector::Cvl,
        Sector::Ref,
        Sector::Soc,
        Sector::Eli,
        Sector::Pre,
    ];

    /// The three-letter code.
    pub fn code(self) -> &'static str {
        match self {
            Sector::Gov => "GOV",
            Sector::Mil => "MIL",
            Sector::Cop => "COP",
            Sector::Spy => "SPY",
            Sector::Jud => "JUD",
            Sector::Leg => "LEG",
            Sector::Pty => "PTY",
            Sector::Prm => "PRM",
            Sector::Reb => "REB",
            Sector::Uaf => "UAF",
            Sector::Crm => "CRM",
            Sector::Opp => "OPP",
            Sector::Jrn => "JRN",
            Sector::Edu => "EDU",
            Sector::Bus => "BUS",
            Sector::Agr => "AGR",
            Sector::Lab => "LAB",
            Sector::Med => "MED",
            Sector::Rel => "REL",
            Sector::Cvl => "CVL",
            Sector::Ref => "REF",
            Sector::Soc => "SOC",
            Sector::Eli => "ELI",
            Sector::Pre => "PRE",
        }
    }

    /// The sector of a three-letter code; `None` for `UNK` and what is no code.
    pub fn from_code(code: &str) -> Option<Self> {
        Sector::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// One party: who acted, who was acted on, who speaks.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// Where the text names it; `None` when it is only implied (the office that publishes the document).
    pub span: Option<Span>,
    /// The words at `span`.
    pub text: Option<String>,
    /// Canonical name; `None` for a pronoun or role that the document does not make clear.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-3 (plus XKX, PSE, HKG, VAT), or a class: IGO, UNO, EUR, NGO, ISM, IMG, MNC.
    pub country: Option<String>,
    /// Primary sector.
    pub sector: Option<Sector>,
    /// Further sectors.
    pub sectors: Vec<Sector>,
    /// Title or office, if given.
    pub title: Option<String>,
    /// How many, for a counted group ("six cartels").
    pub number: Option<u64>,
    /// Whether its role or membership is only suspected or alleged in the text.
    pub alleged: bool,
    /// Wikidata item, where known.
    pub wikidata: Option<String>,
}

impl Party {
    /// A party with a name and nothing else known.
    pub fn named(name: impl Into<String>) -> Self {
        Party { name: Some(name.into()), ..Party::unknown() }
    }

    /// A party of which nothing is known.
    pub fn unknown() -> Self {
        Party {
            span: None,
            text: None,
            name: None,
            country: None,
            sector: None,
            sectors: Vec::new(),
            title: None,
            number: None,
            alleged: false,
            wikidata: None,
        }
    }

    /// What to show of it: its canonical name, else its words.
    pub fn label(&self) -> Option<&str> {
        self.name.as_deref().or(self.text.as_deref())
    }

    /// Whether two parties are the same as far as the record can tell: same name, country and sector.
    pub fn same_as(&self, other: &Party) -> bool {
        self.label() == other.label() && self.country == other.country && self.sector == other.sector
    }
}

/// One link of the chain of voices through which an event is told, read from the outside in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct VoiceLink {
    /// One or several parallel sources ("two officials and a diplomat").
    pub sources: Vec<Party>,
    /// Whether no source of this link is named.
    pub anonymous: bool,
}
