"""Word pieces of tokens: the rules of the encoder's own vocabulary (uncased, accents stripped), token by token."""

import unicodedata

MOST_PIECES = 8

SHAPES = ["lower", "title", "upper", "mixed", "number", "other"]


def shape(form):
    """The shape class of a token: what lower-casing hides."""
    letters = [c for c in form if c.isalpha()]
    if not letters:
        return 4 if any(c.isnumeric() for c in form) else 5
    if all(not c.isupper() for c in letters):
        return 0
    if all(c.isupper() for c in letters):
        return 2 if len(letters) > 1 else 1
    if form[0].isupper() and all(not c.isupper() for c in letters[1:]):
        return 1
    return 3


def is_mark(c):
    o = ord(c)
    if 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126:
        return True
    return unicodedata.category(c).startswith("P")


class Pieces:
    def __init__(self, vocabulary):
        self.ids = {line.rstrip("\n"): n for n, line in enumerate(open(vocabulary, encoding="utf-8"))}
        self.unknown = self.ids["[UNK]"]
        self.first = self.ids["[CLS]"]
        self.last = self.ids["[SEP]"]
        self.known = {}

    def of(self, form):
        """The pieces of one token, at least one, at most MOST_PIECES."""
        found = self.known.get(form)
        if found is None:
            found = self.known[form] = self._of(form)
        return found

    def _of(self, form):
        text = unicodedata.normalize("NFD", form.lower())
        words, word = [], ""
        for c in text:
            if unicodedata.category(c) == "Mn" or unicodedata.category(c) in ("Cc", "Cf"):
                continue
            if c.isspace():
                if word:
                    words.append(word)
                word = ""
            elif is_mark(c):
                if word:
                    words.append(word)
                words.append(c)
                word = ""
            else:
                word += c
        if word:
            words.append(word)
        out = []
        for word in words:
            out += self._greedy(word)
        if not out:
            out = [self.unknown]
        # Of very long tokens the beginning and the end are kept: endings carry the grammar.
        return out if len(out) <= MOST_PIECES else out[: MOST_PIECES // 2] + out[-(MOST_PIECES // 2):]

    def _greedy(self, word):
        if len(word) > 100:
            return [self.unknown]
        out, at = [], 0
        while at < len(word):
            end = len(word)
            while end > at:
                part = ("##" if at else "") + word[at:end]
                if part in self.ids:
                    break
                end -= 1
            if end == at:
                return [self.unknown]
            out.append(self.ids[part])
            at = end
        return out
