"""Invented signals to measure with: Dutch, about 1 kB each, the same for the same seed.

- Words are spread as in real text: a few occur in every story, thousands in few.
- ``RARE`` stands in a fixed number of signals, however many there are: a search that selects.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

RARE = "zwanenburgerdijk"
RARE_COUNT = 20

_COMMON = (
    "de", "het", "een", "en", "van", "in", "is", "dat", "op", "te", "zijn", "met", "voor", "niet",
    "die", "er", "maar", "om", "ook", "aan", "bij", "uit", "naar", "zij", "hij", "ze", "wij",
    "geen", "al", "nog", "meer", "dan", "over", "door", "tot", "na", "onder", "zonder", "weer",
    "steeds", "vaak", "soms", "volgens", "zegt", "heeft", "had", "was", "werd", "wordt", "kan",
    "wil", "moet", "mag", "zag", "kwam", "ging", "stond", "zat", "vroeg", "vertelt", "dezelfde",
    "andere", "twee", "drie", "vier", "vijf", "zes", "jonge", "oudere", "oude", "nieuwe", "kleine",
    "grote",
)  # fmt: skip
_FIRST = (
    "paspoort", "adres", "woning", "uitzend", "tuinbouw", "schoonmaak", "nagel", "massage",
    "horeca", "vracht", "taxi", "bouw", "keuken", "garage", "kelder", "bank", "loon", "schuld",
    "boete", "huur", "post", "school", "jeugd", "zorg", "kassen", "slacht", "visserij", "bollen",
    "kamer", "slaap", "auto", "bus", "boot", "telefoon", "foto", "bezoek", "klant", "buurt",
    "straat", "dorp", "haven", "markt", "was", "kleding", "restaurant", "hotel", "camping",
    "vakantie", "park", "zaterdag", "nacht", "avond",
)  # fmt: skip
_SECOND = (
    "papieren", "controle", "bureau", "baas", "geld", "werk", "plaats", "kaart", "bedrijf",
    "verblijf", "inschrijving", "vraag", "dreiging", "chauffeur", "kosten", "rekening", "ruimte",
    "verhuur", "contract", "melding", "lijst", "gesprek", "afspraak", "balie", "begeleider",
    "tolk", "vriend", "familie", "groep", "bewoner", "deur", "sleutel", "medewerker", "klacht",
    "briefje", "pas", "nummer", "kenteken", "bezoek", "dienst", "ploeg", "bed", "matras", "tas",
    "bon", "bewijs", "eigenaar", "aannemer",
)  # fmt: skip
_GIVEN = (
    "Ana", "Bogdan", "Chidi", "Dan", "Elena", "Farid", "Grace", "Huong", "Ioana", "Jan", "Katya",
    "Linh", "Maria", "Nnamdi",
)  # fmt: skip
_FAMILY = (
    "Bakker", "Popescu", "Okafor", "Nguyen", "Kowalski", "Ivanova", "Haddad", "Visser", "Silva",
    "Mensah",
)  # fmt: skip
_TOWNS = ("Hoorn", "Medemblik", "Enkhuizen", "Schagen", "Alkmaar")
_STREETS = (
    "Dorpsstraat", "Kerkweg", "Havenkade", "Stationsplein", "Molenlaan", "Nieuwe_Steen",
    "Westerdijk",
)  # fmt: skip
_INDICATORS = ("ALG-01", "ALG-02", "ALG-03", "ALG-04", "ALG-06", "ARB-01", "ARB-03")
_CONTEXTS = ("balie_brp", "huisbezoek", "bedrijfscontrole")
_SENTENCE = 11


def signals(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """``count`` signals as ``signal add`` takes them."""
    dice = random.Random(seed)
    compounds = [first + second for first in _FIRST for second in _SECOND]
    dice.shuffle(compounds)
    words = [*_COMMON, *compounds]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    totals = list(accumulate(weights))
    every = max(1, count // RARE_COUNT)
    for number in range(count):
        signal = _signal(dice, words, totals, number)
        if number % every == 0 and number // every < RARE_COUNT:
            signal["narrative"] += f" Het was aan de {RARE.capitalize()}."
        yield signal


def _signal(
    dice: random.Random, words: list[str], totals: list[float], number: int
) -> dict[str, Any]:
    chosen = dice.choices(words, cum_weights=totals, k=55 + number % 20)
    day, hour = 1 + number % 28, 8 + number % 10
    signal: dict[str, Any] = {
        "context": _CONTEXTS[number % len(_CONTEXTS)],
        "acute": "nee",
        "municipality": _TOWNS[number % 2],
        "observed_at": f"2026-10-{day:02d}T{hour:02d}:15+01:00",
        "indicators": dice.sample(_INDICATORS, 2),
        "narrative": _narrative(chosen),
        "place": {
            "street": dice.choice(_STREETS).replace("_", " "),
            "number": str(dice.randint(1, 250)),
            "town": dice.choice(_TOWNS),
        },
        "reporter": {"kind": "melder_balie", "wants_feedback": number % 2 == 0},
    }
    if number % 2 == 0:
        name = f"{dice.choice(_GIVEN)} {dice.choice(_FAMILY)}"
        signal["persons"] = [{"role": "unknown", "name": name, "minor": "unknown"}]
    if number % 5 == 0:
        company = f"{dice.choice(words[-500:]).capitalize()} {dice.choice(_FAMILY)} BV"
        signal["organisations"] = [{"name": company}]
    return signal


def _narrative(words: list[str]) -> str:
    sentences = (words[at : at + _SENTENCE] for at in range(0, len(words), _SENTENCE))
    return " ".join(" ".join(sentence).capitalize() + "." for sentence in sentences)
