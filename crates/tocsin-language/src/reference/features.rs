//! What speaks for and against a link, as hashed features.

use super::class::{ORGANISATION, PERSON};
use super::document::{Text, Things};
use super::phrase::{Form, Number, Phrase, word};
use crate::tagging::hash::key;
use crate::{Rel, Tag};

/// Collects features of one sort of anaphor.
struct Keys<'k> {
    /// The anaphor's form, and more closely its word or form: every feature is of one of the two.
    form: u32,
    close: u32,
    out: &'k mut Vec<u32>,
}

impl Keys<'_> {
    fn wide(&mut self, template: u32, a: u32, b: u32) {
        self.out.push(key(template, self.form, a, b));
    }

    fn close(&mut self, template: u32, a: u32, b: u32) {
        self.out.push(key(template + 100, self.close, a, b));
    }
}

fn mix(a: u32, b: u32) -> u32 {
    key(999, a, b, 0)
}

fn bucket(n: usize) -> u32 {
    match n {
        0..=3 => n as u32,
        4..=5 => 4,
        6..=8 => 5,
        9..=13 => 6,
        14..=20 => 7,
        21..=35 => 8,
        36..=70 => 9,
        _ => 10,
    }
}

/// What a rank step looks at besides the pair itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Between {
    /// How many nearer candidates fit in number, gender and class.
    fitting: usize,
    /// How many nearer candidates have the same head word.
    same: usize,
}

impl Text<'_, '_> {
    fn is_subject(&self, phrase: usize) -> bool {
        matches!(self.phrases[phrase].rel, Rel::Nsubj | Rel::NsubjPass | Rel::NsubjOuter)
    }

    /// The relation of a phrase; of a further member of a list that of its first.
    fn role(&self, phrase: usize) -> (Rel, Option<usize>) {
        let this = &self.phrases[phrase];
        if this.rel == Rel::Conj
            && let Some(first) = this.governor
        {
            let sentence = &self.analysis.sentences[this.sentence];
            if let Some(tree) = &sentence.tree {
                let base = sentence.tokens.start;
                return (tree.rels[first - base], tree.heads[first - base].map(|h| h as usize + base));
            }
        }
        (this.rel, this.governor)
    }

    /// Whether number, gender and class allow that both are one.
    fn fits(&self, things: &Things, anaphor: usize, candidate: usize) -> bool {
        let (this, other) = (&self.phrases[anaphor], &self.phrases[candidate]);
        let thing = things.of(candidate);
        let person = self.classes[candidate] == PERSON;
        let gender = self.genders[anaphor];
        let one = thing.one >= thing.many && !other.group;
        match this.form {
            Form::He | Form::She => {
                person && one && (thing.gender == 0 || thing.gender == gender) && other.form != Form::Second
            }
            Form::It | Form::This => one && !person,
            Form::They | Form::These => {
                other.number != Number::One || other.group || self.classes[candidate] == ORGANISATION
            }
            _ => this.number == other.number && self.classes[anaphor] == self.classes[candidate],
        }
    }

    /// The relations on the way from the anaphor to a word of the same sentence, if it is short.
    fn path(&self, anaphor: usize, candidate: usize) -> Option<u32> {
        let (from, to) = (&self.phrases[anaphor], &self.phrases[candidate]);
        let sentence = &self.analysis.sentences[from.sentence];
        let tree = sentence.tree.as_ref().filter(|_| from.sentence == to.sentence)?;
        let base = sentence.tokens.start;
        let climb = |head: usize| {
            let mut way = vec![head - base];
            while way.len() < 6
                && let Some(up) = tree.heads[way[way.len() - 1]]
            {
                way.push(up as usize);
            }
            way
        };
        let (a, b) = (climb(from.head), climb(to.head));
        let (up, down) = a.iter().enumerate().find_map(|(n, t)| b.iter().position(|o| o == t).map(|m| (n, m)))?;
        if up + down > 5 {
            return None;
        }
        let rels = |way: &[usize]| way.iter().fold(1, |h, &t| mix(h, tree.rels[t] as u32));
        Some(mix(rels(&a[..up]), rels(&b[..down])))
    }

    fn keys<'k>(&self, anaphor: usize, out: &'k mut Vec<u32>) -> Keys<'k> {
        out.clear();
        let this = &self.phrases[anaphor];
        let form = if this.form.is_description() { Form::Definite as u32 } else { this.form as u32 };
        let close = if this.form.is_pronoun() {
            let reflexive = u32::from(self.analysis.word(this.head).contains("sel"));
            let role = match this.rel {
                Rel::NmodPoss => 1,
                Rel::Nsubj | Rel::NsubjPass | Rel::NsubjOuter => 2,
                _ => 3,
            };
            100 + form * 10 + role * 2 + reflexive
        } else {
            this.form as u32
        };
        Keys { form, close, out }
    }

    /// What speaks for the anaphor being the first that speaks of its thing.
    pub(super) fn alone(&self, anaphor: usize, out: &mut Vec<u32>) {
        let this = &self.phrases[anaphor];
        let mut keys = self.keys(anaphor, out);
        let (heads, any) = self.same_before(anaphor);
        let class = u32::from(self.classes[anaphor]);
        let more = u32::from(this.has_more);
        let count = (this.modifiers.len() as u32).min(2);
        keys.wide(1, 0, 0);
        keys.close(1, 0, 0);
        keys.close(2, this.rel as u32, 0);
        keys.close(3, u32::from(self.quotes[anaphor] > 0), 0);
        keys.wide(4, class, more);
        keys.wide(5, u32::from(anaphor < 10), u32::from(this.sentence < 2));
        let sentence = &self.analysis.sentences[this.sentence];
        if this.form.is_pronoun() {
            let governor = this.governor.map_or(0, |g| word(&self.analysis.tokens[g].lemma));
            keys.wide(6, governor, 0);
            keys.close(7, governor, this.rel as u32);
            if let (Some(tree), Some(governor)) = (&sentence.tree, this.governor) {
                let base = sentence.tokens.start;
                for child in tree.children(governor - base).filter(|c| base + c != this.head) {
                    keys.wide(8, tree.rels[child] as u32, self.analysis.tokens[governor].upos as u32);
                }
            }
        } else {
            keys.wide(6, this.lemma, 0);
            keys.wide(7, this.lemma, more);
            keys.wide(8, mix((heads as u32).min(3), (any as u32).min(3)), mix(count, more));
            keys.close(8, (heads as u32).min(2), mix(count, more));
            keys.wide(9, (heads as u32).min(3), class);
            keys.wide(10, this.rel as u32, more);
            keys.wide(11, this.number as u32, count);
            for token in this.tokens.start..this.head {
                let tag = self.analysis.tokens[token].tag;
                if matches!(tag, Tag::Jjs | Tag::Rbs | Tag::Cd | Tag::Jj | Tag::Nn | Tag::Nnp | Tag::Jjr) {
                    keys.wide(12, tag as u32, (heads as u32).min(1));
                }
            }
            for &modifier in &this.modifiers {
                keys.wide(13, modifier, 0);
            }
        }
    }

    /// What speaks for and against a link; candidates come the nearest first, and `between` keeps what was passed.
    pub(super) fn pair(
        &self,
        things: &Things,
        anaphor: usize,
        candidate: usize,
        between: &mut Between,
        out: &mut Vec<u32>,
    ) {
        let (this, other) = (&self.phrases[anaphor], &self.phrases[candidate]);
        let thing = things.of(candidate);
        let mut keys = self.keys(anaphor, out);
        let apart = (this.sentence - other.sentence).min(5) as u32;
        let near = apart.min(2);
        let distance = bucket(anaphor - candidate - 1);
        let class = u32::from(self.classes[candidate]);
        let kind = self.kind(candidate);
        let fits = self.fits(things, anaphor, candidate);
        let fit = u32::from(fits);
        keys.wide(20, kind, 0);
        keys.close(20, kind, near);
        keys.wide(21, apart, distance);
        keys.wide(22, apart, fit);
        keys.close(23, bucket(between.fitting), fit);
        keys.wide(23, mix(bucket(between.fitting).min(4), near), fit);
        let (role, governor) = self.role(anaphor);
        let (other_role, other_governor) = self.role(candidate);
        keys.close(24, other_role as u32, near);
        keys.close(25, mix(role as u32, other_role as u32), near);
        keys.wide(26, u32::from(self.leads[candidate]), mix(near, fit));
        keys.wide(27, mix(u32::from(role == other_role), u32::from(self.is_subject(candidate))), mix(near, fit));
        // Number, gender, class: of the phrase and of the thing.
        keys.wide(28, mix(other.number as u32, u32::from(other.group)), mix(this.number as u32, class));
        let many = thing.many.min(2) * 3 + thing.one.min(2);
        keys.wide(29, many, this.number as u32);
        keys.wide(30, self.genders[anaphor], mix(self.genders[candidate], class));
        keys.wide(31, self.genders[anaphor], mix(thing.gender, u32::from(thing.person)));
        keys.wide(32, class, u32::from(self.classes[anaphor]));
        keys.wide(33, thing.count.min(6), near);
        keys.wide(34, thing.count.min(3), mix(u32::from(thing.last == candidate), u32::from(thing.name)));
        if !other.form.is_pronoun() {
            keys.wide(35, other.lemma, 0);
        }
        // Who can be who within a sentence.
        if apart == 0 {
            let same_clause = governor.is_some() && governor == other_governor;
            keys.close(36, u32::from(same_clause), mix(role as u32, other_role as u32));
            let inside = other.tokens.contains(&this.head);
            keys.close(37, u32::from(inside), u32::from(governor == Some(other.head)));
            if let Some(path) = self.path(anaphor, candidate) {
                keys.close(38, path, 0);
                keys.wide(38, path, fit);
            }
            keys.wide(39, u32::from(self.leads[candidate]), mix(u32::from(same_clause), fit));
        }
        let (quote, other_quote) = (self.quotes[anaphor], self.quotes[candidate]);
        let quoted = u32::from(quote > 0) * 2 + u32::from(other_quote > 0) + 4 * u32::from(quote == other_quote);
        keys.wide(40, quoted, kind);
        let block = |p: &Phrase| self.analysis.sentences[p.sentence].block_number;
        keys.wide(41, u32::from(block(this) == block(other)), near);
        let same_word = this.form.is_pronoun() && this.form == other.form;
        keys.wide(42, u32::from(same_word), near);
        if this.form.is_description() {
            self.words(&mut keys, anaphor, candidate, thing.lemmas.contains(&this.lemma), *between, apart);
        } else if let (Some(governor), false) = (governor, other.form.is_pronoun()) {
            // What does such things, or has them done to it.
            let verb = word(&self.analysis.tokens[governor].lemma);
            keys.wide(43, verb, class);
        }
        if fits {
            between.fitting += 1;
        }
        if this.lemma == other.lemma {
            between.same += 1;
        }
    }

    /// What sort of phrase a candidate is.
    fn kind(&self, phrase: usize) -> u32 {
        let this = &self.phrases[phrase];
        let name = if this.form == Form::Name { this.name.map_or(1, |n| n as u32 + 2) } else { 0 };
        let owner = u32::from(this.form.is_pronoun() && this.rel == Rel::NmodPoss);
        mix(mix(this.form as u32, name), u32::from(this.group) * 2 + owner)
    }

    /// The words of a description beside those of a candidate.
    fn words(
        &self,
        keys: &mut Keys<'_>,
        anaphor: usize,
        candidate: usize,
        of_thing: bool,
        between: Between,
        apart: u32,
    ) {
        let (this, other) = (&self.phrases[anaphor], &self.phrases[candidate]);
        let same = this.lemma == other.lemma;
        let form = if other.form == Form::Name { 20 } else { other.form as u32 };
        let holds = self.has_word(candidate, this.lemma);
        let level = if same {
            3
        } else if of_thing {
            2
        } else {
            u32::from(holds)
        };
        // How the words before both heads agree.
        let shared = this.modifiers.iter().filter(|m| other.modifiers.contains(m)).count();
        let own = this.modifiers.len() - shared;
        // A word may stand before a head twice ("very, very").
        let foreign = other.modifiers.iter().filter(|m| !this.modifiers.contains(m)).count();
        let agree = match (shared, own, foreign) {
            (_, 0, 0) => 0,
            (_, 0, _) => 1,
            (0, _, 0) => 2,
            (0, _, _) => 3,
            (_, _, 0) => 4,
            _ => 5,
        };
        let mut both = |template: u32, a: u32, b: u32| {
            keys.wide(template, a, b);
            keys.close(template, a, b);
        };
        both(50, level, u32::from(this.number == other.number));
        both(51, level, agree);
        both(52, mix(level, agree), form);
        both(53, mix(level, apart), (between.same.min(3)) as u32);
        let more = u32::from(this.has_more) * 2 + u32::from(other.has_more);
        both(54, level, mix(more, agree));
        keys.wide(55, level, mix(form, apart));
        keys.wide(56, level, mix(this.rel as u32, other.rel as u32));
        keys.wide(57, this.lemma, level);
        keys.wide(58, this.lemma, other.lemma);
        if level == 0 {
            let name = other.name.map_or(0, |n| n as u32 + 1);
            keys.wide(59, this.lemma, mix(name, form));
            keys.wide(60, this.lemma, u32::from(self.classes[candidate]));
            let classes = mix(u32::from(self.classes[anaphor]), u32::from(self.classes[candidate]));
            keys.wide(61, classes, mix(name, apart));
            keys.wide(62, classes, mix(form, u32::from(self.leads[candidate])));
            keys.wide(
                63,
                u32::from(other.rel == Rel::Appos || this.rel == Rel::Appos),
                u32::from(this.governor == Some(other.head)),
            );
            keys.wide(64, this.modifiers.len().min(2) as u32, u32::from(this.has_more));
        }
    }
}
