//! The PLOVER ontology as the codebook fixes it: types, modes, quad classes, intensities, contexts.
//!
//! PLOVER is published by the Open Event Data Alliance; the types, codes and figures here are its facts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Quad class, written as its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u8", into = "u8")]
#[schemars(with = "u8")]
pub enum Quad {
    /// 1: words that bring together.
    VerbalCooperation = 1,
    /// 2: deeds that bring together.
    MaterialCooperation = 2,
    /// 3: words that set against each other.
    VerbalConflict = 3,
    /// 4: deeds that set against each other.
    MaterialConflict = 4,
}

impl Quad {
    /// Every quad class.
    pub const ALL: [Quad; 4] =
        [Quad::VerbalCooperation, Quad::MaterialCooperation, Quad::VerbalConflict, Quad::MaterialConflict];

    /// 1 to 4.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// Words for a page.
    pub fn label(self) -> &'static str {
        match self {
            Quad::VerbalCooperation => "verbal cooperation",
            Quad::MaterialCooperation => "material cooperation",
            Quad::VerbalConflict => "verbal conflict",
            Quad::MaterialConflict => "material conflict",
        }
    }
}

impl From<Quad> for u8 {
    fn from(quad: Quad) -> u8 {
        quad.number()
    }
}

impl TryFrom<u8> for Quad {
    type Error = String;
    fn try_from(number: u8) -> Result<Self, String> {
        Quad::ALL.into_iter().find(|q| q.number() == number).ok_or_else(|| format!("no quad class {number}"))
    }
}

/// PLOVER event type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum EventType {
    /// Promise, offer, accept or agree to future cooperation.
    Agree,
    /// Meet, talk, visit, phone, host, mediate.
    Consult,
    /// Praise, endorse, recognise, sign or ratify; nothing material.
    Support,
    /// Give way in words.
    Concede,
    /// Material and mutual.
    Cooperate,
    /// One-way material benefit.
    Aid,
    /// Give way in deed.
    Retreat,
    /// Demand, order, call on, urge, appeal to.
    Request,
    /// Criticise, condemn, blame, sue, charge, investigate.
    Accuse,
    /// Refuse, rule out, veto, cancel a meeting, deny entry.
    Reject,
    /// Warn of or threaten a hostile act.
    Threaten,
    /// Demonstrate, riot, strike work, boycott, obstruct.
    Protest,
    /// Formal or legal punishment across or within states.
    Sanction,
    /// Raise readiness or show force.
    Mobilize,
    /// Use power without killing.
    Coerce,
    /// Physical violence, killing, capture in a raid, fighting.
    Assault,
}

/// PLOVER mode: how an event of some types was done. Which modes a type has, [`EventType::modes`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the ontology's; the codebook says what they mean")]
pub enum Mode {
    Visit,
    ThirdParty,
    Multilateral,
    Phone,
    Withdraw,
    Release,
    Disarm,
    Ceasefire,
    Access,
    Resign,
    Assist,
    Change,
    Yield,
    Meet,
    Disapprove,
    Investigate,
    Allege,
    Restrict,
    Arrest,
    Relations,
    Expel,
    Territory,
    Violence,
    Demo,
    Riot,
    Strike,
    Hunger,
    Boycott,
    Obstruct,
    Vandalize,
    Convict,
    Discontinue,
    Troops,
    Weapons,
    Police,
    Militia,
    Seize,
    Censor,
    Curfew,
    MartialLaw,
    Deport,
    Withhold,
    Misinformation,
    Cyber,
    Abduct,
    Beat,
    Torture,
    Sexual,
    Targeted,
    Destroy,
    Primitive,
    Firearms,
    Explosives,
    SuicideAttack,
    Aerial,
    Drone,
    HeavyWeapons,
    CrowdControl,
    Unconventional,
}

/// Why: PLOVER context, usually of the whole document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the ontology's")]
pub enum Context {
    Military,
    Intelligence,
    Executive,
    Legislative,
    Election,
    PoliticalInstitutions,
    ProDemocracy,
    ProAutocracy,
    Economic,
    Legal,
    Reparations,
    HumanRights,
    RightsFreedoms,
    Repression,
    HumanSecurity,
    Gender,
    Lgbt,
    ReligionEthnicity,
    Inequality,
    Diplomatic,
    Territory,
    Peacekeeping,
    Health,
    Asylum,
    Migration,
    Disasters,
    NaturalResource,
    Environment,
    Technology,
    Terrorism,
    Cbrn,
    Cyber,
    Misinformation,
    Crime,
    Corruption,
    IllegalDrugs,
    Trafficking,
}

/// What the ontology says of one type.
struct Row {
    kind: EventType,
    name: &'static str,
    quad: Quad,
    intensity: f64,
    needs_recipient: bool,
    modes: &'static [(Mode, f64)],
}

use EventType as T;
use Mode as M;
use Quad::{MaterialConflict, MaterialCooperation, VerbalConflict, VerbalCooperation};

/// One row a type, in the order of [`EventType`].
const TABLE: [Row; 16] = [
    Row { kind: T::Agree, name: "AGREE", quad: VerbalCooperation, intensity: 2.5, needs_recipient: false, modes: &[] },
    Row {
        kind: T::Consult,
        name: "CONSULT",
        quad: VerbalCooperation,
        intensity: 2.5,
        needs_recipient: false,
        modes: &[(M::Visit, 4.0), (M::ThirdParty, 1.0), (M::Multilateral, 4.0), (M::Phone, 1.5)],
    },
    Row {
        kind: T::Support,
        name: "SUPPORT",
        quad: VerbalCooperation,
        intensity: 5.0,
        needs_recipient: false,
        modes: &[],
    },
    Row {
        kind: T::Concede,
        name: "CONCEDE",
        quad: VerbalCooperation,
        intensity: 4.5,
        needs_recipient: false,
        modes: &[],
    },
    Row {
        kind: T::Cooperate,
        name: "COOPERATE",
        quad: MaterialCooperation,
        intensity: 9.5,
        needs_recipient: true,
        modes: &[],
    },
    Row { kind: T::Aid, name: "AID", quad: MaterialCooperation, intensity: 10.0, needs_recipient: true, modes: &[] },
    Row {
        kind: T::Retreat,
        name: "RETREAT",
        quad: MaterialCooperation,
        intensity: 6.5,
        needs_recipient: false,
        modes: &[
            (M::Withdraw, 8.0),
            (M::Release, 6.5),
            (M::Disarm, 10.0),
            (M::Ceasefire, 7.5),
            (M::Access, 6.5),
            (M::Resign, 4.5),
        ],
    },
    Row {
        kind: T::Request,
        name: "REQUEST",
        quad: VerbalConflict,
        intensity: 0.0,
        needs_recipient: false,
        modes: &[(M::Assist, 0.5), (M::Change, -1.0), (M::Yield, -1.0), (M::Meet, 0.0)],
    },
    Row {
        kind: T::Accuse,
        name: "ACCUSE",
        quad: VerbalConflict,
        intensity: -3.0,
        needs_recipient: false,
        modes: &[(M::Disapprove, -2.0), (M::Investigate, -3.5), (M::Allege, -3.5)],
    },
    Row {
        kind: T::Reject,
        name: "REJECT",
        quad: VerbalConflict,
        intensity: -2.0,
        needs_recipient: false,
        modes: &[(M::Assist, -1.5), (M::Change, -2.0), (M::Yield, -2.0), (M::Meet, -2.0)],
    },
    Row {
        kind: T::Threaten,
        name: "THREATEN",
        quad: VerbalConflict,
        intensity: -3.5,
        needs_recipient: false,
        modes: &[
            (M::Restrict, -3.0),
            (M::Arrest, -3.5),
            (M::Relations, -3.5),
            (M::Expel, -3.5),
            (M::Territory, -4.0),
            (M::Violence, -3.5),
        ],
    },
    Row {
        kind: T::Protest,
        name: "PROTEST",
        quad: MaterialConflict,
        intensity: -5.0,
        needs_recipient: false,
        modes: &[
            (M::Demo, -5.0),
            (M::Riot, -7.0),
            (M::Strike, -5.0),
            (M::Hunger, -4.5),
            (M::Boycott, -4.5),
            (M::Obstruct, -4.5),
            (M::Vandalize, -5.0),
        ],
    },
    Row {
        kind: T::Sanction,
        name: "SANCTION",
        quad: MaterialConflict,
        intensity: -6.0,
        needs_recipient: true,
        modes: &[(M::Convict, -6.0), (M::Expel, -5.5), (M::Withdraw, -6.0), (M::Discontinue, -6.0)],
    },
    Row {
        kind: T::Mobilize,
        name: "MOBILIZE",
        quad: MaterialConflict,
        intensity: -5.5,
        needs_recipient: false,
        modes: &[(M::Troops, -6.5), (M::Weapons, -6.5), (M::Police, -5.5), (M::Militia, -6.0)],
    },
    Row {
        kind: T::Coerce,
        name: "COERCE",
        quad: MaterialConflict,
        intensity: -7.0,
        needs_recipient: false,
        modes: &[
            (M::Seize, -7.0),
            (M::Restrict, -7.0),
            (M::Censor, -6.5),
            (M::Curfew, -6.5),
            (M::MartialLaw, -7.5),
            (M::Arrest, -7.0),
            (M::Deport, -7.0),
            (M::Withhold, -7.0),
            (M::Misinformation, -6.5),
            (M::Cyber, -7.0),
        ],
    },
    Row {
        kind: T::Assault,
        name: "ASSAULT",
        quad: MaterialConflict,
        intensity: -9.0,
        needs_recipient: false,
        modes: &[
            (M::Abduct, -8.5),
            (M::Beat, -7.5),
            (M::Torture, -8.5),
            (M::Sexual, -8.5),
            (M::Targeted, -9.5),
            (M::Destroy, -8.5),
            (M::Primitive, -8.0),
            (M::Firearms, -9.0),
            (M::Explosives, -9.0),
            (M::SuicideAttack, -9.5),
            (M::Aerial, -9.5),
            (M::Drone, -9.5),
            (M::HeavyWeapons, -9.5),
            (M::CrowdControl, -7.5),
            (M::Unconventional, -10.0),
        ],
    },
];

impl EventType {
    /// Every type, in the codebook's order.
    pub fn all() -> impl Iterator<Item = EventType> {
        TABLE.iter().map(|row| row.kind)
    }

    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// The name used in records: upper case.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The type of a name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name.eq_ignore_ascii_case(name)).map(|row| row.kind)
    }

    /// Its quad class.
    pub fn quad(self) -> Quad {
        self.row().quad
    }

    /// Whether a row of this type needs a second party.
    pub fn needs_recipient(self) -> bool {
        self.row().needs_recipient
    }

    /// Its modes.
    pub fn modes(self) -> impl Iterator<Item = Mode> {
        self.row().modes.iter().map(|(mode, _)| *mode)
    }

    /// Intensity of the type in this mode; of the type alone where the mode is none of its own.
    pub fn intensity(self, mode: Option<Mode>) -> f64 {
        let row = self.row();
        mode.and_then(|m| row.modes.iter().find(|(k, _)| *k == m)).map_or(row.intensity, |(_, i)| *i)
    }
}

impl std::fmt::Display for EventType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl Mode {
    /// The name used in records.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Visit => "visit",
            Mode::ThirdParty => "third-party",
            Mode::Multilateral => "multilateral",
            Mode::Phone => "phone",
            Mode::Withdraw => "withdraw",
            Mode::Release => "release",
            Mode::Disarm => "disarm",
            Mode::Ceasefire => "ceasefire",
            Mode::Access => "access",
            Mode::Resign => "resign",
            Mode::Assist => "assist",
            Mode::Change => "change",
            Mode::Yield => "yield",
            Mode::Meet => "meet",
            Mode::Disapprove => "disapprove",
            Mode::Investigate => "investigate",
            Mode::Allege => "allege",
            Mode::Restrict => "restrict",
            Mode::Arrest => "arrest",
            Mode::Relations => "relations",
            Mode::Expel => "expel",
            Mode::Territory => "territory",
            Mode::Violence => "violence",
            Mode::Demo => "demo",
            Mode::Riot => "riot",
            Mode::Strike => "strike",
            Mode::Hunger => "hunger",
            Mode::Boycott => "boycott",
            Mode::Obstruct => "obstruct",
            Mode::Vandalize => "vandalize",
            Mode::Convict => "convict",
            Mode::Discontinue => "discontinue",
            Mode::Troops => "troops",
            Mode::Weapons => "weapons",
            Mode::Police => "police",
            Mode::Militia => "militia",
            Mode::Seize => "seize",
            Mode::Censor => "censor",
            Mode::Curfew => "curfew",
            Mode::MartialLaw => "martial-law",
            Mode::Deport => "deport",
            Mode::Withhold => "withhold",
            Mode::Misinformation => "misinformation",
            Mode::Cyber => "cyber",
            Mode::Abduct => "abduct",
            Mode::Beat => "beat",
            Mode::Torture => "torture",
            Mode::Sexual => "sexual",
            Mode::Targeted => "targeted",
            Mode::Destroy => "destroy",
            Mode::Primitive => "primitive",
            Mode::Firearms => "firearms",
            Mode::Explosives => "explosives",
            Mode::SuicideAttack => "suicide-attack",
            Mode::Aerial => "aerial",
            Mode::Drone => "drone",
            Mode::HeavyWeapons => "heavy-weapons",
            Mode::CrowdControl => "crowd-control",
            Mode::Unconventional => "unconventional",
        }
    }

    /// The mode of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        EventType::all().flat_map(EventType::modes).find(|mode| mode.name() == name)
    }
}
