"""Cuts open English text into passages: the originals that the detector of translated text learns from.

    passages.py TREEBANKS OUT

TREEBANKS holds the unpacked `gum` and `ewt`; the White House texts are read from `$TOCSIN_DATA`. One JSON record a line:
id, source, text (paragraphs joined by a line end). Documents of the event gold, what shares text with them, and the
parts called dev or test are left out.
"""

import glob
import gzip
import hashlib
import json
import os
import re
import sys

SHORTEST, LONGEST = 110, 330  # words of a passage
NEWS_LIKE = ["news", "interview", "speech", "court", "academic", "essay", "textbook", "podcast", "letter", "fiction",
             "conversation", "reddit", "vlog", "whow"]


def digest(name):
    """A number that orders documents the same way on every machine, and no way that their authors chose."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:12], 16)


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i:i + 8]) for i in range(0, max(0, len(words) - 7))}


def unwrap(markdown):
    """Running paragraphs of hard-wrapped Markdown; lists, headings, tables and links to follow are dropped."""
    paragraphs = []
    for block in re.split(r"\n\s*\n", markdown):
        if re.match(r"\s*([#>|*+-]|\d+\.|\(\w+\)|!\[)", block):
            continue
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(block.split()))
        text = re.sub(r"<[^<>]*>", "", re.sub(r"[*_`\\]+", "", text)).strip()
        if len(text.split()) >= 12 and re.search(r"[.!?][\"”’)]?$", text):
            paragraphs.append(text)
    return paragraphs


def passages(paragraphs, at_most):
    """Runs of whole paragraphs, each of at least SHORTEST words."""
    out, run, words = [], [], 0
    for paragraph in paragraphs:
        size = len(paragraph.split())
        if size > LONGEST:
            continue
        if words + size > LONGEST and words >= SHORTEST:
            out.append("\n".join(run))
            run, words = [], 0
        run.append(paragraph)
        words += size
    if words >= SHORTEST:
        out.append("\n".join(run))
    return out[:at_most]


def white_house(data):
    gold = [json.loads(line) for line in open(f"{data}/events/dev_docs.jsonl", encoding="utf-8")]
    kept_apart = {d["id"].removeprefix("wh:") for d in gold}
    reserved = set().union(*(shingles(d["text"]) for d in gold))
    for line in gzip.open(f"{data}/text/whitehouse.jsonl.gz", "rt", encoding="utf-8"):
        record = json.loads(line)
        if record["id"] in kept_apart:
            continue
        for number, text in enumerate(passages(unwrap(record["text"]), 2)):
            ours = shingles(text)
            if len(ours & reserved) > 0.05 * len(ours):
                continue
            yield {"id": f"wh:{record['id']}#{number}", "source": "whitehouse", "text": text}


def treebank(path, name, source, at_most):
    paragraphs, document = [], []
    for line in open(path, encoding="utf-8"):
        if line.startswith(("# newpar", "# newdoc")) and paragraphs:
            document.append(" ".join(paragraphs))
            paragraphs = []
        elif line.startswith("# text = "):
            paragraphs.append(line[len("# text = "):].strip())
    if paragraphs:
        document.append(" ".join(paragraphs))
    for number, text in enumerate(passages(document, at_most)):
        yield {"id": f"{source}:{name}#{number}", "source": source, "text": text}


def gum(folder, data):
    gold = {json.loads(line)["id"] for line in open(f"{data}/events/dev_docs.jsonl", encoding="utf-8")}
    dev = set(re.findall(r"GUM_\w+", open(f"{folder}/splits.md", encoding="utf-8").read().split("## test")[0]))
    for path in sorted(glob.glob(f"{folder}/GUM_*.conllu")):
        name = os.path.basename(path).removesuffix(".conllu")
        if f"gum:{name}" in gold or name in dev or name.split("_")[1] not in NEWS_LIKE:
            continue
        yield from treebank(path, name, "gum", 3)


def ewt(folder):
    names = open(glob.glob(f"{folder}/not-to-release/**/files.train", recursive=True)[0], encoding="utf-8").read().split()
    for name in sorted(names):
        path = f"{folder}/not-to-release/sources/{name}"
        if os.path.exists(path):
            yield from treebank(path, name, "ewt", 2)


def main():
    treebanks, out = sys.argv[1:3]
    data = os.environ.get("TOCSIN_DATA", "../shared/data")
    limits = {"whitehouse": 1500, "gum": 300, "ewt": 500}
    found = [*white_house(data), *gum(f"{treebanks}/gum", data), *ewt(f"{treebanks}/ewt")]
    found.sort(key=lambda p: (p["source"], digest(p["id"])))
    counts = dict.fromkeys(limits, 0)
    with open(out, "w", encoding="utf-8") as file:
        for passage in found:
            if counts[passage["source"]] < limits[passage["source"]]:
                counts[passage["source"]] += 1
                file.write(json.dumps(passage, ensure_ascii=False) + "\n")
    print(counts, file=sys.stderr)


if __name__ == "__main__":
    main()
