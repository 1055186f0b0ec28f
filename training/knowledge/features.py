"""knowledge/places/features.tsv from seed/features.txt."""
import common

rows, seen = [], set()
for number, state, f in common.seed("features.txt"):
    assert len(f) == 6, (number, f)
    name, other, kind, iso3, lat, lon = f
    assert kind in ("sea", "river", "region", "point"), (number, kind)
    assert name not in seen, (number, name)
    seen.add(name)
    names = other.split(";")
    names += [common.plain(n) for n in [name] + names]
    rows.append([name, common.bar(names, {name}), kind, common.bar(iso3.split(";")), f"{float(lat):.2f}", f"{float(lon):.2f}", state["source"]])
rows.sort(key=lambda r: r[0].lower())
common.write(common.PLACES + "/features.tsv",
             ["Seas, straits, rivers, regions, and points of the news (bases, crossings, landmarks).",
              "iso3: the country or countries whose territory it is by the codes of CODEBOOK.md section 5 (occupied or disputed land: the state of which most",
              "states hold it to be a part), empty where it belongs to several or none. lat and lon are a rough middle, good to a degree for seas and regions.",
              "source names where name and position can be checked. Written 2026-11-20 by training/knowledge/features.py from seed/features.txt."],
             ["name", "other_names", "kind", "iso3", "lat", "lon", "source"], rows)
