//! Phrases with a role noun: "Mexican security forces", "the president of Mexico", "six alleged traffickers".

use super::owner::{Owner, owners};
use super::phrase::{Phrase, Reader, is_of_state};
use super::role::{Kind, Role};
use super::{antecedent, word};
use crate::{MentionKind, Rel, Upos};
use std::ops::Range;
use tocsin_record::{Party, Sector};

/// Role words too general to be a party unless somebody's.
const NEED_OWNER: &[&str] = &[
    "state",
    "executive",
    "head",
    "office",
    "mission",
    "council",
    "unit",
    "division",
    "agency",
    "department",
    "city",
    "town",
    "village",
    "plant",
    "facility",
    "community",
    "society",
    "establishment",
    "house",
    "leadership",
    "partner",
    "unions",
    "operator",
    "platform",
    "entity",
    "owner",
    "force",
    "peer",
    "fellow",
    "general council",
    "bench",
    "aircraft",
    "school",
    "campus",
    "utility",
    "diet",
    "fleet",
    "body",
    "power",
    "deputy",
    "bureau",
    "commission",
    "chief",
    "captain",
    "base",
    "treasury",
    "local",
    "mother",
    "father",
    "family",
    "industry",
    "business",
    "agent",
    "officer",
    "child",
    "woman",
    "man",
    "person",
    "girl",
    "boy",
    "user",
    "author",
    "writer",
    "artist",
    "actor",
    "participant",
    "specialist",
    "public",
    "successor",
    "predecessor",
    "counterpart",
    "kingdom",
    "throne",
    "conservative",
    "liberal",
    "secretary",
    "fan",
    "county",
    "speaker",
    "nationals",
    "provider",
    "individual",
    "observer",
    "ship",
    "vessel",
    "plane",
    "ranger",
    "customs",
    "guard",
    "agency",
];

/// The role word of a phrase, with its tokens.
fn role<'a>(reader: &Reader<'a, '_>, phrase: &Phrase) -> Option<(&'a Role, Range<usize>)> {
    let analysis = reader.analysis;
    let head = phrase.head;
    let right = match analysis.tokens.get(head + 1).filter(|_| head + 1 < phrase.sentence.end) {
        Some(_) if matches!(reader.lower(head + 1).as_str(), "of" | "to" | "in" | "general" | "-" | "'s" | "’s") => {
            (head + 6).min(phrase.sentence.end)
        }
        // "service members" with its head put on the first word.
        Some(next) if matches!(next.upos, Upos::Noun | Upos::Propn) && analysis.mention_at(head + 1).is_none() => {
            (head + 3).min(phrase.sentence.end)
        }
        _ => head + 1,
    };
    let left = head.saturating_sub(4).max(phrase.tokens.start.min(head));
    let mut best: Option<(&Role, Range<usize>)> = None;
    for start in left..=head {
        for end in (head + 1..=right).rev() {
            if end - start > reader.tables.roles.longest + 2
                || best.as_ref().is_some_and(|(_, b)| b.len() >= end - start)
            {
                continue;
            }
            // The end of a word such as "head of state" must not cut into a name.
            if analysis.mention_at(start).is_some_and(|m| m.kind != MentionKind::Unlisted) && start < head {
                continue;
            }
            if (start..end).any(|t| matches!(analysis.word(t), "," | ";" | ":" | "(" | ")"))
                || matches!(analysis.word(end - 1), "-" | "'s" | "’s")
            {
                continue;
            }
            if let Some(role) = reader.tables.roles.get(analysis.phrase(start..end)) {
                best = Some((role, start..end));
            }
        }
    }
    best
}

/// The parties of a phrase with a role noun; `None` when its head is no role.
pub(super) fn read(
    reader: &Reader<'_, '_>,
    phrase: &Phrase,
    lender: Option<usize>,
    depth: usize,
) -> Option<Vec<Party>> {
    if !matches!(
        reader.analysis.tokens[phrase.head].upos,
        Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::X | Upos::Verb
    ) {
        return None;
    }
    let (role, words) = role(reader, phrase)?;
    let head_word = word::singular(&reader.lower(phrase.head));
    let mut owners = owners(reader, phrase, &words, depth);
    if let Some(mut person) = apposed(reader, phrase) {
        if person.country.is_none() {
            person.country = owners.first().and_then(|o| o.country.clone()).or_else(|| role.country.clone());
        }
        person.sector = person.sector.or(role.sector);
        return Some(vec![person]);
    }
    if owners.is_empty()
        && let Some(lender) = lender.filter(|_| !has_determiner(reader, phrase))
    {
        let first = reader.phrase(lender);
        owners = super::owner::owners(reader, &first, &(first.head..first.head + 1), depth)
            .into_iter()
            .filter(|o| o.label.is_some())
            .collect();
    }
    let lent = lender.is_some()
        && owners.iter().any(|o| o.label.is_some())
        && !(phrase.tokens.start..phrase.head).any(|t| reader.analysis.mention_at(t).is_some());
    let cue = cue(reader, phrase, words.start);
    if let Some(found) = previous(reader, phrase, role, &head_word, cue, &owners) {
        return Some(vec![found]);
    }
    if owners.is_empty() {
        let noun = word::singular(&word::normal(reader.analysis.phrase(words.clone())));
        if let Some(both) = antecedent::pair(reader, phrase, role, &noun) {
            return Some(both);
        }
        return Some(without_owner(reader, phrase, role, &words, cue).into_iter().collect());
    }
    let several = owners.len() > 1 || lent;
    Some(owners.into_iter().map(|owner| owned(reader, phrase, role, &words, cue, owner, several)).collect())
}

fn has_determiner(reader: &Reader<'_, '_>, phrase: &Phrase) -> bool {
    matches!(
        reader.lower(phrase.tokens.start).as_str(),
        "the" | "a" | "an" | "its" | "their" | "his" | "her" | "this" | "that" | "these" | "those"
    )
}

/// "the president, Claudia Sheinbaum": the name beside the role.
fn apposed(reader: &Reader<'_, '_>, phrase: &Phrase) -> Option<Party> {
    let beside = reader.children(phrase.head, &[Rel::Appos, Rel::Flat]);
    let mention = beside.iter().filter_map(|&t| reader.analysis.mention_at(t)).find(|m| {
        matches!(m.kind, MentionKind::Person | MentionKind::Group)
            || m.kind == MentionKind::Unlisted && m.party.title.is_none()
    })?;
    let mut party = mention.party.clone();
    if party.title.is_none() && mention.kind != MentionKind::Group {
        party.title = Some(bare(reader, phrase, phrase.head + 1));
    }
    reader.place(&mut party, mention.tokens.clone());
    Some(party)
}

/// The strongest of the words "alleged", "former" and "previous" before the role.
fn cue(reader: &Reader<'_, '_>, phrase: &Phrase, until: usize) -> Option<&'static str> {
    (phrase.tokens.start..until).find_map(|t| reader.tables.roles.cue(reader.analysis.word(t)))
}

/// "the previous administration", "my predecessor".
fn previous(
    reader: &Reader<'_, '_>,
    phrase: &Phrase,
    role: &Role,
    head: &str,
    cue: Option<&str>,
    owners: &[Owner],
) -> Option<Party> {
    let government = matches!(head, "administration" | "government" | "regime") && role.sector == Some(Sector::Gov);
    let before = cue == Some("previous") && government || head == "predecessor";
    let now = government && cue.is_none() && !owners.iter().any(|o| o.party.is_some() && !o.indirect) && {
        let first = reader.lower(phrase.tokens.start);
        matches!(first.as_str(), "my" | "our")
            || (first == "the"
                && head == "administration"
                && owners.iter().all(|o| o.indirect || o.country.as_deref() == Some("USA")))
    };
    if !before && !now {
        return None;
    }
    let code = owners
        .iter()
        .find_map(|o| o.country.clone())
        .or_else(|| reader.analysis.publisher.as_ref().and_then(|p| p.country.clone()))
        .or_else(|| antecedent::context(reader, phrase.head))?;
    if head == "administration" && code != "USA" && !before {
        return None;
    }
    let day = reader.analysis.published.map(|r| r.end);
    let leader = reader.tables.leader(&code, day, "")?;
    let name = if before {
        let since = leader.terms.iter().filter(|t| t.is_head()).filter_map(|t| t.from).max()?;
        reader
            .tables
            .country_heads(&code)
            .iter()
            .map(|&e| &reader.tables.entries[e])
            .filter(|e| e.name != leader.name)
            .filter_map(|e| {
                e.terms
                    .iter()
                    .filter(|t| t.is_head())
                    .filter_map(|t| t.to)
                    .filter(|to| *to <= since)
                    .max()
                    .map(|to| (to, e))
            })
            .max_by_key(|(to, _)| *to)
            .map(|(_, e)| e)
    } else {
        Some(leader)
    };
    let kind = if government { head } else { "" };
    let mut party = Party::unknown();
    if let Some(entry) = name {
        let surname = super::person::main_surname(&entry.name, Some(&code));
        party.name = Some(if kind.is_empty() { entry.name.clone() } else { format!("{surname} {kind}") });
    }
    party.country = Some(code);
    party.sector = Some(if before { Sector::Eli } else { Sector::Gov });
    reader.place(&mut party, phrase.tokens.clone());
    Some(party)
}

/// A role with an owner.
fn owned(
    reader: &Reader<'_, '_>,
    phrase: &Phrase,
    role: &Role,
    words: &Range<usize>,
    cue: Option<&str>,
    owner: Owner,
    several: bool,
) -> Party {
    let mut party = Party::unknown();
    party.sector = role.sector;
    party.country = owner.country.clone().or_else(|| role.country.clone());
    let plain = bare(reader, phrase, words.end.max(phrase.tokens.end));
    let noun = reader.analysis.phrase(words.clone()).to_string();
    party.name = Some(match &owner.label {
        Some(label) if several => format!("{label} {noun}"),
        Some(_) => plain.clone(),
        None => match owner.country.as_deref().and_then(|c| reader.tables.demonym(c)) {
            Some(demonym) if role.class.is_none() && (!several || role.kind != Kind::State) => {
                format!("{demonym} {noun}")
            }
            _ => plain.clone(),
        },
    });
    if let Some(body) = &owner.party {
        of_body(&mut party, role, body, &noun);
    } else {
        if let Some(template) = &role.name
            && let Some(code) = party.country.as_deref()
        {
            let label = if code == "USA" { Some("United States") } else { reader.tables.demonym(code) };
            party.name = label.map(|l| template.replace("{country}", l)).or(party.name);
        }
        if role.head
            && cue.is_none()
            && is_definite(reader, phrase, &owner)
            && let Some(code) = party.country.clone()
        {
            let day = reader.analysis.published.map(|r| r.end);
            let office = word::normal(&noun);
            if let Some(person) = reader.tables.leader(&code, day, &office).filter(|_| !noun.ends_with('s')) {
                party = person.party(day);
                party.title = Some(noun.clone());
            }
        }
    }
    if let Some(class) = &role.class {
        let body = matches!(party.country.as_deref(), Some("IGO" | "EUR" | "UNO"));
        if !body {
            party.country = Some(class.clone());
        }
    } else if role.kind == Kind::State && owner.party.is_none() && owner.indirect {
        party.country = None;
    }
    finish(reader, phrase, words, cue, role, party)
}

/// Whether a phrase means one certain holder: "the", a possessor, or the demonym of a lasting office.
fn is_definite(reader: &Reader<'_, '_>, phrase: &Phrase, owner: &Owner) -> bool {
    let first = reader.lower(phrase.tokens.start);
    !matches!(first.as_str(), "a" | "an" | "another" | "any" | "every" | "next" | "some" | "each")
        && (first == "the" || owner.label.is_some() || owner.indirect)
}

/// What an organisation, a group or a person makes of a role noun beside it.
fn of_body(party: &mut Party, role: &Role, body: &Party, noun: &str) {
    let own = body.sector;
    party.country.clone_from(&body.country);
    let general = matches!(role.sector, Some(Sector::Gov)) || role.kind == Kind::Company;
    let crowd = matches!(role.kind, Kind::Force | Kind::People | Kind::Instrument)
        || matches!(noun, "officials" | "officers" | "agents" | "leaders" | "members");
    let armed = matches!(own, Some(Sector::Reb | Sector::Crm | Sector::Prm | Sector::Pre));
    let police = matches!(own, Some(Sector::Mil | Sector::Cop | Sector::Spy));
    if armed || police {
        party.sector = own;
        if crowd || matches!(role.kind, Kind::Body) {
            party.name.clone_from(&body.name);
            party.wikidata.clone_from(&body.wikidata);
        }
    } else {
        let speaks_for = general && own.is_some() && own != Some(Sector::Eli);
        let belongs = role.sector == Some(Sector::Cvl) && matches!(own, Some(Sector::Edu | Sector::Bus | Sector::Jrn));
        if speaks_for || belongs {
            party.sector = own;
        }
    }
}

/// A role that nothing nearby ascribes to anyone.
fn without_owner(
    reader: &Reader<'_, '_>,
    phrase: &Phrase,
    role: &Role,
    words: &Range<usize>,
    cue: Option<&str>,
) -> Option<Party> {
    let first = reader.lower(phrase.tokens.start);
    let noun = reader.analysis.phrase(words.clone());
    let folded = word::singular(&word::normal(noun));
    let definite = matches!(first.as_str(), "the" | "this" | "that" | "these" | "those" | "both")
        && phrase.tokens.start < phrase.head;
    let counted = phrase.tokens.len() > words.len();
    if definite && let Some(found) = antecedent::description(reader, phrase, role, &folded) {
        return Some(found);
    }
    if role.kind == Kind::Instrument
        || (NEED_OWNER.contains(&folded.as_str())
            && !(counted && role.sector != Some(Sector::Gov) && role.kind != Kind::Body))
    {
        return None;
    }
    let mut party = Party::unknown();
    party.sector = role.sector;
    party.country = role.country.clone().or_else(|| role.class.clone());
    let bare_noun = phrase.tokens.start == words.start;
    let federal = (phrase.tokens.start..phrase.head)
        .any(|t| matches!(reader.lower(t).as_str(), "federal" | "national" | "state" | "local" | "central"));
    let one = matches!(first.as_str(), "a" | "an" | "some" | "several" | "many" | "any");
    if party.country.is_none()
        && is_of_state(role.sector)
        && role.kind != Kind::State
        && !one
        && (definite || bare_noun || federal)
    {
        let publisher = reader
            .analysis
            .publisher
            .as_ref()
            .filter(|p| p.sector == Some(Sector::Gov))
            .and_then(|p| p.country.clone());
        party.country = antecedent::context(reader, phrase.head).or(publisher);
    }
    let plain = bare(reader, phrase, words.end.max(phrase.tokens.end));
    party.name = Some(match (&role.name, party.country.as_deref()) {
        (Some(template), Some(code)) if bare_noun || definite => {
            let label = if code == "USA" { Some("United States") } else { reader.tables.demonym(code) };
            label.map_or_else(|| plain.clone(), |l| template.replace("{country}", l))
        }
        (_, Some(code)) if reader.tables.country(code).is_some() && role.class.is_none() => {
            match reader.tables.demonym(code) {
                Some(demonym) => format!("{demonym} {plain}"),
                None => plain,
            }
        }
        _ => plain,
    });
    // A single person by role alone is nobody in particular.
    if role.kind == Kind::Office && definite && !noun.ends_with('s') && party.country.is_none() {
        party.name = None;
    }
    Some(finish(reader, phrase, words, cue, role, party))
}

/// Number, marks, span.
fn finish(
    reader: &Reader<'_, '_>,
    phrase: &Phrase,
    words: &Range<usize>,
    cue: Option<&str>,
    role: &Role,
    mut party: Party,
) -> Party {
    if cue == Some("former") && matches!(role.kind, Kind::Office | Kind::Body) && is_of_state(party.sector) {
        party.sector = Some(Sector::Eli);
    }
    reader.mark(&mut party, &phrase.tokens, words.start.max(phrase.tokens.start));
    let end = phrase.tokens.end.max(words.end);
    reader.place(&mut party, phrase.tokens.start..end);
    party
}

/// The phrase without articles, numbers, quantifiers and marks of suspicion.
pub(super) fn bare(reader: &Reader<'_, '_>, phrase: &Phrase, end: usize) -> String {
    let mut start = phrase.tokens.start;
    while start < phrase.head {
        let lower = reader.lower(start);
        let skip = matches!(
            lower.as_str(),
            "the"
                | "a"
                | "an"
                | "this"
                | "that"
                | "these"
                | "those"
                | "some"
                | "several"
                | "many"
                | "most"
                | "all"
                | "other"
                | "its"
                | "their"
                | "his"
                | "her"
                | "our"
                | "my"
                | "both"
                | "any"
                | "certain"
                | "various"
                | "more"
                | "at"
                | "least"
                | "about"
                | "nearly"
                | "almost"
                | "than"
                | "such"
                | "so"
                | "-"
                | "‘"
                | "“"
                | "\""
        ) || reader.analysis.tokens[start].upos == Upos::Num
            || reader.tables.roles.cue(&lower) == Some("alleged")
            || reader.number(&(start..start + 1)).is_some();
        if !skip {
            break;
        }
        start += 1;
    }
    reader.analysis.phrase(start..end.max(start + 1)).split_whitespace().collect::<Vec<_>>().join(" ")
}
