//! The kinds of blocks that were not chosen as text but stand with it: standfirst, captions, credits, links, promos.

use super::chosen::{is_standfirst, is_under_author_label};
use super::pictures::Pictures;
use super::signed::{Authors, goes_on_about, is_initials, is_name, leads_to_names};
use super::{Blocks, Parts};
use crate::blocks::Candidate;
use crate::page::Page;
use crate::phrases::{self, Role};
use crate::{authors, datetext};
use regex::{Regex, RegexBuilder};
use std::ops::Range;
use std::sync::LazyLock;
use tocsin_record::BlockKind;

/// After so many blocks of no kind in a row, what follows the text has nothing to do with it any more.
const PATIENCE: usize = 6;
/// A date below the text that is the article's own stands within so many blocks of its end.
const NEAR: usize = 4;
/// What tells of an author has no more code points.
const LONGEST_BOX: usize = 1500;

/// Goes along the blocks in order.
pub(super) struct Beside<'a> {
    blocks: &'a Blocks<'a>,
    parts: &'a Parts,
    pictures: &'a Pictures<'a>,
    authors: &'a Authors,
    /// The nodes of the element that holds headline and text.
    column: Range<u32>,
    /// The nodes of the element that holds the text.
    container: Range<u32>,
    /// Under the heading of a list of links.
    list: bool,
    /// The article and what belongs to it have ended.
    ended: bool,
    /// Blocks of no kind since the last one that had one, below the text.
    strange: usize,
}

impl<'a> Beside<'a> {
    pub fn new(
        page: &Page,
        blocks: &'a Blocks<'a>,
        parts: &'a Parts,
        pictures: &'a Pictures<'a>,
        authors: &'a Authors,
    ) -> Self {
        let paths = blocks.paths;
        let text = (0..blocks.found.len()).filter(|&n| blocks.chosen[n]);
        let whole = text.clone().chain(parts.headline).map(|n| (blocks.found[n].at, 1));
        Beside {
            column: paths.container(page, whole, 1.0),
            container: paths.container(page, text.map(|n| (blocks.found[n].at, 1)), 0.9),
            blocks,
            parts,
            pictures,
            authors,
            list: false,
            ended: false,
            strange: 0,
        }
    }

    /// The kind of block `n`, which was not chosen; `None` where it is no part of the article.
    pub fn kind(&mut self, n: usize) -> Option<BlockKind> {
        if self.ended {
            return None;
        }
        let below = n >= self.parts.end;
        let candidate = &self.blocks.found[n];
        if below && (candidate.marks.comments || is_site_wide(candidate)) {
            self.ended = true;
            return None;
        }
        let kind = if n < self.parts.begin { self.over(n) } else { self.guess(n, below) };
        if kind == Some(BlockKind::Related) {
            self.list |= candidate.linked < 0.5 && candidate.text.chars().count() < 60;
        } else if candidate.linked < 0.5 {
            self.list = false;
        }
        if below {
            self.strange = if kind.is_some() { 0 } else { self.strange + 1 };
            self.ended = self.strange > PATIENCE;
        }
        kind
    }

    /// Above the headline stands at most a picture, with its caption and credit.
    fn over(&self, n: usize) -> Option<BlockKind> {
        let candidate = &self.blocks.found[n];
        let Candidate { kind, text, marks, aside, .. } = candidate;
        let length = text.chars().count();
        let article = |n: usize| self.blocks.standing[n].article;
        let same = self.parts.headline.is_some_and(|h| article(h) != 0 && article(h) == article(n));
        let in_place = self.column.contains(&candidate.at) || same && *kind == BlockKind::Caption;
        if !in_place || *aside || marks.navigation || marks.related || marks.promo {
            return None;
        }
        let line = phrases::in_page(text).map(|known| known.kind);
        if marks.credit && (marks.caption || *kind == BlockKind::Caption) || line == Some(BlockKind::Credit) {
            let shortest = if *kind == BlockKind::Caption { 3 } else { 8 };
            return (shortest..120).contains(&length).then_some(BlockKind::Credit);
        }
        let caption = *kind == BlockKind::Caption && candidate.linked < 0.8 && length >= 3;
        (caption && (length >= 40 || self.pictures.are_near(candidate))).then_some(BlockKind::Caption)
    }

    fn guess(&self, n: usize, below: bool) -> Option<BlockKind> {
        let candidate = &self.blocks.found[n];
        let standing = &self.blocks.standing[n];
        let Candidate { kind, text, marks, linked, aside, .. } = candidate;
        let length = text.chars().count();
        let known = phrases::in_page(text);
        let line = known.map(|known| known.kind);
        let above = self.parts.is_above(n) && !below;
        let inside = self.container.contains(&candidate.at);
        let in_column = self.column.contains(&candidate.at);
        if marks.comments || standing.title || known.is_some_and(|known| known.role == Some(Role::Control)) {
            return None;
        }
        // Some sites put byline and date into an element for what stands beside the text, or into one for its foot.
        let foot = below && in_column && n - self.parts.end < NEAR;
        let in_place = (above && in_column || foot) && !marks.related && !marks.promo && !candidate.card;
        let stray = *aside;
        let aside = stray && !(above && in_column);
        // A box to sign up at, close below the text, whatever its place is called.
        let signs_up = foot && marks.promo && line == Some(BlockKind::Promo);
        if signs_up && text.split(' ').count() >= 4 {
            return Some(BlockKind::Promo);
        }
        if marks.navigation && !inside && !in_place {
            return None;
        }
        let elsewhere = candidate.pictured
            && (below || candidate.cross_link || line == Some(BlockKind::Related) || !above && is_date_line(text));
        let figure = *kind == BlockKind::Caption && !marks.related && !marks.promo && !elsewhere;
        let linked_only = *linked >= 0.8 && !marks.credit;
        if figure && !aside && in_column && length >= 3 && !linked_only {
            if line == Some(BlockKind::Promo) && length < 40 {
                return None;
            }
            let credit = marks.credit && length < 120 || line == Some(BlockKind::Credit);
            return Some(if credit { BlockKind::Credit } else { BlockKind::Caption });
        }
        if above && !aside && !marks.navigation {
            let told = line == Some(BlockKind::Credit) || candidate.time || length <= 80 && is_date_line(text);
            if is_standfirst(candidate, standing) && !marks.related && !marks.promo && !told {
                return Some(BlockKind::Standfirst);
            }
            let after_headline = n.checked_sub(1).is_some_and(|before| self.parts.headline == Some(before));
            if after_headline && candidate.level == 2 && length >= 40 && *linked < 0.5 {
                return Some(BlockKind::Standfirst);
            }
        }
        let dated = length <= 120 && (candidate.time || length <= 80 && is_date_line(text));
        let told_apart = matches!(line, Some(BlockKind::Promo | BlockKind::Related));
        let name = text.contains(' ')
            || authors::is_agency(text)
            || foot && (self.has_credit_beside(n) || is_initials(self.blocks, n));
        let named = marks.credit && !told_apart && name;
        let byline = line == Some(BlockKind::Credit) || named;
        // Below the text and outside its column, a name with a date is another story's.
        let near = below && inside && n - self.parts.end < NEAR;
        let own = if dated { above || near } else { !below || in_column || length >= 60 };
        let beside = (aside || marks.navigation) && !in_place;
        let longest = if below { 900 } else { 200 };
        // In a list of other stories, links stand around a date.
        let listed = (stray || marks.navigation) && self.is_between_links(n);
        if byline && own && !beside && length < longest && !(dated && listed) {
            return Some(BlockKind::Credit);
        }
        if in_place && !candidate.ends_sentence() && (self.authors.sign(text) || leads_to_names(text)) {
            return Some(BlockKind::Credit);
        }
        if dated && !beside && !listed && (above || near || foot && *linked < 0.5) {
            return Some(BlockKind::Credit);
        }
        if marks.navigation && !inside {
            return None;
        }
        let about = below && in_column && !candidate.card && !marks.related && *linked < 0.5 && length < LONGEST_BOX;
        if about
            && (self.authors.are_told_of(text)
                || self.is_biography(n)
                || self.is_author_box(n)
                || self.strange <= NEAR && is_under_author_label(self.blocks, n))
        {
            return Some(BlockKind::Credit);
        }
        if let Some(kind) = self.text_that_was_dropped(n, below) {
            return Some(kind);
        }
        let shown = !below && in_column && !aside && candidate.level == 0 && !marks.any() && *linked < 0.3;
        if shown && line.is_none() && (self.pictures.repeat(candidate) || self.is_pictured(candidate)) {
            return Some(BlockKind::Caption);
        }
        if above && !inside {
            return None;
        }
        let words = text.split(' ').count();
        if candidate.cross_link && inside {
            return Some(BlockKind::Related);
        }
        // The heading of a list of links.
        let leads_to_links =
            self.blocks.found.get(n + 1).is_some_and(|next| {
                !self.blocks.chosen[n + 1] && (next.card || next.marks.related || next.linked >= 0.8)
            });
        if candidate.level > 1 && inside && leads_to_links && !aside {
            return Some(BlockKind::Related);
        }
        if candidate.card && length >= 20 && (self.list || inside) && !aside {
            return Some(BlockKind::Related);
        }
        if line == Some(BlockKind::Related) && words >= 2 || marks.related && length >= 12 {
            return Some(BlockKind::Related);
        }
        let label = self.list || !candidate.ends_sentence() || text.ends_with(['?', '!', '»', '”', '"']);
        let shortest = if self.list { 8 } else { 20 };
        if *linked >= 0.8
            && (shortest..300).contains(&length)
            && label
            && (self.list || inside && !below)
            && !marks.promo
            && !aside
        {
            return Some(BlockKind::Related);
        }
        let promo = (marks.promo || line == Some(BlockKind::Promo)) && words >= 4;
        (promo && (inside || below && in_column)).then_some(BlockKind::Promo)
    }

    /// A heading right over a paragraph of the text, or a quotation between two: voters drop them by their length.
    fn text_that_was_dropped(&self, n: usize, below: bool) -> Option<BlockKind> {
        let candidate = &self.blocks.found[n];
        let Candidate { kind, marks, linked, aside, .. } = candidate;
        let apart = *aside && *kind != BlockKind::Quote;
        let plain = !below && !apart && !marks.any() && *linked < 0.3 && self.container.contains(&candidate.at);
        let is_text = |n: usize| self.blocks.chosen.get(n) == Some(&true) && self.blocks.found[n].level == 0;
        if !plain || self.parts.is_above(n) {
            return None;
        }
        let length = candidate.text.chars().count();
        if candidate.level > 1 && (3..120).contains(&length) && is_text(n + 1) && self.parts.first_text < Some(n) {
            return Some(BlockKind::Heading);
        }
        (*kind == BlockKind::Quote && length >= 40 && is_text(n + 1)).then_some(BlockKind::Quote)
    }

    /// Another credit stands right before or after it.
    fn has_credit_beside(&self, n: usize) -> bool {
        let credit = |n: usize| self.blocks.found.get(n).is_some_and(|c| c.marks.credit && c.linked < 0.8);
        credit(n + 1) || n > 0 && credit(n - 1)
    }

    /// A name below the text over a line that tells of its bearer, or that line.
    fn is_author_box(&self, n: usize) -> bool {
        let text = |n: usize| self.blocks.found.get(n).map(|c| c.text.as_str()).unwrap_or_default();
        self.strange <= NEAR
            && (is_name(text(n)) && goes_on_about(text(n), text(n + 1))
                || is_name(text(n.saturating_sub(1))) && goes_on_about(text(n.saturating_sub(1)), text(n)))
    }

    fn is_between_links(&self, n: usize) -> bool {
        let linked = |n: usize| self.blocks.found.get(n).is_some_and(|c| c.linked >= 0.8 && c.text.len() >= 20);
        linked(n + 1) || n > 0 && linked(n - 1)
    }

    /// A line below the text that says who wrote it.
    fn is_biography(&self, n: usize) -> bool {
        let text = &self.blocks.found[n].text;
        n - self.parts.end < NEAR && phrases::at_edge(text).is_some_and(|known| known.kind == BlockKind::Credit)
    }

    /// Words beside a picture that are more than a label.
    fn is_pictured(&self, candidate: &Candidate) -> bool {
        (20..400).contains(&candidate.text.chars().count())
            && candidate.text.split(' ').count() >= 3
            && self.pictures.share_element(candidate)
    }
}

/// A line with a date and hardly anything else.
fn is_date_line(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    text.chars().any(|c| c.is_ascii_digit()) && words.count() <= 12 && datetext::parse(text).is_some()
}

/// The heading of a list that a site shows under every article.
fn is_site_wide(candidate: &Candidate) -> bool {
    static HEADS: LazyLock<Regex> = LazyLock::new(|| {
        let words = r"^(the )?(latest|most (read|popular|viewed|shared|commented)|trending|popular|top stories|editor.?s.? (picks|choice)|around the web|from (around )?the web|sponsored|promoted|more (from|in) |more stories like|comments?\b|leave a (comment|reply)|meistgelesen|die meistgelesenen|neueste|lo más (leído|visto)|les plus lus|más leídas|i più letti|mest lest)";
        RegexBuilder::new(words).case_insensitive(true).build().expect("a fixed pattern")
    });
    candidate.text.len() < 80 && candidate.linked < 0.9 && HEADS.is_match(&candidate.text)
}
