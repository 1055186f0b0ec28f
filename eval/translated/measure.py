"""Precision and recall of the detector of translated text, on texts laid out by `sets.py` and translated by
`translate.py` (see README.md). Text alone: no address, page or note helps.

    measure.py PROGRAM FOLDER [NEURAL.jsonl ...]

PROGRAM is tocsin-read's example `translated`. Prints Markdown. Intervals: 95%, bootstrap over texts, 2,000 draws, fixed seed.
"""

import collections
import json
import os
import random
import subprocess
import sys

PLACES = os.path.join(os.path.dirname(__file__), "written_abroad.txt")


def judged(program, path):
    with open(path, encoding="utf-8") as file:
        done = subprocess.run([program, "judge"], stdin=file, capture_output=True, text=True, check=True).stdout
    records = [json.loads(line) for line in open(path, encoding="utf-8")]
    for record, line in zip(records, done.splitlines(), strict=True):
        answer = json.loads(line)
        record["flagged"] = bool(answer and answer["translated"])
    return records


def interval(draw):
    random.seed(20261129)
    draws = sorted(x for x in (draw() for _ in range(2000)) if x is not None)
    return f"[{draws[int(.025 * len(draws))]:.3f}, {draws[int(.975 * len(draws)) - 1]:.3f}]"


def again(records):
    return random.choices(records, k=len(records))


def share(records):
    return sum(r["flagged"] for r in records) / len(records) if records else None


def precision(translated, originals):
    """Where as many translated as original texts come by."""
    hits, false = share(translated), share(originals)
    return hits / (hits + false) if hits + false else None


def row(name, translated, originals):
    p = precision(translated, originals)
    low = interval(lambda: precision(again(translated), again(originals)))
    shown = "none found" if not share(translated) else f"{p:.3f} {low}"
    print(f"| {name} | {len(translated)} | {share(translated):.3f} {interval(lambda: share(again(translated)))} | {shown} |")


def host(record):
    address = record.get("url", "")
    return address.split("/")[2].removeprefix("www.") if "://" in address else ""


def main():
    program, folder = sys.argv[1:3]
    originals = judged(program, f"{folder}/originals.jsonl")
    held = [r for r in originals if r["set"] == "held-out"]
    print("| translated texts | texts | recall | precision, as many originals as translated |\n|---|---|---|---|")
    back = judged(program, f"{folder}/mt_to_and_fro.jsonl")
    row("**English news, to and fro: the set of the aim**", back, held)
    for system in sorted({r["system"] for r in back}):
        row(f"to and fro, {system}", [r for r in back if r["system"] == system], held)
    for lang in ("es", "fr", "it", "pt"):
        path = f"{folder}/mt_from_{lang}.jsonl"
        if os.path.exists(path):
            records = judged(program, path)
            for system in sorted({r["system"] for r in records}):
                row(f"news written in `{lang}`, {system}", [r for r in records if r["system"] == system], held)
    for path in sys.argv[3:]:
        records = judged(program, path)
        name = os.path.basename(path).removesuffix(".jsonl")
        row(f"**neural, {name}**", records, held)
        for system in sorted({r["system"] for r in records}):
            row(f"neural, {name}, {system}", [r for r in records if r["system"] == system], held)
    print("\n| originals | texts | flagged wrongly |\n|---|---|---|")
    places = set(open(PLACES, encoding="utf-8").read().split())
    groups = collections.defaultdict(list)
    for r in originals:
        groups[{"pages": "English pages of the four page sets", "lgl": "LGL, local news", "geovirus": "GeoVirus, Wikinews",
                "polnear": "PolNeAR, US politics"}[r["source"]]].append(r)
        if r["set"] == "held-out":
            groups["of the pages: the 200 held out"].append(r)
        if host(r) in places:
            groups["of the pages: outlets of countries where English is not the first language"].append(r)
    groups["all"] = originals
    for name, records in groups.items():
        print(f"| {name} | {len(records)} | {sum(r['flagged'] for r in records)}: {share(records):.4f} {interval(lambda: share(again(records)))} |")


if __name__ == "__main__":
    main()
