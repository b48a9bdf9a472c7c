"""Whom to call: 112 on top, local contacts over the list, and how sure a number is in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mh_tui import language
from mh_tui.errors import InvalidInput
from mh_tui.journal.entry import REGION
from mh_tui.journal.streams import NewEntry
from mh_tui.reference.partners import partners
from mh_tui.services import contacts, directory
from mh_tui.services.contacts import Contact
from mh_tui.services.directory import Known, Wanted
from tests.region import Region

TODAY = date(2026, 12, 1)
OFFICE = b"\x01" * 32


@pytest.fixture(autouse=True)
def _dutch():
    language.use("nl")


def _contact(partner: str, **given: str) -> Contact:
    fields = {"person": "", "phone": "", "hours": "", "note": "", "checked_on": ""} | given
    return Contact(partner, OFFICE, at=0, **fields)


def _known(*found: Contact, role: str = "reporter") -> Known:
    return Known({one.partner: one for one in found}, {OFFICE: "Gemeente Hoorn"}, b"", role)


def _text(partner: str, known: Known, today: date = TODAY) -> str:
    return "\n".join(f"{one.label}: {one.text}" for one in directory.parts(partner, known, today))


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(words="opvang"),
        Wanted(words="zzzz"),
        Wanted(need="shelter"),
        Wanted(step="opv"),
        Wanted(form="arbeid", municipality="Hoorn"),
    ],
)
def test_112_stands_on_top_of_every_result(wanted):
    assert directory.entries(wanted, Known(), TODAY)[0].id == "112"


def test_each_filter_leaves_only_what_it_names():
    data = partners().partners
    for one in directory.entries(Wanted(need="shelter"), Known(), TODAY)[1:]:
        assert "shelter" in data[one.id].needs
    for one in directory.entries(Wanted(step="opv"), Known(), TODAY)[1:]:
        assert "opv" in data[one.id].route_steps
    assert len(directory.entries(Wanted(form="seksueel"), Known(), TODAY)) < len(data)


def test_an_empty_number_says_who_knows_it():
    assert "vraag uw aandachtsfunctionaris" in _text("zorgcoordinator", _known())
    assert "druk op e" in _text("zorgcoordinator", _known(role="focal_point"))


def test_a_local_contact_lies_over_the_list_and_says_whose_it_is():
    known = _known(_contact("zorgcoordinator", phone="0229-1", checked_on="2026-11-20"))
    text = _text("zorgcoordinator", known)
    assert "Telefoon: 0229-1" in text
    assert "Ingevuld door: Gemeente Hoorn" in text
    found = {one.id: one for one in directory.entries(Wanted(), known, TODAY)}
    assert found["zorgcoordinator"].phone == "0229-1"
    assert found["zorgcoordinator"].check == "gebeld 20-11-26"


def test_no_office_puts_a_number_of_its_own_over_112(play: Region):
    given = {"partner": "112", "phone": "0229-999999"}
    with pytest.raises(InvalidInput) as caught:
        contacts.publish(play["focal"], [given])
    assert caught.value.code == "fixed_number"
    with play["focal"].write() as work:  # as an older version would
        work.say(NewEntry("reference.contact", REGION, given))
    play.settle()
    for name in ("focal", "desk"):
        line = directory.entries(Wanted(), directory.load(play[name]), TODAY)[0]
        assert (line.id, line.phone) == ("112", "112")


def test_what_an_office_filled_in_is_found_by_its_words():
    known = _known(_contact("zorgcoordinator", person="Bureau Kaap", phone="0229-1"))
    ids = [one.id for one in directory.entries(Wanted(words="kaap"), known, TODAY)]
    assert ids == ["112", "zorgcoordinator"]


def test_a_number_never_called_or_called_long_ago_warns():
    never = _known(_contact("zorgcoordinator", phone="0229-1"))
    line = {one.id: one for one in directory.entries(Wanted(), never, TODAY)}["zorgcoordinator"]
    assert (line.check, line.mark) == ("nooit nagebeld", "▲")
    old = _known(_contact("zorgcoordinator", phone="0229-1", checked_on="2026-01-02"))
    line = {one.id: one for one in directory.entries(Wanted(), old, TODAY)}["zorgcoordinator"]
    assert (line.check, line.mark) == ("gebeld 02-01-26, oud", "▲")
    assert "meer dan een kwartaal geleden" in _text("zorgcoordinator", old)


def test_the_shipped_list_itself_gets_old():
    later = partners().partners["112"].checked_on + timedelta(days=93)
    line = directory.entries(Wanted(), Known(), later)[0]
    assert (line.mark, "oud" in line.check) == ("▲", True)
    assert "meer dan een kwartaal geleden" in _text("112", _known(), later)


def test_who_may_not_be_told_is_a_warning_and_has_no_number():
    line = {one.id: one for one in directory.entries(Wanted(), Known(), TODAY)}["huisvesters"]
    assert (line.phone, line.mark) == ("nooit inlichten", "▲")
    assert "Vertel deze partij nooit iets" in _text("huisvesters", _known())


def test_who_may_not_call_reads_who_does():
    for one in partners().partners.values():
        text = _text(one.id, _known())
        if "reporter" not in one.contact_by and not one.never_inform:
            assert "U belt deze partner niet zelf" in text, one.id
        elif one.id != "112":
            assert "U belt deze partner niet zelf" not in text, one.id


def test_what_still_has_to_be_checked_and_what_is_a_proposal_stand_there():
    text = _text("politie", _known())
    assert "Eerst nagaan: Controleer of 0900-8844" in text
    assert "voorstel" in text


def test_a_desk_sees_the_contact_of_its_focal_point_after_an_exchange(play: Region):
    given = {"partner": "zorgcoordinator", "phone": "0229-1", "person": "Balie Zorg"}
    assert contacts.publish(play["focal"], [given]) == 1
    play.settle()
    known = directory.load(play["desk"])
    assert known.contacts["zorgcoordinator"].phone == "0229-1"
    assert not known.may_edit
    assert directory.load(play["focal"]).may_edit
    assert "Ingevuld door: uw eigen kantoor" in _text(
        "zorgcoordinator", directory.load(play["focal"])
    )
    assert "Ingevuld door: Gemeente Hoorn" in _text("zorgcoordinator", known)


def test_a_contact_that_was_emptied_hides_nobody_elses(play: Region):
    contacts.publish(play["coord"], [{"partner": "nidos", "phone": "070-1"}])
    contacts.publish(play["focal"], [{"partner": "nidos", "phone": "0229-2"}])
    contacts.publish(play["focal"], [{"partner": "nidos"}])
    play.settle()
    assert directory.load(play["focal"]).contacts["nidos"].phone == "070-1"
