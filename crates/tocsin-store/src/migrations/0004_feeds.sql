-- Feeds, what was seen in them, and the pages they lead to. Times are RFC 3339 in UTC to the second, which sort as text.

CREATE TABLE feeds (
    key           INTEGER PRIMARY KEY,
    address       TEXT NOT NULL UNIQUE,
    title         TEXT,
    site          TEXT,
    folder        TEXT NOT NULL, -- a JSON list, from the outside in
    state         TEXT NOT NULL, -- active, paused, gone
    added_at      TEXT NOT NULL,
    "interval"    INTEGER NOT NULL, -- seconds between two looks
    due_at        TEXT NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    polls         INTEGER NOT NULL,
    polled_at     TEXT,
    succeeded_at  TEXT,
    error         TEXT, -- of the last look
    failures      INTEGER NOT NULL, -- in a row
    items_total   INTEGER NOT NULL,
    items_last    INTEGER NOT NULL -- new ones at the last look that succeeded
) STRICT;
CREATE INDEX feeds_by_due ON feeds (state, due_at);

-- One for every address, whatever feeds lead to it.
CREATE TABLE feed_pages (
    key           INTEGER PRIMARY KEY,
    address       TEXT NOT NULL UNIQUE, -- in its canonical form
    link          TEXT, -- as the feed wrote it; NULL where the entry is all there is
    state         TEXT NOT NULL, -- waiting, read, feed-text, refused, failed, passed
    found_at      TEXT NOT NULL,
    due_at        TEXT, -- NULL: not any more
    tries         INTEGER NOT NULL, -- since it was last had
    checks        INTEGER NOT NULL, -- looks after it was first had
    fetched_at    TEXT,
    etag          TEXT,
    last_modified TEXT,
    error         TEXT,
    document      TEXT, -- the id of what was made of it
    entry         TEXT -- what the feed says of it, as JSON, as long as that may be needed
) STRICT;
CREATE INDEX feed_pages_by_due ON feed_pages (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE feed_items (
    feed   INTEGER NOT NULL REFERENCES feeds (key) ON DELETE CASCADE,
    guid   TEXT NOT NULL,
    page   INTEGER NOT NULL REFERENCES feed_pages (key),
    digest TEXT NOT NULL, -- of what changes with the article
    PRIMARY KEY (feed, guid)
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_items_by_page ON feed_items (page);
