//! What a page's parts say of its dates, and how far each is believed.

use jiff::civil::Date;
use tocsin_record::Published;

/// Where a date comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Source {
    /// The JSON-LD object that bears the page's title or address.
    LinkedArticle,
    /// Another JSON-LD article.
    LinkedOther,
    /// JSON-LD of the page, of a recipe, a product.
    LinkedPage,
    /// `dateCreated`, `uploadDate`.
    LinkedCreated,
    Meta,
    Property,
    /// In the text, with a word like "published", by the headline.
    SaysNear,
    /// `<time>` that is marked as the publication's, by the headline.
    TimePublished,
    TimeNear,
    ClassNear,
    BareNear,
    Address,
    /// "Berlin, 3 May 2024 -" at the beginning of the text.
    Dateline,
    SaysFar,
    MetaLoose,
    TimeFar,
    ClassFar,
    BareFar,
    /// Data inside scripts, by a key that means the publication; by one that means the making.
    Script,
    ScriptCreated,
    /// The only day that readers see anywhere on the page.
    OnlyDay,
}

/// Sources of one family are copies of each other more often than witnesses of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    Machine,
    Visible,
    Address,
}

impl Source {
    pub fn family(self) -> Family {
        use Source::*;
        match self {
            LinkedArticle | LinkedOther | LinkedPage | LinkedCreated | Meta | MetaLoose | Script | ScriptCreated
            | Property => Family::Machine,
            SaysNear | TimePublished | TimeNear | ClassNear | BareNear | Dateline | SaysFar | TimeFar | ClassFar
            | BareFar | OnlyDay => Family::Visible,
            Address => Family::Address,
        }
    }

    /// How far the source is believed: ten times the logarithm of the odds that the day it gives is right, as counted
    /// on pages whose day is known (nearly the same on either half of them), 0 where it is wrong as often as right.
    pub fn trust(self) -> u32 {
        use Source::*;
        match self {
            ClassNear | Address => 33,
            LinkedArticle | LinkedPage | TimeNear | TimePublished => 28,
            Property | Meta => 26,
            SaysNear => 22,
            OnlyDay => 20,
            Dateline => 18,
            Script => 17,
            MetaLoose | LinkedCreated => 13,
            BareNear => 14,
            ScriptCreated => 9,
            SaysFar => 8,
            LinkedOther => 8,
            ClassFar | TimeFar => 4,
            BareFar => 0,
        }
    }

    pub fn name(self) -> &'static str {
        use Source::*;
        match self {
            LinkedArticle | LinkedOther => "its linked data",
            LinkedPage | LinkedCreated => "its linked data of the page",
            Meta | MetaLoose => "its meta tags",
            Property => "its microdata",
            TimePublished | TimeNear | TimeFar => "its time stamp",
            Address => "its address",
            SaysNear | SaysFar => "its text",
            Dateline => "its date line",
            ClassNear | ClassFar | BareNear | BareFar => "its layout",
            Script | ScriptCreated => "data in its scripts",
            OnlyDay => "the only day it shows",
        }
    }
}

/// A date that one part of the page gives.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub source: Source,
    pub published: Published,
    /// The day that the same element shows to readers.
    pub shown: Option<Date>,
}

/// All that a page says of its dates.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    pub published: Vec<Said>,
    /// Dates of the last change, the most trusted first.
    pub modified: Vec<Published>,
}

impl Evidence {
    pub fn say(&mut self, source: Source, published: Published) {
        self.published.push(Said { source, published, shown: None });
    }
}
