"""Reads the annotated names of this folder as (tokens, BIO labels).

    python3 read_entities.py check --data "$TOCSIN_DATA"
    python3 read_entities.py bio --data "$TOCSIN_DATA" > out.txt

The files `written*.txt` have one sentence a line with inline marks, `[United Russia|politicalparty]`; `whitehouse.jsonl` has only offsets into the texts of
`text/whitehouse.jsonl.gz`. Without --data the second is left out.
"""
import argparse
import collections
import glob
import gzip
import hashlib
import json
import os
import re
import sys

KINDS = ("politician", "person", "organisation", "politicalparty", "event", "election", "country", "location", "misc")
FOLDER = os.path.dirname(os.path.abspath(__file__))
WRITTEN = sorted(glob.glob(os.path.join(FOLDER, "written*.txt")))
WHITEHOUSE = os.path.join(FOLDER, "whitehouse.jsonl")

ABBREVIATIONS = (
    "Mr Mrs Ms Dr St Ste Jr Sr Sen Sens Gov Govs Rep Reps Gen Lt Col Maj Capt Sgt Adm Hon Prof Rev Fr Inc Co Corp Ltd No Nos "
    "v vs Jan Feb Mar Apr Aug Sept Sep Oct Nov Dec Mt Ft Bros etc"
).split()
TOKEN = re.compile(
    r"""
    \.{3}                                   # dots of omission
  | (?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?   # U.S., D.C., J.R.
  | (?<!\w)(?:%s)\.(?!\w)                   # Mr., St.
  | (?<!\w)[A-ZÀ-ÞĀ-ŽЀ-Я]\.(?=\s)           # an initial
  | \d+(?:[.,]\d+)+(?:[^\W_]+)?             # 1,200 and 4.9
  | [^\W_]+(?=n['’]t\b)                     # do n't
  | n['’]t\b
  | [^\W_]+(?:[-‑&.][^\W_]+)*               # words, with hyphens inside
  | ['’](?:s|re|ve|ll|d|m)\b                # clitics
  | ['’](?=[^\W\d_])[^\W_]+(?:-[^\W_]+)*    # D 'Alema, Workers ' keeps its sign alone
  | [^\w\s]
  | _
    """ % "|".join(ABBREVIATIONS),
    re.VERBOSE,
)


def tokenize(text):
    """(start, end) of each token of `text`, split as in the CrossNER files: punctuation and clitics apart."""
    out, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = TOKEN.match(text, at)
        end = found.end() if found else at + 1
        # an apostrophe that opens a quotation is a token of its own
        if text[at] in "'’" and end - at > 1 and (at == 0 or text[at - 1].isspace() or not text[at - 1].isalnum()):
            end = at + 1
        out.append((at, end))
        at = end
    return out


MARK = re.compile(r"\[([^\[\]|]+)\|([a-z]+)\]")


def parse(line):
    """(tokens, labels) of one marked line; ValueError if its marks are not well formed."""
    tokens, labels, at = [], [], 0

    def plain(text):
        if re.search(r"[\[\]|]", text):
            raise ValueError("a stray bracket or bar in " + repr(text))
        for word in text.split():
            tokens.append(word)
            labels.append("O")

    for found in MARK.finditer(line):
        plain(line[at : found.start()])
        if found.group(2) not in KINDS:
            raise ValueError("an unknown kind " + found.group(2))
        words = found.group(1).split()
        if not words:
            raise ValueError("an empty mark")
        for edge in (line[found.start() - 1 : found.start()], line[found.end() : found.end() + 1]):
            if edge.strip():
                raise ValueError("a mark not apart from its neighbours: " + found.group(0))
        for number, word in enumerate(words):
            tokens.append(word)
            labels.append(("I-" if number else "B-") + found.group(2))
        at = found.end()
    plain(line[at:])
    return tokens, labels


def lines_written():
    """(file, number, line) of each line of the written sets."""
    for path in WRITTEN:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield os.path.basename(path), number, line


def read_written():
    return [parse(line) for _, _, line in lines_written()]


def digest(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def texts(data, wanted):
    found = {}
    with gzip.open(os.path.join(data, "text", "whitehouse.jsonl.gz"), "rt", encoding="utf-8") as file:
        for line in file:
            document = json.loads(line)
            if document["id"] in wanted:
                found[document["id"]] = document["text"]
    return found


def label(text, entry):
    """(tokens, labels) of an entry; a token is cut where a span begins or ends inside it."""
    edges = sorted({edge for span in entry["spans"] for edge in (span["start"], span["end"])})
    tokens, labels = [], []
    before = None
    for start, end in tokenize(text[entry["start"] : entry["end"]]):
        start, end = start + entry["start"], end + entry["start"]
        cuts = [start] + [edge for edge in edges if start < edge < end] + [end]
        for left, right in zip(cuts, cuts[1:]):
            span = next((span for span in entry["spans"] if span["start"] <= left and right <= span["end"]), None)
            tokens.append(text[left:right])
            labels.append("O" if span is None else ("I-" if span is before else "B-") + span["kind"])
            before = span
    return tokens, labels


def read_whitehouse(data, path=WHITEHOUSE):
    with open(path, encoding="utf-8") as file:
        entries = [json.loads(line) for line in file if line.strip()]
    found = texts(data, {entry["id"] for entry in entries})
    for entry in entries:
        if digest(found[entry["id"]][entry["start"] : entry["end"]]) != entry["sha256"]:
            raise ValueError("another text than was labelled: " + entry["id"])
    return [label(found[entry["id"]], entry) for entry in entries]


def whole(word):
    """Whether `word` is one token; one that opens with an apostrophe is tried behind a word."""
    text = ("x" if word[0] in "'’" and len(word) > 1 else "") + word + " x"
    return text[slice(*tokenize(text)[-2])] == word


def check(data):
    wrong = 0

    def report(*words):
        nonlocal wrong
        wrong += 1
        print("WRONG", *words)

    written = []
    for name, number, line in lines_written():
        where = "%s line %d" % (name, number)
        try:
            written.append(parse(line))
        except ValueError as error:
            report(where, error)
            continue
        odd = [word for word in written[-1][0] if not whole(word)]
        if odd:
            report(where, "not tokenised:", odd)
    sets = [("written", written)]

    if data:
        with open(WHITEHOUSE, encoding="utf-8") as file:
            entries = [json.loads(line) for line in file if line.strip()]
        found = texts(data, {entry["id"] for entry in entries})
        labelled = []
        for number, entry in enumerate(entries, 1):
            where = "whitehouse.jsonl line %d" % number
            text = found.get(entry["id"])
            if text is None:
                report(where, "no such document", entry["id"])
                continue
            if not 0 <= entry["start"] < entry["end"] <= len(text):
                report(where, "offsets outside the text")
                continue
            if digest(text[entry["start"] : entry["end"]]) != entry["sha256"]:
                report(where, "another text than was labelled")
                continue
            last = entry["start"]
            for span in entry["spans"]:
                if span["kind"] not in KINDS:
                    report(where, "an unknown kind", span["kind"])
                if not last <= span["start"] < span["end"] <= entry["end"]:
                    report(where, "a span out of order or outside its sentence", span)
                last = span["end"]
            tokens, labels = label(text, entry)
            if sum(mark.startswith("B-") for mark in labels) != len(entry["spans"]):
                report(where, "spans lost among the tokens")
            labelled.append((tokens, labels))
        dev = os.path.join(data, "events", "dev_docs.jsonl")
        with open(dev, encoding="utf-8") as file:
            measured = {json.loads(line)["id"] for line in file if line.strip()}
        for entry in entries:
            if "wh:" + entry["id"] in measured or entry["id"] in measured:
                report("a measured document is used:", entry["id"])
        sets.append(("whitehouse", labelled))

    for name, sentences in sets:
        marks = collections.Counter(mark[2:] for _, labels in sentences for mark in labels if mark.startswith("B-"))
        empty = sum(not any(mark != "O" for mark in labels) for _, labels in sentences)
        print(name, len(sentences), "sentences,", sum(len(tokens) for tokens, _ in sentences), "tokens,", empty, "without a name")
        print("   ", ", ".join("%s %d" % (kind, marks[kind]) for kind in KINDS), "- all", sum(marks.values()))
        starts = collections.defaultdict(list)
        for number, (tokens, _) in enumerate(sentences, 1):
            starts[tuple(word.lower() for word in tokens[:5])].append(number)
        for start, numbers in sorted(starts.items()):
            if len(numbers) > 1:
                print("    alike:", " ".join(start), numbers)
        names = collections.Counter()
        for tokens, labels in sentences:
            here, name_ = set(), []
            for word, mark in list(zip(tokens, labels)) + [("", "O")]:
                if mark[0] != "I" and name_:
                    here.add(" ".join(name_))
                    name_ = []
                if mark != "O":
                    name_.append(word)
            names.update(here)
        print("    in more than 15 sentences:", ", ".join("%s %d" % pair for pair in names.most_common(40) if pair[1] > 15) or "none")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("check", "bio"))
    parser.add_argument("--data", default=os.environ.get("TOCSIN_DATA"))
    given = parser.parse_args()
    if given.command == "check":
        wrong = check(given.data)
        print("wrong:", wrong)
        sys.exit(1 if wrong else 0)
    for tokens, labels in read_written() + (read_whitehouse(given.data) if given.data else []):
        for pair in zip(tokens, labels):
            print("\t".join(pair))
        print()


if __name__ == "__main__":
    main()
