//! Lists of feeds as OPML, in and out.

use crate::decode::Declared;
use crate::error::ReadErrorKind;
use crate::{ReadError, address, decode, words};
use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};
use std::fmt::Write;

/// The longest file.
const MOST_BYTES: usize = 16 << 20;
/// Feeds that are read.
const MOST_FEEDS: usize = 50_000;
/// Folders within folders; what lies deeper counts as lying in the last one.
const DEEPEST: usize = 16;
/// Titles and names of folders are cut here.
const LONGEST: usize = 500;

/// A feed in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subscription {
    /// Where the feed lies.
    pub address: String,
    /// What the list calls it.
    pub title: Option<String>,
    /// The page it belongs to.
    pub site: Option<String>,
    /// The folders it lies in, from the outside in.
    pub folder: Vec<String>,
}

/// A list of feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subscriptions {
    /// The feeds, each once, in the list's order.
    pub feeds: Vec<Subscription>,
    /// What was passed over, and why.
    pub warnings: Vec<String>,
}

/// Reads the OPML file called `name`. Nothing in it is followed or expanded.
///
/// # Errors
/// When it is no OPML, or too large.
pub fn read_opml(name: &str, bytes: &[u8]) -> Result<Subscriptions, ReadError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReadError::too_large(name, "the list", MOST_BYTES as u64));
    }
    let mut list = Subscriptions::default();
    let text = decode::decode(bytes.to_vec(), &Declared::default(), &mut list.warnings);
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}').trim_start());
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut state = State { list, folders: Vec::new(), seen: false, refused: 0 };
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => state.open(&tag, false),
            Ok(Event::Empty(tag)) => state.open(&tag, true),
            Ok(Event::End(tag)) if tag.name().as_ref().eq_ignore_ascii_case(b"outline") => {
                state.folders.pop();
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                let line = text[..words::floor(&text, reader.buffer_position() as usize)].matches('\n').count() + 1;
                state
                    .list
                    .warnings
                    .push(format!("opml: it breaks off at line {line} ({error}), what came before is read"));
                break;
            }
        }
        if state.list.feeds.len() > MOST_FEEDS {
            state.list.feeds.truncate(MOST_FEEDS);
            state.list.warnings.push(format!("opml: it has more than {MOST_FEEDS} feeds, the others are passed over"));
            break;
        }
    }
    if !state.seen {
        let advice = "give a list of feeds as another reader exports it";
        return Err(ReadError::new(ReadErrorKind::Feed, name, "is no OPML", advice));
    }
    let mut list = state.list;
    if state.refused > 0 {
        let what = if state.refused == 1 { "entry has" } else { "entries have" };
        list.warnings.push(format!("opml: {} {what} no address of the web, passed over", state.refused));
    }
    let mut known = std::collections::HashSet::new();
    list.feeds.retain(|feed| known.insert(feed.address.clone()));
    Ok(list)
}

struct State {
    list: Subscriptions,
    /// An open outline; `None` for one that is a feed or has no name.
    folders: Vec<Option<String>>,
    /// Whether the root has been seen.
    seen: bool,
    refused: usize,
}

impl State {
    fn open(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        if tag.name().as_ref().eq_ignore_ascii_case(b"opml") {
            self.seen = true;
        }
        if !tag.name().as_ref().eq_ignore_ascii_case(b"outline") || !self.seen {
            return;
        }
        let [mut address, mut title, mut text, mut site] = [const { None }; 4];
        for attribute in tag.attributes().with_checks(false).flatten() {
            let slot = match attribute.key.as_ref().to_ascii_lowercase().as_slice() {
                b"xmlurl" => &mut address,
                b"title" => &mut title,
                b"text" => &mut text,
                b"htmlurl" => &mut site,
                _ => continue,
            };
            let raw = String::from_utf8_lossy(&attribute.value);
            // An entity that is none of XML's own is left as it stands.
            let value = unescape(&raw).map_or_else(|_| raw.to_string(), |value| value.into_owned());
            *slot = Some(words::squeeze(&value)).filter(|value| !value.is_empty());
        }
        let cut = |text: String| text[..words::floor(&text, LONGEST)].to_owned();
        let title = title.or(text).map(cut);
        let folder = match address {
            Some(address) => {
                match address::resolve_whole(&address, None) {
                    Some(address) => {
                        let site = site.and_then(|site| address::resolve_whole(&site, Some(&address)));
                        let folder = self.folders.iter().flatten().take(DEEPEST).cloned().collect();
                        self.list.feeds.push(Subscription { address, title, site, folder });
                    }
                    None => self.refused += 1,
                }
                None
            }
            None => title,
        };
        if !is_empty {
            // Bounded: beyond this depth only the count matters.
            let folder = if self.folders.len() < MOST_FEEDS { folder } else { None };
            self.folders.push(folder);
        }
    }
}

/// Writes a list as OPML 2.0, folders in the order of their first feed.
pub fn write_opml(title: &str, feeds: &[Subscription]) -> String {
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>");
    out += &quoted(title);
    out += "</title>\n  </head>\n  <body>\n";
    let all: Vec<&Subscription> = feeds.iter().collect();
    write_level(&mut out, &all, 0);
    out += "  </body>\n</opml>\n";
    out
}

fn write_level(out: &mut String, feeds: &[&Subscription], depth: usize) {
    let indent = "  ".repeat(depth + 2);
    let mut done: Vec<&str> = Vec::new();
    for feed in feeds {
        let Some(folder) = feed.folder.get(depth).filter(|_| depth < DEEPEST) else {
            let title = quoted(feed.title.as_deref().unwrap_or(&feed.address));
            let address = quoted(&feed.address);
            let _ =
                write!(out, "{indent}<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{address}\"");
            if let Some(site) = &feed.site {
                let _ = write!(out, " htmlUrl=\"{}\"", quoted(site));
            }
            out.push_str("/>\n");
            continue;
        };
        if done.contains(&folder.as_str()) {
            continue;
        }
        done.push(folder);
        let _ = writeln!(out, "{indent}<outline text=\"{}\">", quoted(folder));
        let within: Vec<&Subscription> =
            feeds.iter().filter(|other| other.folder.get(depth) == Some(folder)).copied().collect();
        write_level(out, &within, depth + 1);
        let _ = writeln!(out, "{indent}</outline>");
    }
}

/// Text as a value of XML, without what XML cannot hold.
fn quoted(text: &str) -> String {
    let is_foreign = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    escape(text.replace(is_foreign, " ")).into_owned()
}
