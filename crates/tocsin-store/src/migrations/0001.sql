-- Days are ISO 8601 ('2026-01-31'), which sort as text; '' stands for an unknown day, so that it sorts last.
-- Records are the JSON of the contract; the columns beside them are there to be searched by.

CREATE TABLE documents (
    key     INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL -- the newest
) STRICT;

CREATE TABLE versions (
    key           INTEGER PRIMARY KEY,
    document      INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
    number        INTEGER NOT NULL,
    newest        INTEGER NOT NULL,
    text_sha256   TEXT NOT NULL,
    read_at       TEXT NOT NULL,
    known_from    TEXT NOT NULL,
    known_until   TEXT, -- the day from which the next version was known
    day           TEXT NOT NULL, -- of publication; the last it can have been, where only a range is known
    url           TEXT,
    outlet        TEXT,
    title         TEXT,
    published     TEXT,
    lang          TEXT,
    translated    INTEGER NOT NULL,
    synthetic     INTEGER NOT NULL,
    coder_version TEXT NOT NULL,
    coding        TEXT NOT NULL, -- the coding without its rows
    record        TEXT NOT NULL, -- the document without its text
    text          TEXT NOT NULL,
    UNIQUE (document, number)
) STRICT;
CREATE INDEX versions_by_day ON versions (newest, day DESC);

-- Sentences that are evidence, once each however many rows they carry.
CREATE TABLE passages (
    key     INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    start   INTEGER NOT NULL,
    "end"   INTEGER NOT NULL,
    UNIQUE (version, start, "end")
) STRICT;

-- Events (kind 0), statements (1), predictions (2) and claims (3).
CREATE TABLE rows (
    key        INTEGER PRIMARY KEY,
    kind       INTEGER NOT NULL,
    id         TEXT NOT NULL,
    version    INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    newest     INTEGER NOT NULL, -- as in versions
    ordinal    INTEGER NOT NULL, -- in the coding
    passage    INTEGER NOT NULL REFERENCES passages (key),
    start      INTEGER NOT NULL, -- of the evidence
    day        TEXT NOT NULL, -- as in versions
    from_day   TEXT NOT NULL, -- of the row's time, else of publication
    to_day     TEXT NOT NULL,
    type       TEXT, -- of an event or a predicted event
    status     TEXT,
    quad       INTEGER,
    confidence REAL,
    reviewed   INTEGER NOT NULL,
    record     TEXT NOT NULL,
    UNIQUE (id, kind),
    UNIQUE (version, kind, ordinal)
) STRICT;
CREATE INDEX rows_by_day ON rows (kind, newest, day DESC, type, status);
CREATE INDEX rows_by_time ON rows (kind, newest, from_day DESC, type, status);
CREATE INDEX rows_by_type ON rows (kind, newest, type, status, quad, day);
CREATE INDEX rows_by_passage ON rows (passage);

-- What parties are called where they may be shown, and the same folded for searching.
CREATE TABLE names (
    key    INTEGER PRIMARY KEY,
    label  TEXT NOT NULL UNIQUE,
    folded TEXT NOT NULL
) STRICT;

CREATE TABLE parties (
    "row"   INTEGER NOT NULL REFERENCES rows (key) ON DELETE CASCADE,
    side    INTEGER NOT NULL, -- 0 acting, 1 acted on
    ordinal INTEGER NOT NULL,
    name    INTEGER REFERENCES names (key),
    named   INTEGER NOT NULL, -- whether that is a canonical name, not only words of the text or a role
    country TEXT,
    -- Whether no party before it on this side has the same, so that events are counted once per value.
    new_name    INTEGER NOT NULL,
    new_country INTEGER NOT NULL,
    PRIMARY KEY ("row", side, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX parties_by_country ON parties (side, country);
CREATE INDEX parties_by_name ON parties (name, side);

CREATE TABLE sectors (
    "row"  INTEGER NOT NULL REFERENCES rows (key) ON DELETE CASCADE,
    side   INTEGER NOT NULL,
    sector TEXT NOT NULL,
    PRIMARY KEY ("row", side, sector)
) STRICT, WITHOUT ROWID;
CREATE INDEX sectors_by_sector ON sectors (side, sector);

CREATE TABLE places (
    "row"   INTEGER NOT NULL REFERENCES rows (key) ON DELETE CASCADE,
    country TEXT NOT NULL,
    PRIMARY KEY ("row", country)
) STRICT, WITHOUT ROWID;
CREATE INDEX places_by_country ON places (country);

-- Kept by what a person saw, so that a judgement outlives versions and recodes.
CREATE TABLE reviews (
    document TEXT NOT NULL,
    type     TEXT NOT NULL,
    sentence TEXT NOT NULL, -- sha256 of the quoted words
    PRIMARY KEY (document, type, sentence)
) STRICT, WITHOUT ROWID;

-- Newest versions only.
CREATE VIRTUAL TABLE texts USING fts5 (
    title, text, content = 'versions', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);

-- The words of passages.
CREATE VIRTUAL TABLE sentences USING fts5 (
    exact, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
