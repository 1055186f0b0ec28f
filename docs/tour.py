#!/usr/bin/env python3
"""Renews what README.md shows of the program, by running it.

    docs/tour.py [--tocsin PROGRAM]     default $TOCSIN, else target/release/tocsin

In a ```console block, each line that begins with "$ " is run in the project's folder, with `tocsin` the program and a
store of its own, and what it prints to standard output and error is put below it. A ```json block below
`<!-- row FILE TYPE STATUS -->` gets the first such event of `tocsin code FILE`, cut down to what a reader needs first.
A command that needs $TOCSIN_DATA is left as it is where that is absent. Read the difference before you commit it.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WIDTH = 118


def said(command, env):
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, env=env, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    # 141: `head` has seen enough.
    if done.returncode not in (0, 141):
        sys.exit(f"tour: status {done.returncode}: {command}\n{done.stdout}")
    lines = [line.rstrip() for line in done.stdout.rstrip("\n").split("\n")]
    return [line if len(line) <= WIDTH else line[: WIDTH - 1] + "…" for line in lines]


def console(block, env):
    if "$TOCSIN_DATA" in block and not os.path.isdir(env["TOCSIN_DATA"]):
        print("tour: no $TOCSIN_DATA, left as it is:", block.split("\n")[0], file=sys.stderr)
        return block
    lines = []
    for line in block.split("\n"):
        if line.startswith("$ "):
            lines += [line, *said(line[2:], env)]
    return "\n".join(lines) + "\n"


def party(value):
    return {key: value[key] for key in ("name", "country", "sector", "wikidata")}


def row(path, kind, status, env):
    records = subprocess.run([os.path.join(env["TOUR"], "tocsin"), "code", "--quiet", path], cwd=ROOT, env=env, text=True,
                             capture_output=True, check=True).stdout  # fmt: skip
    for record in records.splitlines():
        for event in json.loads(record)["events"]:
            if (event["type"], event["status"]) == (kind, status):
                break
        else:
            continue
        break
    else:
        sys.exit(f"tour: {path} has no {status} {kind}")
    time, place, evidence = event["time"], event["place"], event["evidence"]
    short = {key: event[key] for key in ("id", "type", "mode", "quad", "intensity", "status", "historical")}
    short["actor"] = [party(p) for p in event["actor"]]
    short["recipient"] = [party(p) for p in event["recipient"]]
    short["time"] = time and {key: time[key] for key in ("start", "end", "precision", "inferred")}
    short["place"] = place and {key: place[key] for key in ("name", "country", "precision")}
    short["counts"] = [{key: c[key] for key in ("what", "low", "best", "high")} for c in event["counts"]]
    short["voice"] = [{"sources": [party(p) for p in link["sources"]], "anonymous": link["anonymous"]} for link in event["voice"]]
    short["evidence"] = {key: evidence[key] for key in ("sentence", "trigger", "exact")}
    short["confidence"] = event["confidence"]
    short["decided_by"] = event["decided_by"]
    dump = lambda value: json.dumps(value, ensure_ascii=False)
    return "{" + ",\n ".join(f"{dump(key)}: {dump(value)}" for key, value in short.items()) + "}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tocsin", default=os.environ.get("TOCSIN") or os.path.join(ROOT, "target/release/tocsin"))
    program = os.path.abspath(parser.parse_args().tocsin)
    readme = os.path.join(ROOT, "README.md")
    with open(readme, encoding="utf-8") as f:
        text = f.read()
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(program, os.path.join(folder, "tocsin"))
        env = {k: v for k, v in os.environ.items() if not k.startswith("TOCSIN")} | {
            "PATH": folder + os.pathsep + os.environ["PATH"],
            "TOUR": folder,
            "TOCSIN_STORE": os.path.join(folder, "tour.db"),
            "XDG_CONFIG_HOME": os.path.join(folder, "config"),
            "TOCSIN_DATA": os.environ.get("TOCSIN_DATA") or os.path.join(ROOT, "../shared/data"),
            "COLUMNS": str(WIDTH),
        }
        text = re.sub(r"(?<=```console\n)(.*?)(?=```)", lambda m: console(m[1], env), text, flags=re.S)
        text = re.sub(r"(<!-- row (\S+) (\S+) (\S+) -->\n```json\n)(.*?)(?=```)",
                      lambda m: m[1] + row(m[2], m[3], m[4], env), text, flags=re.S)  # fmt: skip
    with open(readme, "w", encoding="utf-8") as f:
        f.write(text)


main()
