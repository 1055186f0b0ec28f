//! Dates that readers see: `<time>`, microdata, elements that a class calls a date, bare dates by the headline.

use super::evidence::{Evidence, Said, Source};
use super::words::{self, Class, Says};
use crate::datetext::{self, Style};
use crate::page::{self, Kind, Page};
use std::collections::HashMap;
use tocsin_record::Published;

/// The dates by the headline stand within so many characters of text from it.
const NEAR_BEHIND: usize = 700;
const NEAR_BEFORE: usize = 200;
/// A longer text is a paragraph.
const LABEL: usize = 160;
/// Pages that show more days than this list other articles.
const MANY_DAYS: usize = 3;
/// Dates far from the headline that are looked at.
const MOST_FAR: usize = 40;

#[derive(Clone, Copy, Default)]
struct Flags {
    /// Among other articles, comments, navigation.
    foreign: bool,
    aside: bool,
    caption: bool,
    class: Class,
    property_published: bool,
    property_modified: bool,
}

struct Frame {
    end: u32,
    flags: Flags,
    /// The `<time>` or property element whose attribute was a date already.
    said: Option<usize>,
    time: bool,
    pubdate: bool,
}

/// A date with its place: which source it is depends on where the headline stands, which is known at the end.
struct Placed {
    said: Said,
    /// Characters of visible text before it, and headings.
    at: usize,
    headings: usize,
    near: Option<Source>,
    far: Option<Source>,
}

/// Collects the page's visible dates. `title`: the key of the article's title.
pub(super) fn read<'p>(page: &'p Page, title: Option<&'p str>, style: Style, evidence: &mut Evidence) {
    let mut walk = Walk {
        page,
        style,
        title,
        frames: Vec::new(),
        classes: HashMap::new(),
        placed: Vec::new(),
        modified: Vec::new(),
        characters: 0,
        headings: 0,
        headline: None,
        fallback: None,
        unmarked: None,
        main: false,
        tail: String::new(),
        paragraphs: 0,
    };
    walk.run();
    walk.finish(evidence);
}

struct Walk<'p> {
    page: &'p Page,
    style: Style,
    /// The key of the article's title.
    title: Option<&'p str>,
    frames: Vec<Frame>,
    /// What the classes that were met say; pages repeat the same few.
    classes: HashMap<String, (Class, bool)>,
    placed: Vec<Placed>,
    modified: Vec<Published>,
    characters: usize,
    headings: usize,
    /// Characters before and behind the article's headline, and headings before it.
    headline: Option<(usize, usize, usize)>,
    fallback: Option<(usize, usize, usize)>,
    /// The same for a title that stands in no heading.
    unmarked: Option<(usize, usize, usize)>,
    /// Whether the headline is a main heading.
    main: bool,
    /// The last words of the block before here.
    tail: String,
    /// Paragraphs of running text so far.
    paragraphs: usize,
}

impl Walk<'_> {
    fn run(&mut self) {
        let count = self.page.nodes.len() as u32;
        let mut node = 0u32;
        while node < count {
            while self.frames.last().is_some_and(|f| f.end <= node) {
                self.frames.pop();
            }
            let end = self.page.nodes[node as usize].end;
            match &self.page.nodes[node as usize].kind {
                Kind::Text(text) => self.text(text),
                Kind::Element { tag, .. } => {
                    if node > 0 && page::is_skipped(tag) && !matches!(*tag, "button" | "input") {
                        node = end;
                        continue;
                    }
                    self.element(node, tag, end);
                }
            }
            node += 1;
        }
    }

    fn flags(&self) -> Flags {
        self.frames.last().map(|f| f.flags).unwrap_or_default()
    }

    fn element(&mut self, node: u32, tag: &'static str, end: u32) {
        if page::is_block(tag) {
            // "Published" may stand in the block before its date, but no further away.
            if self.tail.len() > 80 {
                self.tail.clear();
            } else if !self.tail.is_empty() && !self.tail.ends_with('\n') {
                if let Some(line) = self.tail.rfind('\n') {
                    self.tail.drain(..=line);
                }
                self.tail.push('\n');
            }
        }
        let mut flags = self.flags();
        flags.class = Class { date: flags.class.date && end - node <= 12, ..flags.class };
        if end - node > 24 {
            flags.class = Class::default();
            flags.property_published = false;
        }
        let marks = self.page.marks(node);
        if !marks.trim().is_empty() {
            let (class, foreign) = *self.classes.entry(marks).or_insert_with_key(|marks| {
                let kind = self.page.meaning(node);
                (Class::of(marks), kind.related || kind.comments)
            });
            // A class of the body or of a wrapper around all says nothing of the article inside.
            flags.foreign |= foreign && (end - node) as usize * 5 < self.page.nodes.len() * 2;
            if class != Class::default() && end - node <= 24 {
                flags.class = class;
            }
        }
        match tag {
            "aside" | "nav" | "footer" => flags.aside = true,
            // Some sites set the head of the article itself in a figure.
            "figure" | "figcaption" => {
                flags.caption |= end - node > 120 || !(node..end).any(|n| matches!(self.page.tag(n), "h1" | "h2"));
            }
            "h1" => flags.caption = false,
            _ => {}
        }
        for name in ["itemprop", "property"] {
            let Some(property) = self.page.attribute(node, name).map(str::to_ascii_lowercase) else { continue };
            let means = |words: &[&str]| property.split_whitespace().any(|p| words.iter().any(|w| p.ends_with(w)));
            flags.property_published |= means(&["datepublished", "datecreated", "dc:created", "dc:issued"]);
            flags.property_modified |= means(&["datemodified", "dc:modified"]);
        }
        let heading = matches!(tag, "h1" | "h2" | "h3" | "h4");
        if heading {
            self.heading(node, tag, end);
        }
        let mut frame = Frame { end, flags, said: None, time: tag == "time", pubdate: false };
        if tag == "time" || flags.property_published || flags.property_modified || flags.class != Class::default() {
            frame.pubdate = self.page.attribute(node, "pubdate").is_some();
            frame.said = self.attribute(node, tag, &frame);
        }
        if let Some(above) = self.frames.last() {
            frame.time |= above.time;
            frame.pubdate |= above.pubdate;
            frame.said = frame.said.or(above.said.filter(|_| above.time || above.flags.property_published));
        }
        self.frames.push(frame);
    }

    fn heading(&mut self, node: u32, tag: &str, end: u32) {
        let small = end - node <= 60;
        let text = if small { self.page.text_of(node) } else { String::new() };
        let length = text.chars().count();
        let place = (self.characters, self.characters + length, self.headings);
        let key = crate::words::key(&text);
        let is_title = self.title.is_some_and(|t| {
            !key.is_empty() && (key == t || key.len() >= 12 && (t.contains(&key) || key.contains(t) && t.len() >= 12))
        });
        if is_title && (self.headline.is_none() || tag == "h1" && !self.main) {
            self.headline = Some(place);
            self.main = tag == "h1";
            self.paragraphs = 0;
        }
        if tag == "h1" && self.fallback.is_none() && length > 0 {
            self.fallback = Some(place);
        }
        self.headings += usize::from(length > 0);
    }

    /// A date in an attribute; gives its number among the placed.
    fn attribute(&mut self, node: u32, tag: &str, frame: &Frame) -> Option<usize> {
        const NAMES: [&str; 6] = ["datetime", "content", "data-datetime", "data-published", "title", "data-date"];
        let style = Style { short_years: false, ..self.style };
        let mut values = NAMES.iter().filter_map(|name| self.page.attribute(node, name));
        let published = values.find_map(|v| datetext::parse_styled(v, style))?;
        if tag == "time" && frame.flags.foreign {
            return None;
        }
        let says = match words::before(&self.tail) {
            Says::Other => Says::Nothing,
            says => says,
        };
        self.place(published, frame.flags, frame.time, frame.pubdate, says, frame.flags.aside)
    }

    fn place(
        &mut self,
        published: Published,
        flags: Flags,
        time: bool,
        pubdate: bool,
        says: Says,
        aside: bool,
    ) -> Option<usize> {
        let Flags { class, .. } = flags;
        if flags.foreign || flags.caption || says == Says::Other {
            return None;
        }
        let modified =
            flags.property_modified || says == Says::Modified || class.modified && !class.published && !class.date;
        if modified && says != Says::Published && !flags.property_published && !pubdate {
            self.modified.push(published);
            return None;
        }
        let (near, far) = if flags.property_published {
            (Source::Property, Source::Property)
        } else if says == Says::Published {
            (Source::SaysNear, Source::SaysFar)
        } else if time && (pubdate || class.published) {
            (Source::TimePublished, Source::TimeFar)
        } else if time {
            (Source::TimeNear, Source::TimeFar)
        } else if class.date || class.published {
            (Source::ClassNear, Source::ClassFar)
        } else {
            (Source::BareNear, Source::BareFar)
        };
        let said = Said { source: far, published, shown: None };
        let far = (!aside || far == Source::Property).then_some(far);
        self.placed.push(Placed { said, at: self.characters, headings: self.headings, near: Some(near), far });
        Some(self.placed.len() - 1)
    }

    fn text(&mut self, text: &str) {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return;
        }
        let length = trimmed.chars().count();
        if self.headline.is_none()
            && let Some(title) = self.title
            && (title.len()..=2 * title.len() + 20).contains(&trimmed.len())
            && crate::words::key(trimmed) == title
        {
            // It counts as the heading it should be.
            self.unmarked = Some((self.characters, self.characters + length, self.headings));
            self.headings += 1;
        }
        if length > LABEL {
            self.paragraph(trimmed);
        } else {
            self.label(trimmed, length);
        }
        self.characters += length;
        let keep = crate::words::ceil(trimmed, trimmed.len().saturating_sub(60));
        if self.tail.len() > 120 {
            self.tail.clear();
        }
        self.tail.push(' ');
        self.tail.push_str(&trimmed[keep..]);
    }

    fn label(&mut self, text: &str, length: usize) {
        if text.bytes().filter(u8::is_ascii_digit).take(3).count() < 3 {
            return;
        }
        let flags = self.flags();
        if flags.foreign {
            return;
        }
        let style = Style { short_years: length <= 60, ..self.style };
        let Some(found) = datetext::find(text, style) else { return self.split_date(text, flags) };
        let (time, pubdate, said) = self.frames.last().map_or((false, false, None), |f| (f.time, f.pubdate, f.said));
        if let Some(number) = said {
            // The element's attribute has said it already; what readers see is the local day, if it is no stamp, too.
            let day = found.published.day();
            let said = &mut self.placed[number].said;
            let apart = said.published.day().until(day).map_or(0, |span| span.get_days().abs());
            if apart > 1 && words::before(&text[..found.range.start]) == Says::Published {
                // "Published 3 May" over a machine's date of the last change.
                said.published = found.published;
            } else if !found.published.as_str().ends_with('Z') {
                said.shown.get_or_insert(day);
            }
            return;
        }
        // A label may hold several: "Published 3 May 2024, updated 4 May 2024".
        let (mut from, mut next) = (0, Some(found));
        for _ in 0..3 {
            let Some(found) = next else { break };
            let range = from + found.range.start..from + found.range.end;
            let tail = if from == 0 { self.tail.as_str() } else { "" };
            let before = format!("{tail}{}", &text[from..range.start]);
            let behind = &text[range.end..];
            next = datetext::find(behind, style);
            let mut says = words::before(&before);
            if !matches!(says, Says::Published | Says::Other) {
                let until = next.as_ref().map_or(behind.len(), |n| n.range.start);
                match words::behind(&behind[..until]) {
                    Says::Nothing => {}
                    said => says = said,
                }
            }
            let rest = length.saturating_sub(text[range.clone()].chars().count());
            // "A hearing will be held on 12 May 2026." is a sentence, not a label.
            let sentence =
                matches!(behind.trim(), "." | "!" | "?") && text[..range.start].split_whitespace().count() > 3;
            let bare = rest <= 45 && !sentence && !behind.trim_start().starts_with(|c: char| c.is_lowercase());
            let marked = flags.property_published || flags.class != Class::default() || time;
            if matches!(says, Says::Published | Says::Modified) || bare || marked {
                self.place(found.published, flags, time, pubdate, says, flags.aside);
            } else if from == 0 && is_dateline(&text[..range.start], behind) {
                self.dateline(found.published);
            }
            from = range.end;
        }
    }

    /// A date whose day and month stand in elements of their own: "<b>26</b> Oct 2018".
    fn split_date(&mut self, text: &str, flags: Flags) {
        let ends_in_year = text.len() <= 30
            && text.len() >= 4
            && text.as_bytes()[text.len() - 4..].iter().all(u8::is_ascii_digit)
            && !self.tail.is_empty();
        if !ends_in_year {
            return;
        }
        let tail = &self.tail[crate::words::ceil(&self.tail, self.tail.len().saturating_sub(24))..];
        let joined = format!("{tail} {text}");
        // Without anything else between them.
        if let Some(found) = datetext::find(&joined, self.style)
            && found.range.end == joined.len()
        {
            self.place(found.published, flags, false, false, Says::Nothing, flags.aside);
        }
    }

    fn paragraph(&mut self, text: &str) {
        self.paragraphs += 1;
        if self.paragraphs > 6 || self.flags().foreign || self.flags().aside {
            return;
        }
        let head = &text[..crate::words::floor(text, 120)];
        let Some(found) = datetext::find(head, self.style) else { return };
        if is_dateline(&head[..found.range.start], &head[found.range.end..]) {
            self.dateline(found.published);
        }
    }

    fn dateline(&mut self, published: Published) {
        if self.flags().foreign || self.flags().caption {
            return;
        }
        let said = Said { source: Source::Dateline, published, shown: None };
        let (at, headings) = (self.characters, self.headings);
        self.placed.push(Placed { said, at, headings, near: Some(Source::Dateline), far: None });
    }

    fn finish(self, evidence: &mut Evidence) {
        let headline = self.headline.or(self.unmarked).or(self.fallback);
        let mut far_days: Vec<jiff::civil::Date> = Vec::new();
        let mut far: Vec<Said> = Vec::new();
        let mut near: Vec<(usize, Said)> = Vec::new();
        for mut placed in self.placed {
            let distance = headline.and_then(|(start, end, headings)| {
                if placed.at >= end && placed.headings > headings {
                    // A standfirst may be a heading, too; then come those of the text.
                    (placed.headings <= headings + 2).then_some(placed.at - end).filter(|d| *d <= NEAR_BEHIND)
                } else if placed.at >= start {
                    Some(0)
                } else {
                    (placed.headings == headings).then_some(start - placed.at).filter(|d| *d <= NEAR_BEFORE)
                }
            });
            if let (Some(distance), Some(source)) = (distance, placed.near) {
                placed.said.source = source;
                near.push((distance, placed.said));
            } else if let Some(source) = placed.far {
                placed.said.source = source;
                far_days.push(placed.said.published.day());
                if far.len() < MOST_FAR {
                    far.push(placed.said);
                }
            }
        }
        far_days.sort();
        far_days.dedup();
        let only = if near.is_empty() && far_days.len() == 1 { far.first().cloned() } else { None };
        near.sort_by_key(|(distance, _)| *distance);
        // Of several by the headline the nearest of each kind is the article's own.
        let mut kinds: Vec<Source> = Vec::new();
        for (_, said) in near {
            if !kinds.contains(&said.source) {
                kinds.push(said.source);
                evidence.published.push(said);
            }
        }
        if let Some(said) = only.filter(|_| kinds.is_empty()) {
            evidence.published.push(Said { source: Source::OnlyDay, ..said });
        }
        for said in far {
            let says = matches!(said.source, Source::SaysFar | Source::Property);
            if !kinds.contains(&said.source) && (says || far_days.len() <= MANY_DAYS) {
                kinds.push(said.source);
                evidence.published.push(said);
            }
        }
        evidence.modified.extend(self.modified);
    }
}

/// Whether a date between these texts stands in a date line: "Berlin, 3 May 2024 -", "(12.11.2021)." or at the very
/// beginning, set off from what follows.
fn is_dateline(before: &str, behind: &str) -> bool {
    let before = before.trim();
    let behind = behind.trim_start();
    let place =
        before.trim_end_matches(|c: char| matches!(c, ',' | '(' | '-' | '–' | '/' | '.' | ':') || c.is_whitespace());
    let named = place.split_whitespace().count() <= 4
        && place.chars().count() <= 40
        && place.split_whitespace().all(|w| w.starts_with(|c: char| !c.is_lowercase()) || w.len() <= 3)
        && (place.is_empty() || before.ends_with([',', '(', '-', '–', '/']));
    let set_off = behind.starts_with(['-', '–', '—', ')', ':', '|', '„', '"', '“', '+', '/', '.', '·']);
    named && set_off
}

#[cfg(test)]
mod tests {
    use super::is_dateline;

    #[test]
    fn date_lines_are_told_from_prose() {
        assert!(is_dateline("Karlsruhe, (", "). Traditionell gedenken"));
        assert!(is_dateline("", " - Bei der Erinnerung"));
        assert!(is_dateline("Berlin, ", " – Die Regierung"));
        assert!(!is_dateline("Die Regierung trat am ", " zurück"));
        assert!(!is_dateline("On ", ", the minister resigned"));
    }
}
