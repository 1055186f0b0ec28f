//! The words for roles, titles and forms of names, from `knowledge/roles`.

use super::word;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use tocsin_record::Sector;

const FILES: [&str; 7] = [
    include_str!("../../../../knowledge/roles/offices.toml"),
    include_str!("../../../../knowledge/roles/bodies.toml"),
    include_str!("../../../../knowledge/roles/security.toml"),
    include_str!("../../../../knowledge/roles/outlaws.toml"),
    include_str!("../../../../knowledge/roles/society.toml"),
    include_str!("../../../../knowledge/roles/states.toml"),
    include_str!("../../../../knowledge/roles/titles.toml"),
];
const NAMES: &str = include_str!("../../../../knowledge/roles/names.toml");

/// What a role word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// A person by an office.
    Office,
    /// A body of a state.
    Body,
    /// People by what they are.
    People,
    /// A force or its members.
    Force,
    /// A tool or blow that acts for its owner.
    Instrument,
    /// A state or a company of states.
    State,
    /// A firm.
    Company,
}

/// A person's gender, where words tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Gender {
    F,
    M,
}

/// What one role word means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Role {
    pub(super) kind: Kind,
    pub(super) sector: Option<Sector>,
    pub(super) gender: Option<Gender>,
    pub(super) country: Option<String>,
    pub(super) class: Option<String>,
    pub(super) name: Option<String>,
    /// The office of a head of state or government.
    pub(super) head: bool,
}

/// What a title before a name tells of its bearer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) sector: Option<Sector>,
    pub(super) country: Option<String>,
}

#[derive(Deserialize)]
struct RoleRow {
    words: Vec<String>,
    kind: Kind,
    #[serde(default)]
    sector: Option<String>,
    #[serde(default)]
    gender: Option<Gender>,
    #[serde(default)]
    country: Option<String>,
    #[serde(default)]
    class: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    rank: Option<String>,
}

#[derive(Deserialize)]
struct WordRow {
    words: Vec<String>,
    #[serde(default)]
    country: Option<String>,
    #[serde(default)]
    sector: Option<String>,
    #[serde(default)]
    what: Option<String>,
}

#[derive(Deserialize, Default)]
struct File {
    #[serde(default)]
    role: Vec<RoleRow>,
    #[serde(default)]
    title: Vec<WordRow>,
    #[serde(default)]
    form: Vec<WordRow>,
    #[serde(default)]
    cue: Vec<WordRow>,
}

#[derive(Deserialize, Default)]
struct GivenNames {
    female: Vec<String>,
    male: Vec<String>,
}

/// All role words.
#[derive(Debug, Default)]
pub(super) struct Roles {
    list: Vec<Role>,
    /// Singular words, a space between, to the role.
    words: HashMap<String, usize>,
    titles: HashMap<String, Title>,
    forms: HashMap<String, Sector>,
    cues: HashMap<String, &'static str>,
    women: HashSet<String>,
    men: HashSet<String>,
    pub(super) longest: usize,
}

impl Roles {
    /// Reads the files built into the program. A file that cannot be read gives no words; a test reads each.
    pub(super) fn built_in() -> Self {
        let mut roles = Roles::default();
        for text in FILES {
            let file: File = toml::from_str(text).unwrap_or_default();
            for row in file.role {
                let number = roles.list.len();
                roles.list.push(Role {
                    kind: row.kind,
                    sector: row.sector.as_deref().and_then(Sector::from_code),
                    gender: row.gender,
                    country: row.country,
                    class: row.class,
                    name: row.name,
                    head: row.rank.as_deref() == Some("head"),
                });
                for words in row.words {
                    let key = key(&words);
                    roles.longest = roles.longest.max(key.split(' ').count());
                    roles.words.entry(key).or_insert(number);
                }
            }
            for row in file.title {
                let sector = row.sector.as_deref().and_then(Sector::from_code);
                for words in row.words {
                    roles
                        .titles
                        .entry(word::normal(&words))
                        .or_insert_with(|| Title { sector, country: row.country.clone() });
                }
            }
            for row in file.form {
                if let Some(sector) = row.sector.as_deref().and_then(Sector::from_code) {
                    for words in row.words {
                        roles.forms.entry(word::normal(&words)).or_insert(sector);
                    }
                }
            }
            for row in file.cue {
                let what = match row.what.as_deref() {
                    Some("alleged") => "alleged",
                    Some("former") => "former",
                    _ => "previous",
                };
                for words in row.words {
                    roles.cues.insert(word::normal(&words), what);
                }
            }
        }
        let names: GivenNames = toml::from_str(NAMES).unwrap_or_default();
        roles.women = names.female.iter().map(|n| word::normal(n)).collect();
        roles.men = names.male.iter().map(|n| word::normal(n)).collect();
        roles
    }

    /// The role that `words` (lower or upper case, singular or plural) name.
    pub(super) fn get(&self, words: &str) -> Option<&Role> {
        self.words.get(&key(words)).map(|&r| &self.list[r])
    }

    /// What a title tells; `None` where it is none.
    pub(super) fn title(&self, words: &str) -> Option<&Title> {
        self.titles.get(&word::normal(words))
    }

    /// The sector of an organisation whose name ends with this word.
    pub(super) fn form(&self, last: &str) -> Option<Sector> {
        self.forms.get(&word::normal(last)).copied()
    }

    /// Whether a word marks a role as alleged, former or previous.
    pub(super) fn cue(&self, cue: &str) -> Option<&'static str> {
        self.cues.get(&word::normal(cue)).copied()
    }

    /// The gender that a given name mostly has.
    pub(super) fn gender(&self, given: &str) -> Option<Gender> {
        let given = word::normal(given);
        if self.women.contains(&given) {
            Some(Gender::F)
        } else if self.men.contains(&given) {
            Some(Gender::M)
        } else {
            None
        }
    }

    /// How many role words there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }
}

/// Folded words, the last in the singular.
fn key(words: &str) -> String {
    let folded = word::normal(words);
    match folded.rsplit_once(' ') {
        Some((before, last)) => format!("{before} {}", word::singular(last)),
        None => word::singular(&folded),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_reads_and_words_abound() {
        for file in FILES {
            toml::from_str::<File>(file).expect("a role file reads");
        }
        toml::from_str::<GivenNames>(NAMES).expect("the names read");
        assert!(Roles::built_in().len() >= 1000);
    }

    #[test]
    fn plural_and_case_do_not_matter() {
        let roles = Roles::built_in();
        assert_eq!(roles.get("Security Forces").and_then(|r| r.sector), Some(Sector::Cop));
        assert_eq!(roles.get("forces").and_then(|r| r.sector), Some(Sector::Mil));
        assert_eq!(roles.get("servicemen").and_then(|r| r.sector), Some(Sector::Mil));
        assert_eq!(roles.get("policewomen").and_then(|r| r.sector), Some(Sector::Cop));
        assert_eq!(roles.get("weather"), None);
    }
}
