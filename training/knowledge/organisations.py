"""knowledge/actors/organisations.tsv from seed/organisations_*.txt."""
import glob
import os

import common

rows, seen = [], {}
for path in sorted(glob.glob(common.SEED + "/organisations_*.txt")):
    for number, state, f in common.seed(os.path.basename(path)):
        f = (f + [""] * 6)[:6] if not any(f[6:]) else f
        assert len(f) == 6, (path, number, f)
        name, aliases, acronyms, country, sector, q = f
        key = (name, country)
        assert key not in seen, (path, number, key)
        seen[key] = number
        acronyms = [a for a in acronyms.split(";") if a and a != name]
        names = [a for a in aliases.split(";") if a not in acronyms]
        names += [common.plain(n) for n in [name] + names]
        if country == "USA" and name.startswith("U.S. "):
            names += ["US " + name[5:]]
        rows.append([name, common.bar(names, {name}), common.bar(acronyms), country, sector, q, state["source"]])
rows.sort(key=lambda r: (r[0].lower(), r[3]))
common.write(common.ACTORS + "/organisations.tsv",
             ["International bodies, non-governmental organisations, companies, media, ministries, agencies, services, courts, parliaments, parties.",
              "source names where name, country and kind can be checked; no text was copied from it. Aliases were written for this project.",
              "wikidata (CC0) is given only where certain. Written 2026-11-20 by training/knowledge/organisations.py from seed/organisations_*.txt.",
              "country is ISO 3166-1 alpha-3 or a class (IGO, UNO, EUR, NGO, ISM, IMG, MNC). acronyms are matched with their case. Lists are separated by |.",
              "A bare 'Congress', 'Senate', 'Supreme Court', 'National Guard', 'Labour', 'House of Commons' stands for the country in whose row it is",
              "only where nothing nearer names another country."],
             ["name", "aliases", "acronyms", "country", "sector", "wikidata", "source"], rows)
