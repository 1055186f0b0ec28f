-- What each later version changed of the one before it, told in short; made by the program when the version is written.
CREATE TABLE revisions (
    version  INTEGER PRIMARY KEY REFERENCES versions (key) ON DELETE CASCADE, -- the later
    document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
    number   INTEGER NOT NULL, -- of the later version
    silent   INTEGER NOT NULL, -- whether the article changed and its page does not say so
    read_at  TEXT NOT NULL, -- as in versions
    summary  TEXT NOT NULL
) STRICT;
CREATE INDEX revisions_by_time ON revisions (read_at DESC);
CREATE INDEX revisions_by_document ON revisions (document, silent, number);
