"""Long Dutch texts for every field that a person can fill, and one that tries to do harm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

NATURAL: Mapping[str, str] = {
    "office_desk": "Gemeente Hoorn, Klantcontactcentrum en Burgerzaken, balie Nieuwe Steen",
    "office_field": "Gemeente Hoorn, team Toezicht en Handhaving Openbare Ruimte, buitendienst",
    "office_focal": "Gemeente Hoorn, aandachtsfunctionaris mensenhandel en ondermijning",
    "office_other": "SED-organisatie, aandachtsfunctionaris Stede Broec, Enkhuizen en Drechterland",
    "office_coord": "RIEC Noord-Holland, regionaal coördinator mensenhandel",
    "user_desk": "Annelies van der Wâlde-Kröger",
    "user_field": "Özgür Bäcker-Yıldırım",
    "user_focal": "Désirée Oude Egberink-Hoekstra",
    "user_other": "Geïsha Ruÿs-van Lerberghe",
    "user_coord": "Søren te Gussinklo Ohmann",
    "second_user": "Hans-Joachim van 't Hoff-Müller",
    "focal_point_name": "Désirée Oude Egberink-Hoekstra (ma, di en do; anders Hans-Joachim)",
    "phone": "0229 - 25 22 00, toestel 4711 (piket: 06 - 1234 5678)",
    "contact_person": "Zoë Hiëronymus-van Schoonhoven, zorgcoördinator mensenhandel en opvang",
    "contact_phone": "088 - 123 45 67 (buiten kantoortijd: 088 - 765 43 21)",
    "contact_hours": "maandag tot en met donderdag van 8.30 tot 17.15 uur, vrijdag tot 12.00 uur",
    "contact_note": "Vraag naar de coördinator van dienst en noem het kenmerk. Bij een minderjarige"
    " cliënte belt u eerst zelf met Nidos; de zorgcoördinator sluit dan binnen een werkdag aan.",
    "stick": "désirée/KINGSTON",
    "file": "terugkoppeling van de coördinator, week 48.mhb",
    "reason": "De meldster heeft zelf contact opgenomen: het ging om geërfde spullen van haar"
    " oudtante, niet om afgenomen reisdocumenten. Op verzoek van de coördinator ingetrokken.",
    "note": "Gebeld met het wijkteam in de Grote Waal: het gezin is daar bekend sinds de verhuizing"
    " uit België. De leerplichtambtenaar belt terug over de afwezigheid van de oudste dochter."
    " Afgesproken dat niemand zonder overleg langsgaat en dat wij dinsdag opnieuw bellen.\n\nTweede"
    " gesprek, met de coördinator van het Veiligheidshuis: eerst inventariseren, dan pas een"
    " overleg plannen.",
    "narrative": "De man aan de balie haalt drie paspoorten uit zijn eigen binnenzak en vraagt om"
    " drie inschrijvingen op hetzelfde adres. De twee vrouwen naast hem antwoorden niet zelf: zodra"
    " de collega een vraag stelt, kijkt de jongste naar de grond en geeft hij het antwoord. Op de"
    " vraag wie de huur betaalt, zegt hij dat dit ‘via het werk’ wordt geregeld en dat de beëdigd"
    " tolk niet nodig is. De oudste vrouw heeft geen tas, geen telefoon en geen eigen sleutel bij"
    " zich. Ze draagt op een ijskoude dag alleen een dun vest en sandalen.\n\nToen de collega"
    " vroeg of zij even alleen mee kon lopen voor een handtekening, werd de man geïrriteerd. Hij"
    " zei: ‘Zij doet niets zonder mij.’ Daarna zijn ze met z’n drieën in een witte bestelbus met"
    " een Poolse kentekenplaat gestapt, waarin nog zeker vijf andere personen zaten.",
    "short": "Vier matrassen naast elkaar in een opslagruimte boven het café, met één gedeelde"
    " kookplaat en geen daglicht; de huur wordt volgens een bewoner op het loon ingehouden.",
    "street": "Burgemeester Van der Meulen-Ketelaarsplantsoen",
    "number": "128-bis, derde etage achterzijde",
    "postcode": "1624 XZ",
    "town": "Hoogkarspel-Zuid (gemeente Drechterland)",
    "place_note": "Achterin het complex, de tweede deur rechts naast de fietsenberging. De bel doet"
    " het niet; aan de straatkant zijn de ramen met karton en aluminiumfolie afgeplakt.",
    "person_name": "Ana-Maria Constantinescu-Ștefănescu-Brâncoveanu (‘Mimi’)",
    "person_phone": "+40 721 000 111 (meestal uitgeschakeld, via WhatsApp soms wel)",
    "person_note": "Ongeveer negentien jaar, tenger, kort geblondeerd haar, een litteken boven de"
    " linkerwenkbrauw. Spreekt een paar woorden Italiaans en lijkt bang voor de oudere man.",
    "other_name": "Șerban-Ionuț Bălăceanu-Dragomirescu (‘Broodje’), Constanța",
    "company_name": "Uitzend- en Detacheringsbureau De Vliegende Hollander Agro & Food B.V. i.o.",
    "kvk": "98765432 (ingeschreven op een verzamelgebouw)",
    "company_role": "Zou de werkgever én de verhuurder zijn; het loon wordt contant uitbetaald na"
    " aftrek van huur, vervoer, gereedschap en een onverklaarde ‘bemiddelingsbijdrage’.",
    "plate": "WPI 4KX9 (Pools, mogelijk overgenomen van een andere bus)",
    "vehicle_note": "Witte Mercedes Sprinter met een deuk in de linkerachterdeur, getinte ruiten"
    " en een losse sticker van een bloembollenbedrijf dat twee jaar geleden failliet ging.",
    "reporter_name": "Annelies van der Wâlde-Kröger, senior medewerker burgerzaken",
    "reporter_contact": "a.vanderwalde-kroger@hoorn.nl, of via de receptie: 0229 - 25 22 00",
    "reference": "ZAAK-2026-0048151 / e-loket 7f3a-99 (klacht geluidsoverlast buurman)",
    "call_reference": "P1100-2026318841, meldkamer Noord-Holland, wachtcommandant De Groot-Böhm",
    "answer": "Dank voor uw zorgvuldige melding. Uw signaal is beoordeeld en besproken met de"
    " partners die hierover gaan. We hebben de feiten gecontroleerd die gecontroleerd konden"
    " worden. Meer kunnen we op dit moment niet vertellen, maar u hoort het zodra er weer iets te"
    " melden is. Praat er met niemand over en ga niet zelf kijken.",
    "question": "Weet u nog of de man bij de balie Nederlands, Engels of een andere taal sprak, en"
    " of hij een briefje of een telefoon gebruikte om de antwoorden af te lezen? Geeft u alleen"
    " antwoord als u het zich nog herinnert; u hoeft het niemand te vragen.",
    "reply": "Hij sprak gebroken Duits en af en toe Engels. De antwoorden las hij voor van een"
    " gevouwen vel papier dat hij ook aan de jongste vrouw liet zien. Een telefoon heb ik niet"
    " gezien, maar hij droeg wél een oortje en luisterde soms even voordat hij iets zei.",
    "learning_point": "Let er bij een inschrijving ook op of iemand zijn eigen adres uit het hoofd"
    " kent. Vraag het terloops, niet als een ondervraging: een geïntimideerd persoon antwoordt dan"
    " eerder zelf. Noteer letterlijk wat er gezegd werd, met de tijd erbij.",
    "thanks": "Hartelijk dank: mede dankzij uw oplettendheid kon er op tijd hulp worden geboden."
    " De zaak is bij ons afgerond. U hoeft verder niets te doen.",
}
HOSTILE = (
    "\x1b[31mrood\x1b]0;titel\x07\x9b2J \u202eomgekeerd\u202c \u200bnul [b]vet[/b]"
    " [@click=app.quit]klik[/] [/x] \u2066los\u2069 \u2028regel \x00\x08\x7f einde "
) * 3
"""Terminal escapes, bidi overrides, invisible characters and Textual's markup."""
HOSTILE_ANSWER = (
    "\x1b[32mgroen\x1b]52;c;eA==\x07\x9b1m \u202erechtsom\u202c \u200bleeg [u]onder[/u]"
    " [@press=self.bell]tik[/] [/z] \u2067dicht\u2069 \u2029zin \x01\x0b\x7f slot "
) * 3
"""The same in other words: an answer may hold nothing of what stands in the signal."""
ANSWERS = frozenset({"answer", "question", "reply", "learning_point", "thanks"})
USERS = "[b]vet[/b] [@click=app.quit]klik[/] [/x]"
"""What a user may be called: no control character gets into a name."""
ROOM: Mapping[str, int] = {
    "file": 120,
    "postcode": 80,
    "number": 80,
    "focal_point_name": 200,
    "phone": 200,
}


def call(words: Callable[[str], str], at: str) -> dict[str, str]:
    return {"party": "112", "at": at, "reference": words("call_reference")}


def full(words: Callable[[str], str], observed_at: str) -> dict[str, Any]:
    """A signal as CLI.md has it, every field filled."""
    return {
        "context": "balie_brp",
        "acute": "ja",
        "municipality": "Hoorn",
        "observed_at": observed_at,
        "forms": ["arbeid", "seksueel"],
        "indicators": ["ALG-01", "ALG-02", "ALG-05", "ARB-01", "ARB-03"],
        "minor_possible": "unknown",
        "narrative": words("narrative"),
        "gut_feeling": True,
        "sector": "agrarisch",
        "place": {
            "street": words("street"),
            "number": words("number"),
            "postcode": words("postcode"),
            "town": words("town"),
            "note": words("place_note"),
        },
        "persons": [
            {
                "role": "possible_victim",
                "name": words("person_name"),
                "minor": "unknown",
                "phone": words("person_phone"),
                "note": words("person_note"),
            },
            {"role": "possible_exploiter", "name": words("other_name"), "minor": "no"},
        ],
        "organisations": [
            {
                "name": words("company_name"),
                "kvk": words("kvk"),
                "role": words("company_role"),
            }
        ],
        "vehicles": [{"plate": words("plate"), "note": words("vehicle_note")}],
        "reporter": {
            "kind": "melder_balie",
            "name": words("reporter_name"),
            "contact": words("reporter_contact"),
            "wants_feedback": True,
        },
        "reference": words("reference"),
        "call": call(words, observed_at),
    }
