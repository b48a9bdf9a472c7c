"""Who may come, under which name, and for how long."""

from __future__ import annotations

from datetime import date

import pytest

from mh_tui.errors import MhError
from mh_tui.services import people, setup
from mh_tui.services import session as sessions
from mh_tui.vault import sealing
from tests import region

BEA = "de zin van Bea is lang"


@pytest.fixture
def office(tmp_path, monkeypatch):
    monkeypatch.setattr(sealing, "stretch", region.quick)
    made = setup.create(
        tmp_path / "profile", role="focal-point", organisation="hoorn", name=None,
        user=" Jose\u0301 ", passphrase="een lange zin om te openen",
    )  # fmt: skip
    yield made.session
    made.session.close()


def test_a_name_with_spaces_or_loose_accents_keeps_its_role(office, tmp_path):
    assert (office.person.name, office.person.role) == ("José", "focal_point")
    setup.add_user(office, "  Bea\u0308 ", BEA)
    office.close()
    with sessions.open_session(tmp_path / "profile", user="Beä", passphrase=BEA) as session:
        assert session.person == sessions.Person("Beä", "focal_point")
        setup.remove_user(session, " José ")
        assert [one.name for one in people.people(session)] == ["Beä"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": " "}, "user_invalid", "user"),
        ({"name": "Jose\u0301"}, "user_exists", "user"),
        ({"role": "boss"}, "unknown_code", "role"),
        ({"role": "none"}, "unknown_code", "role"),
        ({"role": "reporter"}, "role_of_office", None),
        ({"role": "deputy_focal_point"}, "invalid_date", "from"),
        ({"role": "deputy_focal_point", "since": "1-2-2026"}, "invalid_date", "until"),
        ({"since": "30-2-2026", "until": "1-3-2026"}, "invalid_date", "from"),
        ({"since": "2-3-2026", "until": "2026-03-01"}, "invalid_date", "until"),
    ],
)
def test_who_comes_is_checked_before_a_passphrase_costs_time(office, changes, code, field):
    with pytest.raises(MhError) as caught:
        people.new_user(office, **({"name": "Bea"} | changes))
    assert (caught.value.code, caught.value.field) == (code, field)


def test_dates_are_read_as_they_are_written_here_and_kept_in_one_way(office):
    new = people.new_user(office, "Ties", "deputy_focal_point", "2-1-2026", "2026-01-31")
    assert (new.since, new.until) == ("2026-01-02", "2026-01-31")
    setup.add_user(office, "Ties", BEA, role=new.role, since="2-1-2026", until="31/1/2026")
    days = (date(2026, 1, 31), date(2026, 2, 1))
    assert [people.people(office, day)[1].over for day in days] == [False, True]


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        ("1-1-2020", "31-1-2020", "mandate_over"),
        ("1-1-2999", "31-1-2999", "mandate_over"),
        ("1-1-2020", "31-1-2999", None),
    ],
)
def test_a_deputy_outside_the_dates_recovers_no_passphrase(
    tmp_path, monkeypatch, since, until, code
):
    monkeypatch.setattr(sealing, "stretch", region.quick)
    home = tmp_path / "recovering"
    made = setup.create(
        home, role="focal-point", organisation="hoorn", name=None, user="Fem",
        passphrase="een lange zin om te openen",
    )  # fmt: skip
    with made.session as session:
        setup.add_user(session, "Ties", BEA, role="deputy_focal_point", since=since, until=until)
    keys = (home / "keys.json").read_bytes()
    if code is None:
        setup.recover(home, "Ties", made.recovery_code, "een nieuwe lange zin")
        sessions.open_session(home, user="Ties", passphrase="een nieuwe lange zin").close()
        return
    with pytest.raises(MhError) as recovering:
        setup.recover(home, "Ties", made.recovery_code, "een nieuwe lange zin")
    with pytest.raises(MhError) as opening:
        sessions.open_session(home, user="Ties", passphrase=BEA)
    assert (recovering.value.code, recovering.value.message()) == (code, opening.value.message())
    assert (home / "keys.json").read_bytes() == keys


def test_only_roles_of_this_kind_of_office_are_offered(office):
    assert people.roles_to_choose(office) == ("focal_point", "deputy_focal_point", "admin")
    assert all(people.about_role(one) for one in people.WORKING_ROLES)
