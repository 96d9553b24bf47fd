"""Names of exercises as words that can be compared: spelling, plurals, compounds and gym shorthand levelled out."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[a-z0-9]+")

# Written apart, together or with a hyphen, these are one word.
_COMPOUNDS: Final = {
    ("pull", "up"): "pullup",
    ("chin", "up"): "chinup",
    ("push", "up"): "pushup",
    ("press", "up"): "pushup",
    ("sit", "up"): "situp",
    ("step", "up"): "stepup",
    ("muscle", "up"): "muscleup",
    ("get", "up"): "getup",
    ("v", "up"): "vup",
    ("otis", "up"): "otisup",
    ("push", "down"): "pushdown",
    ("pull", "down"): "pulldown",
    ("press", "down"): "pushdown",
    ("pull", "over"): "pullover",
    ("cross", "over"): "crossover",
    ("roll", "out"): "rollout",
    ("pull", "through"): "pullthrough",
    ("pull", "apart"): "pullapart",
    ("dead", "lift"): "deadlift",
    ("skull", "crusher"): "skullcrusher",
    ("kick", "back"): "kickback",
    ("kettle", "bell"): "kettlebell",
    ("dumb", "bell"): "dumbbell",
    ("bar", "bell"): "barbell",
    ("body", "weight"): "bodyweight",
    ("wood", "chop"): "woodchop",
    ("jack", "knife"): "jackknife",
    ("land", "mine"): "landmine",
    ("good", "morning"): "goodmorning",
    ("t", "bar"): "tbar",
    ("v", "bar"): "vbar",
    ("ez", "bar"): "ez",
    ("smith", "machine"): "smith",
    ("medicine", "ball"): "medball",
    ("med", "ball"): "medball",
    ("exercise", "ball"): "exerciseball",
    ("stability", "ball"): "exerciseball",
    ("swiss", "ball"): "exerciseball",
    ("gym", "ball"): "exerciseball",
    ("hex", "bar"): "trapbar",
    ("trap", "bar"): "trapbar",
    ("iso", "lateral"): "isolateral",
    ("ski", "erg"): "skierg",
    ("face", "pull"): "facepull",
    ("pec", "deck"): "pecdeck",
    ("pec", "dec"): "pecdeck",
    ("foam", "roller"): "foamroll",
    ("foam", "roll"): "foamroll",
    ("foam", "rolling"): "foamroll",
    ("jump", "rope"): "jumprope",
    ("rope", "jumping"): "jumprope",
    ("skipping", "rope"): "jumprope",
    ("hyper", "extension"): "hyperextension",
    ("close", "grip"): "closegrip",
    ("narrow", "grip"): "closegrip",
    ("wide", "grip"): "widegrip",
    ("reverse", "grip"): "reversegrip",
    ("underhand", "grip"): "reversegrip",
    ("neutral", "grip"): "neutralgrip",
    ("one", "arm"): "onearm",
    ("one", "armed"): "onearm",
    ("single", "arm"): "onearm",
    ("one", "leg"): "oneleg",
    ("one", "legged"): "oneleg",
    ("single", "leg"): "oneleg",
    ("single", "legged"): "oneleg",
    ("stiff", "leg"): "stiffleg",
    ("stiff", "legged"): "stiffleg",
    ("straight", "leg"): "stiffleg",
    ("straight", "arm"): "straightarm",
    ("straight", "armed"): "straightarm",
}

# One word for another: abbreviations, spellings and synonyms that never change which exercise is meant.
_SYNONYMS: Final = {
    "1": "one",
    "ab": "ab",
    "abs": "ab",
    "alternate": "alternating",
    "barbells": "barbell",
    "battling": "battle",
    "bb": "barbell",
    "bicep": "biceps",
    "bw": "bodyweight",
    "calves": "calf",
    "db": "dumbbell",
    "delts": "delt",
    "dl": "deadlift",
    "dumbbells": "dumbbell",
    "dumbell": "dumbbell",
    "farmers": "farmer",
    "flies": "fly",
    "flye": "fly",
    "flyes": "fly",
    "flys": "fly",
    "glutes": "glute",
    "hamstrings": "hamstring",
    "inclined": "incline",
    "kb": "kettlebell",
    "legged": "leg",
    "obliques": "oblique",
    "physioball": "exerciseball",
    "pres": "press",
    "pullups": "pullup",
    "quad": "quadriceps",
    "quads": "quadriceps",
    "suspended": "suspension",
    "tricep": "triceps",
    "trx": "suspension",
    "tyre": "tire",
    "underhand": "reversegrip",
    "ups": "up",
    "downs": "down",
}

# Shorthand for several words.
_SHORTHAND: Final = {
    "atg": ("full",),
    "bss": ("bulgarian", "split", "squat"),
    "btn": ("behind", "neck"),
    "cgbp": ("closegrip", "bench", "press"),
    "ghr": ("glute", "ham", "raise"),
    "hspu": ("handstand", "pushup"),
    "ohp": ("overhead", "press"),
    "ohs": ("overhead", "squat"),
    "rdl": ("romanian", "deadlift"),
    "sldl": ("stiffleg", "deadlift"),
    "tgu": ("turkish", "getup"),
}

_FILLERS: Final = frozenset({"a", "an", "and", "for", "from", "in", "of", "off", "on", "the", "to", "with", "your"})

_UNCHANGING: Final = frozenset({"biceps", "triceps", "quadriceps", "lats", "traps", "abs", "pres"})


def plain(text: str) -> str:
    """Lower case without accents and apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.lower()).replace("'", "").replace("\u2019", "")
    return decomposed.encode("ascii", "ignore").decode()


@functools.lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The words of a name in their order, each in its standard form, fillers left out."""
    return _joined([word for part in _WORD.findall(plain(text)) for word in _standard(part)])


def rejoined(parts: list[str]) -> tuple[str, ...]:
    """Words in standard form, joined to compounds where they make one."""
    return _joined(parts)


def _standard(word: str) -> tuple[str, ...]:
    if word in _SHORTHAND:
        return _SHORTHAND[word]
    word = _SYNONYMS.get(word) or _singular(word)
    return (_SYNONYMS.get(word, word),)


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word in _UNCHANGING or word.endswith("ss"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1]


def _joined(parts: list[str]) -> tuple[str, ...]:
    joined: list[str] = []
    at = 0
    while at < len(parts):
        pair = tuple(parts[at : at + 2])
        compound = _COMPOUNDS.get((pair[0], pair[1])) if len(pair) == 2 else None
        joined.append(compound or parts[at])
        at += 2 if compound else 1
    return tuple(word for word in joined if word not in _FILLERS)
