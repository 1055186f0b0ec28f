"""knowledge/actors/groups.tsv from seed/groups.txt."""
import common

rows, seen = [], {}
for number, state, f in common.seed("groups.txt"):
    f = (f + [""] * 6)[:6] if not any(f[6:]) else f
    assert len(f) == 6, (number, f)
    name, aliases, acronyms, country, sector, q = f
    assert name not in seen, (number, name)
    seen[name] = number
    names = aliases.split(";")
    names += [common.plain(n) for n in [name] + names]
    rows.append([name, common.bar(names, {name}), common.bar(acronyms.split(";")), country, sector, q, state["source"]])
rows.sort(key=lambda r: r[0].lower())
common.write(common.ACTORS + "/groups.tsv",
             ["Armed, criminal, militant and separatist groups. The country is the home country.",
              "source names where name, home country and kind can be checked; no text was copied from it. Aliases were written for this project.",
              "wikidata (CC0) is given only where certain. Written 2026-11-20 by training/knowledge/groups.py from seed/groups.txt.",
              "acronyms are matched with their case. Lists are separated by |."],
             ["name", "aliases", "acronyms", "country", "sector", "wikidata", "source"], rows)
