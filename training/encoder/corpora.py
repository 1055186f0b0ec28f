"""Treebanks and entity sets: which of their documents may be trained on, and which are only measured."""

import hashlib
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Sentence:
    forms: list
    upos: list = None
    xpos: list = None
    heads: list = None
    rels: list = None
    names: list = None    # BIO of the politics set's kinds; of a word of GUM a set of the labels that it may have, or None
    source: str = ""
    lemmas: list = field(default_factory=list)


def is_reserved(name):
    """Documents of the event gold's reserved part: neither trained on nor looked at here."""
    digest = hashlib.sha256(f"gum:{name}".encode()).digest()
    return name.startswith("GUM_news_") and digest[-1] % 2 == 1


# What GUM calls an entity, and which of the politics set's kinds that may be.
KINDS = {
    "person": ("person", "politician"), "organization": ("organisation", "politicalparty"), "place": ("country", "location"),
    "event": ("event", "election"), "object": ("misc", "organisation", "location"), "abstract": ("misc", "event", "organisation"),
}


def read_conllu(path, named=False):
    out = []
    for part in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in part.split("\n") if line and not line.startswith("#")]
        rows = [r for r in rows if len(r) >= 10 and "-" not in r[0] and "." not in r[0]]
        if not rows:
            continue
        s = Sentence(
            forms=[r[1] for r in rows], upos=[r[3] for r in rows], xpos=[r[4] for r in rows],
            heads=[int(r[6]) for r in rows], rels=[r[7] for r in rows], source=path.stem, lemmas=[r[2] for r in rows])
        if named:
            s.names = names_of(rows, s)
        out.append(s)
    return out


def entities_of(rows):
    """Mentions of GUM's `Entity` column, as first word, last word, kind, and whether an encyclopaedia has an article on it."""
    open_, spans = {}, []
    for n, row in enumerate(rows):
        found = re.search(r"Entity=([^|]*)", row[9])
        if not found:
            continue
        for mark in re.findall(r"\([^()]*\)?|[^()]+\)", found.group(1)):
            body = mark.strip("()")
            number = body.split("-")[0]
            if mark.startswith("("):
                parts = body.split("-")
                kind = parts[1] if len(parts) > 1 else ""
                linked = len(parts) > 7
                if mark.endswith(")"):
                    spans.append((n, n, kind, linked))
                else:
                    open_.setdefault(number, []).append((n, kind, linked))
            elif open_.get(number):
                start, kind, linked = open_[number].pop()
                spans.append((start, n, kind, linked))
    return spans


def names_of(rows, sentence):
    """What is known of each word's label: names are the proper nouns around a mention's head, of one of the kinds that GUM's
    kind may be; a small word outside of every name is outside; of other capitals nothing is known."""
    count = len(rows)
    proper = lambda n: sentence.xpos[n] in ("NNP", "NNPS")
    labels = [None] * count
    for n, form in enumerate(sentence.forms):
        if not proper(n) and not (form[:1].isupper() and sentence.xpos[n] in ("JJ", "NN", "NNS") and n > 0):
            labels[n] = {"O"}
    done = [False] * count
    for start, end, kind, linked in sorted(entities_of(rows), key=lambda s: (s[0] - s[1], s[0])):
        inside = [n for n in range(start, end + 1) if not start <= sentence.heads[n] - 1 <= end]
        if kind not in KINDS or not inside or not proper(inside[0]):
            continue
        a = b = inside[0]
        joins = ("HYPH",) if kind == "person" else ("IN", "HYPH", "CC", "CD", "JJ")
        while a - 1 >= start and (proper(a - 1) or sentence.xpos[a - 1] in joins):
            a -= 1
        while a < inside[0] and not proper(a):
            a += 1
        while b + 1 <= end and (proper(b + 1) or kind == "person" and sentence.xpos[b] == "HYPH" and b > a):
            b += 1
            if b + 1 <= end and kind == "person" and sentence.xpos[b + 1] == "HYPH":
                b += 1
        # "University of Oslo": what hangs below by "of" belongs to the name.
        while kind != "person" and b + 2 <= end and sentence.forms[b + 1] == "of" and proper(b + 2):
            b += 2
            while b + 1 <= end and proper(b + 1):
                b += 1
        # A word with a capital need not be a name ("the Nation", "a Catholic").
        if a == b and not linked:
            labels[a] = None
            continue
        if any(done[a:b + 1]):
            continue
        # A title before a person's name is outside of it.
        if kind == "person":
            while a < b and sentence.forms[a].rstrip(".") in TITLES:
                labels[a] = {"O"}
                a += 1
        labels[a] = {"B-" + k for k in KINDS[kind]}
        for k in range(a + 1, b + 1):
            labels[k] = {"I-" + x for x in KINDS[kind]}
        done[a:b + 1] = [True] * (b + 1 - a)
    return labels


TITLES = {
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Professor", "President", "Senator", "Sen", "Rep", "Representative", "Governor", "Gov", "Mayor", "Minister",
    "Prime", "Chancellor", "King", "Queen", "Prince", "Princess", "Sir", "Lord", "Lady", "Judge", "Justice", "Chief", "General", "Gen", "Colonel",
    "Col", "Captain", "Capt", "Lieutenant", "Lt", "Sergeant", "Secretary", "Vice", "Attorney", "Congressman", "Congresswoman", "Pope", "Saint",
}


def read_bio(path):
    out, forms, tags = [], [], []
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        if not line.strip():
            if forms:
                out.append(Sentence(forms=forms, names=tags, source=path.stem))
            forms, tags = [], []
            continue
        form, tag = line.split("\t")[:2]
        forms.append(form)
        tags.append(tag)
    return out


def load(treebanks, data):
    """Training sentences, and the measured sets by name."""
    gum, ewt = Path(treebanks) / "gum", Path(treebanks) / "ewt"
    dev, on = set(), False
    for line in (gum / "splits.md").read_text().splitlines():
        if line.startswith("##"):
            on = line.strip() == "## dev"
        elif on and line.strip().startswith("* "):
            dev.add(line.strip()[2:])
    train, gum_dev = [], []
    for path in sorted(gum.glob("*.conllu")):
        if is_reserved(path.stem):
            continue
        (gum_dev if path.stem in dev else train).extend(read_conllu(path, named=True))
    listed = set((ewt / "not-to-release/file-lists/files.train").read_text().split())
    for genre in ["answers", "email", "newsgroup", "reviews", "weblog"]:
        for path in sorted((ewt / "not-to-release/sources" / genre).glob("*.conllu")):
            if f"{genre}/{path.name}" in listed:
                train.extend(read_conllu(path))
    politics = Path(data) / "language/crossner_politics"
    sys.path.insert(0, str(Path(__file__).parent / "entities"))
    import read_entities

    own = read_entities.read_written() + read_entities.read_whitehouse(data)
    return {
        "train": train,
        "own names": [Sentence(forms=forms, names=names, source="own") for forms, names in own],
        "politics": read_bio(politics / "train.txt"),
        "measured": {
            "GUM dev": gum_dev,
            "EWT dev": read_conllu(ewt / "en_ewt-ud-dev.conllu"),
            "politics dev": read_bio(politics / "dev.txt"),
        },
    }
