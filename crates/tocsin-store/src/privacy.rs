//! Private persons are recorded by their role and group (CODEBOOK.md §9). The coder is meant to give such parties no
//! personal name; this is the second lock on the same door, for lists, pages and exports.

use crate::fold::folded;
use std::borrow::Cow;
use tocsin_record::{Party, Sector};

/// Words that make a name a group's or a role's, in the singular; a plural in -s is known by its singular.
const GROUPS: &[&str] = &[
    "activist",
    "adult",
    "asylum",
    "baby",
    "body",
    "bystander",
    "camp",
    "caravan",
    "child",
    "children",
    "citizen",
    "civilian",
    "clan",
    "class",
    "commuter",
    "community",
    "congregation",
    "crew",
    "crowd",
    "customer",
    "defendant",
    "demonstrator",
    "deportee",
    "detainee",
    "diaspora",
    "displaced",
    "driver",
    "elder",
    "elderly",
    "employee",
    "evacuee",
    "exile",
    "family",
    "families",
    "farmer",
    "fisherman",
    "fishermen",
    "foreigner",
    "girl",
    "group",
    "guard",
    "guest",
    "homeless",
    "hostage",
    "household",
    "immigrant",
    "individual",
    "infant",
    "inhabitant",
    "inmate",
    "journalist",
    "kid",
    "laborer",
    "labourer",
    "local",
    "man",
    "member",
    "men",
    "migrant",
    "minor",
    "minority",
    "mob",
    "mother",
    "mourner",
    "movement",
    "national",
    "neighbor",
    "neighbour",
    "nurse",
    "onlooker",
    "opponent",
    "owner",
    "parent",
    "parishioner",
    "passenger",
    "passerby",
    "patient",
    "pensioner",
    "people",
    "peoples",
    "person",
    "persons",
    "pilgrim",
    "poor",
    "population",
    "prisoner",
    "protester",
    "protestor",
    "public",
    "rally",
    "refugee",
    "relative",
    "resident",
    "returnee",
    "rioter",
    "sailor",
    "seeker",
    "settler",
    "society",
    "spectator",
    "staff",
    "stranger",
    "student",
    "supporter",
    "survivor",
    "suspect",
    "target",
    "teacher",
    "teenager",
    "tourist",
    "traveler",
    "traveller",
    "tribe",
    "trucker",
    "user",
    "victim",
    "villager",
    "visitor",
    "voter",
    "witness",
    "witnesses",
    "woman",
    "women",
    "worker",
    "youth",
    "boy",
    "believer",
    "christian",
    "muslim",
    "jew",
    "hindu",
    "sikh",
    "catholic",
    "protestant",
    "sunni",
    "shia",
    "shiite",
    "kurd",
    "arab",
    "serb",
    "croat",
    "turk",
    "pole",
    "dane",
    "swede",
    "finn",
    "briton",
    "scot",
    "uyghur",
    "rohingya",
    "yazidi",
    "druze",
    "roma",
    "hutu",
    "tutsi",
    "maori",
    "taliban",
    "sympathizer",
    "party",
    "union",
    "association",
    "organization",
    "organisation",
    "network",
    "council",
    "committee",
    "coalition",
    "alliance",
    "front",
    "league",
    "federation",
    "foundation",
    "church",
    "school",
];

/// How a single word that names a people ends.
const PEOPLES: &[&str] = &["ans", "ese", "ish", "ians", "is", "ites", "ench", "utch", "swiss", "ers", "enes", "iots"];

/// Whether a party is a private person who must not be named outside the article's text: a civilian, a refugee, or
/// someone whose role (or whose membership in a criminal group) is only alleged, under a name that reads as a person's.
pub fn is_private(party: &Party) -> bool {
    let private_role = match party.sector {
        Some(Sector::Cvl | Sector::Ref) => true,
        // A leader of a criminal group is known: by a title, or to Wikidata.
        Some(Sector::Crm) => party.alleged && party.title.is_none() && party.wikidata.is_none(),
        None => party.alleged,
        Some(_) => false,
    };
    private_role && [&party.name, &party.text].into_iter().flatten().any(|name| reads_as_person(name))
}

/// What a page or an export may call a party: its canonical name, else its words, but a private person's role.
pub fn public_label(party: &Party) -> Option<Cow<'_, str>> {
    if is_private(party) { Some(Cow::Borrowed(role(party))) } else { party.label().map(Cow::Borrowed) }
}

/// A party as a page or an export may show it: a private person loses name, words, title and identifier and keeps
/// role, country, sectors and place in the text.
pub fn public_party(party: &Party) -> Party {
    if !is_private(party) {
        return party.clone();
    }
    let name = Some(role(party).to_owned());
    Party { name, text: None, title: None, wikidata: None, ..party.clone() }
}

fn role(party: &Party) -> &'static str {
    match party.sector {
        Some(Sector::Ref) => "refugee or migrant",
        Some(Sector::Cvl) if !party.alleged => "civilian",
        _ => "suspect",
    }
}

/// Whether a name holds a person's: two capitalised words that are no group's, or a single one that names no people.
/// In doubt it does, since a role in the place of a group's name costs less than a private name in a table.
fn reads_as_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().take(40).collect();
    let capital = |word: &str| word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
    let group = |word: &str| {
        let folded = folded(word);
        let word = folded.trim();
        GROUPS.iter().any(|group| word == *group || word.strip_suffix('s') == Some(group))
    };
    match words.as_slice() {
        [] => false,
        [word] => capital(word) && !group(word) && !PEOPLES.iter().any(|end| folded(word).trim_end().ends_with(end)),
        words => {
            // "Venezuelan migrants" ends in its group; "protester Renee Good", "relatives of Renee Good" do not.
            let mut run = 0;
            for word in words {
                run = match (capital(word), group(word)) {
                    (_, true) => 0,
                    (true, false) => run + 1,
                    (false, false) if is_particle(word) && run > 0 => run,
                    (false, false) if run >= 2 => break,
                    (false, false) => 0,
                };
            }
            run >= 2
        }
    }
}

/// Small words inside a person's name.
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "del"
            | "la"
            | "las"
            | "los"
            | "da"
            | "do"
            | "dos"
            | "van"
            | "von"
            | "der"
            | "den"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "y"
            | "e"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(name: &str, sector: Option<Sector>, alleged: bool) -> Party {
        Party { sector, alleged, country: Some("USA".into()), ..Party::named(name) }
    }

    #[test]
    fn private_persons_are_shown_by_their_role() {
        for (name, sector, alleged, want) in [
            ("Jane Roe", Some(Sector::Cvl), false, "civilian"),
            ("María de la Cruz", Some(Sector::Ref), false, "refugee or migrant"),
            ("protester Jane Roe", Some(Sector::Cvl), false, "civilian"),
            ("relatives of Jane Roe", Some(Sector::Cvl), false, "civilian"),
            ("Jane Roe, a resident", Some(Sector::Cvl), false, "civilian"),
            ("Roe", Some(Sector::Cvl), false, "civilian"),
            ("John Q. Roe", None, true, "suspect"),
            ("John Roe", Some(Sector::Crm), true, "suspect"),
        ] {
            let party = party(name, sector, alleged);
            assert_eq!(public_label(&party).as_deref(), Some(want), "{name}");
            let shown = public_party(&party);
            assert!(!serde_json::to_string(&shown).is_ok_and(|json| json.contains("Roe") || json.contains("Cruz")));
            assert_eq!(shown.country.as_deref(), Some("USA"));
        }
    }

    #[test]
    fn groups_and_public_persons_keep_their_names() {
        for (name, sector, alleged) in [
            ("Mexicans", Some(Sector::Cvl), false),
            ("Chinese", Some(Sector::Cvl), false),
            ("protesters", Some(Sector::Cvl), false),
            ("Venezuelan migrants", Some(Sector::Ref), false),
            ("Venezuelan Migrants", Some(Sector::Ref), false),
            ("residents of Caracas", Some(Sector::Cvl), false),
            ("Nicolás Maduro", Some(Sector::Gov), true),
            ("Jane Roe", Some(Sector::Eli), false),
            ("Jane Roe", None, false),
            ("Tren de Aragua", Some(Sector::Crm), false),
        ] {
            assert_eq!(public_label(&party(name, sector, alleged)).as_deref(), Some(name));
            assert_eq!(public_party(&party(name, sector, alleged)), party(name, sector, alleged));
        }
        assert_eq!(public_label(&Party::unknown()), None);
    }
}
