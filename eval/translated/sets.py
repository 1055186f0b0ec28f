"""Lays out the texts on which the detector of translated text is measured. Nothing is trained on them.

    sets.py EXTRACTED FOLDER

EXTRACTED is what `tocsin extract` prints for the four page sets. FOLDER gets JSONL files with id, source, text:

- `originals.jsonl`: English articles of the page sets, 200 of them marked "set": "held-out", and all of LGL, GeoVirus,
  PolNeAR and MEANTIME, for the share of false flags;
- `to_and_fro.jsonl`: 200 other English articles of the page sets, to be translated away from English and back;
- `from_es.jsonl`, `from_fr.jsonl`, `from_pt.jsonl`, `from_it.jsonl`: articles in other languages, to be translated.
"""

import gzip
import hashlib
import json
import os
import re
import sys
import tarfile

SHORTEST, LONGEST = 80, 600  # words


def digest(name):
    return int(hashlib.sha256(("translated " + name).encode()).hexdigest()[:12], 16)


def body(record):
    """Running text only, cut at a paragraph's end."""
    text, words = [], 0
    for block in record["blocks"]:
        if block["kind"] in ("standfirst", "paragraph", "quote", "list"):
            paragraph = " ".join(record["text"][block["start"]:block["end"]].split())
            if words and words + len(paragraph.split()) > LONGEST:
                break
            words += len(paragraph.split())
            text.append(paragraph)
    return "\n".join(text)


def cut(text):
    text, words = text.replace("\r", ""), 0
    kept = []
    for paragraph in filter(None, (" ".join(p.split()) for p in re.split(r"\n+", text))):
        if words and words + len(paragraph.split()) > LONGEST:
            break
        words += len(paragraph.split())
        kept.append(paragraph)
    return "\n".join(kept)


def pages(extracted):
    """One of each text: pages stand in several sets, and some are templates of one site."""
    seen = set()
    for line in open(extracted, encoding="utf-8"):
        record = json.loads(line)
        text = body(record)
        key = hashlib.sha256(" ".join(text.split()[:30]).encode()).hexdigest()
        size = len(text.split())
        if key in seen or (size < SHORTEST and record["lang"] not in ("zh", "ja")):
            continue
        seen.add(key)
        name = record["url"] or os.path.basename(record["input"])
        yield {"id": "pages:" + hashlib.sha256(name.encode()).hexdigest()[:16], "source": "pages", "url": name,
               "lang": record["lang"], "text": text}


def other_originals(data):
    xml = gzip.open(f"{data}/places/lgl.xml.gz", "rt", encoding="utf-8").read()
    for number, text in re.findall(r'<article docid="(\d+)">.*?<text><!\[CDATA\[(.*?)\]\]></text>', xml, re.S):
        yield "lgl", number, text
    xml = gzip.open(f"{data}/places/geovirus.xml.gz", "rt", encoding="utf-8").read()
    for address, text in re.findall(r"<source>(.*?)</source>\s*<text>(.*?)</text>", xml, re.S):
        yield "geovirus", address, text.replace("&quot;", '"').replace("&amp;", "&").replace("&apos;", "'")
    with tarfile.open(f"{data}/attribution/polnear_train_dev.tar.gz") as tar:
        for member in sorted(tar.getmembers(), key=lambda m: m.name):
            if member.name.endswith(".txt") and "/text/" in member.name:
                yield "polnear", os.path.basename(member.name), tar.extractfile(member).read().decode("utf-8", "replace")


def write(path, records):
    with open(path, "w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    print(path, len(records), file=sys.stderr)


def main():
    extracted, folder = sys.argv[1:3]
    data = os.environ.get("TOCSIN_DATA", "../shared/data")
    found = list(pages(extracted))
    english = sorted((p for p in found if p["lang"] == "en"), key=lambda p: digest(p["id"]))
    back, held, rest = english[:200], english[200:400], english[400:]
    originals = [{**p, "set": "held-out"} for p in held] + [{**p, "set": "more"} for p in rest]
    for source, name, text in other_originals(data):
        text = cut(text)
        if len(text.split()) >= SHORTEST:
            originals.append({"id": f"{source}:{name}", "source": source, "set": "more", "text": text})
    write(f"{folder}/originals.jsonl", originals)
    write(f"{folder}/to_and_fro.jsonl", back)
    for lang in ("es", "fr", "pt", "it"):
        write(f"{folder}/from_{lang}.jsonl", [p for p in found if p["lang"] == lang])


if __name__ == "__main__":
    main()
