"""Translates passages with Apertium, Debian's rule-based engine: into English, or away from it and back.

    translate.py CHAINS PASSAGES OUT

CHAINS is a list such as `eng-spa+spa-eng,en-eo+eo-en`: each passage goes through the chain whose number follows from the
digest of its id, or through all of them with `--all`. PASSAGES and OUT are JSONL with id, source, text; OUT gains `system`,
the chain. The marks of unknown words are switched off, as users of the engine see its output.
"""

import collections
import hashlib
import json
import subprocess
import sys


def through(mode, lines):
    """The lines after one mode, one for one: a blank line between them is what the engine does not move words over."""
    given = "\n\n".join(line.replace("\n", " ") for line in lines) + "\n"
    done = subprocess.run(["apertium", "-u", mode], input=given, capture_output=True, text=True)
    got = done.stdout.rstrip("\n").split("\n\n")
    return [" ".join(line.split()) for line in got] if done.returncode == 0 and len(got) == len(lines) else None


def translated(chain, records):
    """The records after a chain. Some inputs crash the engine: they are narrowed down to single records and left out."""
    lines = [line for record in records for line in record["text"].split("\n")]
    for mode in chain.split("+"):
        lines = lines and through(mode, lines)
    if lines:
        rest = iter(lines)
        return [{**r, "system": chain, "text": "\n".join(next(rest) for _ in r["text"].split("\n"))} for r in records]
    if len(records) == 1:
        return []
    half = len(records) // 2
    return translated(chain, records[:half]) + translated(chain, records[half:])


def main():
    arguments = [a for a in sys.argv[1:] if a != "--all"]
    chains, passages, out = arguments[0].split(","), arguments[1], arguments[2]
    records = [json.loads(line) for line in open(passages, encoding="utf-8")]
    chosen = collections.defaultdict(list)
    for record in records:
        number = int(hashlib.sha256(("chain " + record["id"]).encode()).hexdigest()[:8], 16)
        for chain in chains if "--all" in sys.argv else [chains[number % len(chains)]]:
            chosen[chain].append(record)
    with open(out, "w", encoding="utf-8") as file:
        for chain in chains:
            some = chosen[chain]
            done = [r for at in range(0, len(some), 40) for r in translated(chain, some[at:at + 40])]
            for record in done:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
            print(chain, len(some), "given,", len(done), "translated", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
