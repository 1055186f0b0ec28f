//! Text cut into pieces along the roles that its words play.

use tocsin_record::{Event, Span, Statement, TextIndex};

/// What words are to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Trigger,
    Actor,
    Recipient,
    Time,
    Place,
    Count,
    Condition,
    Said,
    Cue,
}

impl Role {
    pub(crate) const ALL: [Role; 9] = [
        Role::Trigger,
        Role::Actor,
        Role::Recipient,
        Role::Time,
        Role::Place,
        Role::Count,
        Role::Condition,
        Role::Said,
        Role::Cue,
    ];

    /// The word shown beside the mark, and the name of its style.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Role::Trigger => "trigger",
            Role::Actor => "actor",
            Role::Recipient => "recipient",
            Role::Time => "time",
            Role::Place => "place",
            Role::Count => "count",
            Role::Condition => "condition",
            Role::Said => "statement",
            Role::Cue => "cue",
        }
    }
}

/// Words and what they are to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) span: Span,
    pub(crate) role: Role,
}

/// A stretch of text whose words all play the same roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece<'t> {
    pub(crate) text: &'t str,
    /// The roles, in the order of [`Role`].
    pub(crate) roles: Vec<Role>,
    /// Those of them that end here: only there their names are shown.
    pub(crate) ending: Vec<Role>,
}

impl Piece<'_> {
    /// Whether the piece plays no role.
    pub(crate) fn plain(&self) -> bool {
        self.roles.is_empty()
    }

    /// Its style classes.
    pub(crate) fn classes(&self) -> String {
        self.roles.iter().map(|role| format!("m-{}", role.name())).collect::<Vec<_>>().join(" ")
    }

    /// The names of its roles, in words.
    pub(crate) fn names(&self) -> String {
        names(&self.roles)
    }

    /// The names to show after it.
    pub(crate) fn tag(&self) -> String {
        names(&self.ending)
    }

    /// Whether the words are a row's trigger.
    pub(crate) fn trigger(&self) -> bool {
        self.roles.contains(&Role::Trigger)
    }
}

fn names(roles: &[Role]) -> String {
    roles.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ")
}

/// What the words of an event are to it.
pub(crate) fn of_event(event: &Event) -> Vec<Mark> {
    let parties = |role, parties: &[tocsin_record::Party]| {
        parties.iter().filter_map(|party| party.span).map(move |span| Mark { span, role }).collect::<Vec<_>>()
    };
    let mut marks = vec![Mark { span: event.evidence.trigger(), role: Role::Trigger }];
    marks.extend(parties(Role::Actor, &event.actor));
    marks.extend(parties(Role::Recipient, &event.recipient));
    marks.extend(event.time.iter().filter_map(|time| time.span).map(|span| Mark { span, role: Role::Time }));
    marks.extend(event.places.iter().filter_map(|place| place.span).map(|span| Mark { span, role: Role::Place }));
    marks.extend(event.counts.iter().map(|count| Mark { span: count.span, role: Role::Count }));
    marks.extend(event.condition.iter().map(|condition| Mark { span: condition.span, role: Role::Condition }));
    marks
}

/// What the words of a statement are to it.
pub(crate) fn of_statement(statement: &Statement) -> Vec<Mark> {
    let said = statement.content.iter().map(|&span| Mark { span, role: Role::Said });
    said.chain(statement.cue.map(|span| Mark { span, role: Role::Cue })).collect()
}

/// Cuts `within` of a text into pieces; marks outside are left out, marks across its ends are cut.
pub(crate) fn pieces<'t>(text: &'t str, index: &TextIndex, within: Span, marks: &[Mark]) -> Vec<Piece<'t>> {
    let mut edges: Vec<(u32, bool, Role)> = Vec::new();
    for mark in marks.iter().filter(|mark| !mark.span.is_empty() && mark.span.overlaps(within)) {
        edges.push((mark.span.start().max(within.start()), true, mark.role));
        edges.push((mark.span.end().min(within.end()), false, mark.role));
    }
    edges.sort_unstable();
    let mut open = [0u32; Role::ALL.len()];
    let (mut pieces, mut at) = (Vec::new(), within.start());
    let mut edges = edges.into_iter().peekable();
    loop {
        let next = edges.peek().map_or(within.end(), |edge| edge.0);
        let roles: Vec<Role> = Role::ALL.into_iter().filter(|&role| open[role as usize] > 0).collect();
        let mut closed = Vec::new();
        while let Some((_, opens, role)) = edges.next_if(|edge| edge.0 == next) {
            if opens {
                open[role as usize] += 1;
            } else {
                open[role as usize] -= 1;
                closed.push(role);
            }
        }
        if next > at {
            let ending = roles.iter().copied().filter(|role| closed.contains(role)).collect();
            pieces.push(Piece { text: index.slice(text, Span::new(at, next)), roles, ending });
            at = next;
        }
        if at >= within.end() {
            return pieces;
        }
    }
}

/// A sentence of evidence cut along the roles of its event, from its own words alone.
pub(crate) fn quoted<'e>(event: &'e Event, marks: &[Mark]) -> Vec<Piece<'e>> {
    let (exact, at) = (event.evidence.exact(), event.evidence.sentence().start());
    let sentence = event.evidence.sentence();
    let index = TextIndex::new(exact);
    let local = |span: Span| Span::new(span.start().max(at) - at, span.end().min(sentence.end()) - at);
    let inside: Vec<Mark> = marks
        .iter()
        .filter(|mark| mark.span.overlaps(sentence))
        .map(|mark| Mark { span: local(mark.span), ..*mark })
        .collect();
    pieces(exact, &index, Span::new(0, index.len_chars() as u32), &inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(start: u32, end: u32, role: Role) -> Mark {
        Mark { span: Span::new(start, end), role }
    }

    #[test]
    fn nested_and_shared_words_keep_every_role() {
        let text = "Café: US troops struck.";
        let index = TextIndex::new(text);
        let marks = [mark(6, 15, Role::Actor), mark(6, 8, Role::Place), mark(16, 22, Role::Trigger)];
        let cut = pieces(text, &index, Span::new(6, 23), &marks);
        let shown: Vec<(&str, String, String)> = cut.iter().map(|p| (p.text, p.classes(), p.tag())).collect();
        assert_eq!(
            shown,
            [
                ("US", "m-actor m-place".to_owned(), "place".to_owned()),
                (" troops", "m-actor".to_owned(), "actor".to_owned()),
                (" ", String::new(), String::new()),
                ("struck", "m-trigger".to_owned(), "trigger".to_owned()),
                (".", String::new(), String::new()),
            ]
        );
    }

    proptest! {
        #[test]
        fn no_word_is_lost_or_doubled(text in "[aé😀 ]{0,60}", spans in prop::collection::vec((0u32..80, 0u32..80, 0usize..9), 0..12)) {
            let index = TextIndex::new(&text);
            let marks: Vec<Mark> = spans.iter().map(|&(a, b, r)| mark(a.min(b), a.max(b), Role::ALL[r])).collect();
            let whole = Span::new(0, index.len_chars() as u32);
            let cut = pieces(&text, &index, whole, &marks);
            prop_assert_eq!(&cut.iter().map(|p| p.text).collect::<String>(), &text);
            prop_assert!(cut.iter().all(|p| !p.text.is_empty()));
        }
    }
}
