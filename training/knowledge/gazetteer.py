"""The packed gazetteer knowledge/places/gazetteer.bin: what crates/tocsin-language/src/place/packed.rs reads.

A zlib stream of columns, one behind the other; "varint" is LEB128, numbers are little-endian.
    number of division codes (varint), the codes with their countries ("USA US-TX"), each ended by a line end
    number of rows (varint); rows are in order of division, then of GeoNames identifier (0: a second-order division)
    division of each row (varint, how much more than that of the row before)
    identifier of each row (varint; how much more than that of the row before where the division is the same)
    latitude, then longitude, of each row (3 bytes each, signed, in steps of 0.0001 degrees)
    inhabitants of each row (varint)
    name of each row, ended by a line end
    number of names (varint); names are in order of their hash
    hash of each name (upper 40 bits of the program's hash; varint, how much more than the one before)
    what it names (3 bytes: twice the row's number, plus one for a name other than the row's own)
"""
import unicodedata
import zlib

import common

PATH = common.PLACES + "/gazetteer.bin"
PRIME, FIRST, MASK = 0x100000001B3, 0xCBF29CE484222325, (1 << 64) - 1
LETTERS = {"ø": b"o", "Ø": b"o", "ł": b"l", "Ł": b"l", "đ": b"d", "Đ": b"d", "ı": b"i", "æ": b"ae", "Æ": b"ae", "ß": b"ss"}


def words(name):
    out, word = [], ""
    for c in name:
        if c.isalnum() or "\u0300" <= c <= "\u036f":
            word += c
        elif word:
            out.append(word)
            word = ""
    return out + [word] if word else out


def folded(word):
    if word.isascii():
        return word.lower().encode()
    out = b""
    for c in unicodedata.normalize("NFD", word):
        if c in LETTERS:
            out += LETTERS[c]
        elif c.isascii():
            out += c.lower().encode()
        elif c.isalpha():
            out += b"".join(ord(x).to_bytes(4, "little") for x in c.lower())
    return out


def hash_name(name):
    """As hash_name in place/table.rs."""
    h = FIRST
    for word in words(name):
        for byte in folded(word) + b" ":
            h = ((h ^ byte) * PRIME) & MASK
    return h


def varint(n):
    out = bytearray()
    while n >= 0x80:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def pack(rows):
    """rows: (identifier, name, other names, iso3, division, latitude, longitude, inhabitants)."""
    codes = sorted({(r[3], r[4]) for r in rows})
    number = {c: i for i, c in enumerate(codes)}
    rows = sorted(rows, key=lambda r: (number[(r[3], r[4])], r[0], r[1], r[5], r[6]))
    out = [varint(len(codes)), "".join(f"{a} {b}\n" for a, b in codes).encode(), varint(len(rows))]
    divisions = [number[(r[3], r[4])] for r in rows]
    out += [varint(d - b) for b, d in zip([0] + divisions, divisions)]
    last = (-1, 0)
    for d, r in zip(divisions, rows):
        out.append(varint(r[0] - last[1] if d == last[0] else r[0]))
        last = (d, r[0])
    for column in (5, 6):
        out += [round(r[column] * 1e4).to_bytes(3, "little", signed=True) for r in rows]
    out += [varint(r[7]) for r in rows]
    out += [r[1].encode() + b"\n" for r in rows]
    names = {}
    for i, r in enumerate(rows):
        for j, name in enumerate([r[1]] + r[2]):
            names.setdefault((hash_name(name) >> 24, i), int(j > 0))
    index = sorted((h, 2 * i + other) for (h, i), other in names.items())
    out.append(varint(len(index)))
    out += [varint(h - b) for b, h in zip([0] + [h for h, _ in index], [h for h, _ in index])]
    out += [n.to_bytes(3, "little") for _, n in index]
    raw = b"".join(out)
    with open(PATH, "wb") as f:
        f.write(zlib.compress(raw, 9))
    print(f"knowledge/places/gazetteer.bin: {len(rows)} rows, {len(index)} names, {len(raw)} bytes unpacked")


def unpack():
    """The rows (identifier, name, iso3, division, latitude, longitude, inhabitants) and {hash: [(row, whether another name)]}."""
    with open(PATH, "rb") as f:
        raw, at = zlib.decompress(f.read()), 0

    def number():
        nonlocal at
        n = shift = 0
        while True:
            byte = raw[at]
            at += 1
            n |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return n

    def line():
        nonlocal at
        end = raw.index(b"\n", at)
        text, at = raw[at:end].decode(), end + 1
        return text

    def three(signed):
        nonlocal at
        at += 3
        return int.from_bytes(raw[at - 3:at], "little", signed=signed)

    codes = [line().split(" ") for _ in range(number())]
    count = number()
    divisions, ids, d = [], [], 0
    for _ in range(count):
        d += number()
        divisions.append(d)
    for i in range(count):
        step = number()
        ids.append(step + ids[-1] if i and divisions[i] == divisions[i - 1] else step)
    lats, lons = ([three(True) / 1e4 for _ in range(count)] for _ in range(2))
    people = [number() for _ in range(count)]
    names = [line() for _ in range(count)]
    hashes, h = [], 0
    for _ in range(number()):
        h += number()
        hashes.append(h)
    index = {}
    for h in hashes:
        n = three(False)
        index.setdefault(h, []).append((n // 2, n % 2))
    assert at == len(raw)
    return [(i, n, *codes[d], lat, lon, p) for i, n, d, lat, lon, p in zip(ids, names, divisions, lats, lons, people)], index
