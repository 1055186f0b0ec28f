"""Treebanks and entity sets: which of their documents may be trained on, and which are only measured."""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Sentence:
    forms: list
    upos: list = None
    xpos: list = None
    heads: list = None
    rels: list = None
    ner: list = None      # BIO of the politics set
    named: list = None    # BIO of named entities in GUM
    source: str = ""
    lemmas: list = field(default_factory=list)


def is_reserved(name):
    """Documents of the event gold's reserved part: neither trained on nor looked at here."""
    digest = hashlib.sha256(f"gum:{name}".encode()).digest()
    return name.startswith("GUM_news_") and digest[-1] % 2 == 1


NAMED = {"person": "person", "organization": "organisation", "place": "place", "event": "event", "object": "object"}


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
            s.named = named_entities(rows, s)
        out.append(s)
    return out


def named_entities(rows, sentence):
    """Outermost mentions that are names: a proper noun as their head, of a kind that news is about."""
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
                if mark.endswith(")"):
                    spans.append((n, n, kind))
                else:
                    open_.setdefault(number, []).append((n, kind))
            elif open_.get(number):
                start, kind = open_[number].pop()
                spans.append((start, n, kind))
    labels = ["O"] * len(rows)
    for start, end, kind in sorted(spans, key=lambda s: (s[1] - s[0], s[0])):
        if kind not in NAMED:
            continue
        # The name itself: proper nouns in a row around the mention's head, without article and clauses.
        inside = [n for n in range(start, end + 1) if not start <= sentence.heads[n] - 1 <= end]
        if not inside or sentence.xpos[inside[0]] not in ("NNP", "NNPS"):
            continue
        head = inside[0]
        a = b = head
        fits = lambda n: sentence.xpos[n] in ("NNP", "NNPS", "POS", "IN", "HYPH", "CC", "CD", "JJ", "DT") and start <= n <= end
        proper = lambda n: sentence.xpos[n] in ("NNP", "NNPS")
        while fits(a - 1) and a - 1 >= start and any(proper(k) for k in range(start, a)) and sentence.xpos[a - 1] != "DT":
            a -= 1
        while b + 1 <= end and proper(b + 1):
            b += 1
        while a < head and not proper(a):
            a += 1
        if all(labels[k] == "O" for k in range(a, b + 1)):
            labels[a] = "B-" + NAMED[kind]
            for k in range(a + 1, b + 1):
                labels[k] = "I-" + NAMED[kind]
    return labels


def read_bio(path):
    out, forms, tags = [], [], []
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        if not line.strip():
            if forms:
                out.append(Sentence(forms=forms, ner=tags, source=path.stem))
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
    return {
        "train": train,
        "politics": read_bio(politics / "train.txt"),
        "measured": {
            "GUM dev": gum_dev,
            "EWT dev": read_conllu(ewt / "en_ewt-ud-dev.conllu"),
            "politics dev": read_bio(politics / "dev.txt"),
        },
    }
