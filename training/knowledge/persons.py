"""knowledge/actors/persons.tsv from seed/persons_*.txt (they win) and $TOCSIN_DATA/actors/*.csv (heads of state and government as of 2022)."""
import csv
import glob
import os
import re
import sys

import common

CSV_SOURCE = "$TOCSIN_DATA/actors/{} (Wikidata, CC0, as of 2022)"
COUNTRY = {"The Gambia": "GMB", "The Bahamas": "BHS", "Congo–Brazzaville (Republic of the Congo)": "COG", "Congo–Kinshasa (Democratic Republic of the Congo)": "COD",
           "China (People's Republic of China)": "CHN", "North Korea (Democratic People's Republic of Korea)": "PRK",
           "South Korea (Republic of Korea)": "KOR", "Taiwan (Republic of China)": "TWN", "Kingdom of Denmark": "DNK",
           "Kingdom of the Netherlands": "NLD", "Republic of Abkhazia": "GEO", "Abkhazia": "GEO", "South Ossetia": "GEO",
           "Republic of Artsakh": "AZE", "Artsakh": "AZE", "Republika Srpska": "BIH", "Sahrawi Arab Democratic Republic": "ESH",
           "Somaliland": "SOM", "Transnistria": "MDA", "Turkish Republic of Northern Cyprus": "CYP", "Northern Cyprus": "CYP",
           "Donetsk People's Republic": "UKR", "Luhansk People's Republic": "UKR", "Czech Republic": "CZE", "Turkey": "TUR",
           "East Timor": "TLS", "Federated States of Micronesia": "FSM", "Micronesia": "FSM", "Ivory Coast": "CIV",
           "People's Republic of China": "CHN", "Republic of the Congo": "COG", "Democratic Republic of the Congo": "COD"}
SEPARATIST = {"Republic of Abkhazia", "Abkhazia", "South Ossetia", "Republic of Artsakh", "Artsakh", "Somaliland", "Transnistria",
              "Turkish Republic of Northern Cyprus", "Northern Cyprus", "Donetsk People's Republic", "Luhansk People's Republic",
              "Sahrawi Arab Democratic Republic"}
# Offices that stand in the label column of the source as a page title or a list title.
OFFICE = {"Transitional Military Council (Chad)": "", "National Committee of Reconciliation and Development": "", "Presidential Council (Libya)": "",
          "Patriotic Movement for Safeguard and Restoration": "", "State Affairs Commission of the DPRK": "", "Monarchy of Belgium": "King of the Belgians",
          "Monarchy of Denmark": "Queen of Denmark", "Monarchy of the Netherlands": "King of the Netherlands", "Monarchy of Norway": "King of Norway",
          "Monarchy of Spain": "King of Spain", "Monarchy of Sweden": "King of Sweden", "Monarchy of Thailand": "King of Thailand",
          "Monarchy of Tonga": "King of Tonga", "Druk Gyalpo": "King of Bhutan", "Captains Regent": "Captain Regent of San Marino",
          "State Administration Council": "Member of the State Administration Council of Myanmar", "military leader": "",
          "Donetsk People's Republic": "Head of the Donetsk People's Republic", "Luhansk People's Republic": "Head of the Luhansk People's Republic",
          "Syrian Salvation Government": "Prime Minister of the Syrian Salvation Government",
          "Prime Minister of the State of Libya": "Prime Minister of Libya", "Prime Minister of Western Sahara": "Prime Minister of the Sahrawi Arab Democratic Republic",
          "Minister of State (Monaco)": "Minister of State of Monaco", "Chancellor of Germany (1949–)": "Chancellor of Germany",
          "List of heads of government of Sierra Leone": "Chief Minister of Sierra Leone", "List of heads of government of Sudan": "Prime Minister of Sudan",
          "Chairmen of the Presidency of Bosnia and Herzegovina": "Chairman of the Presidency of Bosnia and Herzegovina"}
NAME = {"Brahim Zwimel EL Zamel": "Brahim Ghali", "Salman of Saudi Arabia": "Salman bin Abdulaziz Al Saud", "Hamad II of Bahrain": "Hamad bin Isa Al Khalifa", "Hassanal Bolkiah I of Brunei": "Hassanal Bolkiah"}


def kind(office):
    o = office.lower()
    if "governor" in o:
        return "governor"
    if "acting" in o or "vice president" in o or "council" in o and "prime" not in o and "minister" not in o:
        return o
    if re.search(r"\b(prime minister|premier|chancellor|taoiseach|council of ministers|cabinet of ministers|chief minister)\b", o):
        return "government"
    if re.search(r"\b(president|king|queen|emir|sultan|monarch|monarchy|pope|emperor|supreme leader|prince|supreme)\b", o):
        return "state"
    return o


def main():
    countries = {}
    with open(common.ACTORS + "/countries.tsv", encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                c = line.rstrip("\n").split("\t")
                for n in [c[2]] + c[3].split("|"):
                    countries.setdefault(n, c[0])
    facts = []
    for file in ("wikidata.csv", "wikipedia.csv"):
        with open(os.path.join(common.data_folder(), "actors", file), encoding="utf-8") as f:
            for r in csv.DictReader(f):
                r = {k.lower(): (v or "").strip() for k, v in r.items()}
                iso3 = COUNTRY.get(r["country"]) or countries.get(r["country"])
                if not iso3:
                    sys.exit("unknown country " + r["country"])
                office = r["positionlabel"]
                name = re.sub(r"\s*\([^)]*\)$", "", r["officeholderlabel"]).strip()
                name = NAME.get(name, name)
                office = OFFICE.get(office, office)
                if not office or office == "Viola Amherd" or not name or re.match(r"^Q\d+$", name) or name in ("Pope",) or office == name or name == r["positionlabel"]:
                    continue
                if office.startswith("Monarchy of") or office.lower().startswith("monarch of"):
                    office = "Monarch of " + office.split(" of ", 1)[1]
                office = office[0].upper() + office[1:]
                sector = "PRE" if r["country"] in SEPARATIST else "GOV"
                facts.append({"name": name, "q": r["officeholder"] if r["officeholder"].startswith("Q") else "", "iso3": iso3, "office": office,
                              "from": r["start_year"], "to": r["end_year"], "sector": sector, "source": CSV_SOURCE.format(file)})
    ids = {}
    for r in facts:
        if r["q"]:
            ids.setdefault(common.plain(r["name"]), set()).add(r["q"])
    # Also the ids that the seed files name once for several terms.
    files = [os.path.basename(p) for p in sorted(glob.glob(common.SEED + "/persons_*.txt"))]
    lines = []
    for file in files:
        for number, state, f in common.seed(file):
            f = (f + [""] * 7)[:7] if not any(f[7:]) else f
            assert len(f) == 7, (file, number, f)
            lines.append((file, number, state, f))
            if f[3]:
                for n in f[2].split(";")[:1]:
                    ids.setdefault(common.plain(n), set()).add(f[3])
    rows, keys, held = [], set(), {}
    for file, number, state, (iso3, office, names, q, start, end, sector) in lines:
        names = names.split(";")
        known = set().union(*(ids.get(common.plain(n), set()) for n in names))
        if not q and len(known) == 1:
            q = next(iter(known))
        sector = sector or state.get("sector") or "GOV"
        key = (names[0], iso3, office, start)
        assert key not in keys, (file, number, key)
        keys.add(key)
        rows.append([names[0], names[1:], iso3, sector, office, start, end, q, state["source"]])
        for who in [q] + [common.plain(n) for n in names]:
            if who:
                held.setdefault((who, iso3), set()).add(kind(office))
    starts = {}
    for r in rows:
        starts.setdefault((r[2], kind(r[4])), []).append((r[5], r[0]))
    done, closed, opened = set(), [], []
    for r in facts:
        what = kind(r["office"])
        mine = held.get((r["q"], r["iso3"]), set()) | held.get((common.plain(r["name"]), r["iso3"]), set())
        if what in mine or (r["office"].startswith("Monarch of") and r["name"] in ("Charles III", "Elizabeth II") and r["iso3"] == "GBR"):
            continue
        key = (r["q"] or r["name"], r["iso3"], what)
        if key in done:
            continue
        done.add(key)
        if not r["to"] and r["sector"] == "GOV":
            later = sorted(s for s in starts.get((r["iso3"], what), []) if s[0][:4] >= r["from"] and s[0][:4] >= "2022")
            if later:
                r["to"] = later[0][0]
                closed.append((r["name"], r["office"], r["from"], r["to"], later[0][1]))
            else:
                opened.append((r["name"], r["office"], r["from"]))
        rows.append([r["name"], [], r["iso3"], r["sector"], r["office"], r["from"], r["to"], r["q"], r["source"]])
    # A person's aliases hold for all of the person's terms.
    aliases = {}
    for r in rows:
        aliases.setdefault(r[7] or r[0], []).extend([r[0]] + r[1])
    out = []
    for r in rows:
        names = aliases[r[7] or r[0]]
        names = names + [common.plain(n) for n in names]
        out.append(r[:1] + [common.bar(names, {r[0]})] + r[2:])
    out.sort(key=lambda r: (common.plain(r[0]).lower(), r[2], r[5], r[4]))
    common.write(common.ACTORS + "/persons.tsv",
                 ["Persons in public roles, one row for a person and term. No private persons (CODEBOOK.md section 9).",
                  "from and to are YYYY-MM-DD, YYYY-MM or YYYY; an empty to: in office as far as the source knows. Terms marked 'as of 2022' may have ended since.",
                  "source names where the term can be checked; no text was copied from it. wikidata ids (CC0) stand only where a data file named them.",
                  "Written 2026-11-20 by training/knowledge/persons.py from seed/persons_*.txt and $TOCSIN_DATA/actors/*.csv. Lists are separated by |.",
                  "country is ISO 3166-1 alpha-3 or a class (IGO, UNO, EUR, NGO). sector is the sector of the office while it is held (afterwards ELI)."],
                 ["name", "aliases", "country", "sector", "office", "from", "to", "wikidata", "source"], out)
    print(len({r[7] or r[0] for r in out}), "persons;", sum(r[5] >= "2022" or r[6] >= "2022" for r in out), "terms that begin or end in 2022 or later")
    if "-v" in sys.argv:
        print("closed by the next known holder:", *closed, sep="\n  ")
        print("still open, as of 2022:", *opened, sep="\n  ")


main()
