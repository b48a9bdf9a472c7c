"""Every fault has its word, and whoever sends it changes nothing here."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from mh_tui.bundle.outcome import SUCCESSES, TEXTS, Outcome
from mh_tui.errors import Refused
from mh_tui.language import _, use
from mh_tui.projection import listing
from mh_tui.services import inspecting, intake, reading
from mh_tui.vault import sealing
from tests.region import Region, assert_fold_is_fresh, heads, quick, region, rows
from tests.vectors.forge import melding, say
from tests.vectors.make import ASIDE, VECTORS, World, outsiders, world

REFUSED = [name for name, (outcome, _make) in VECTORS.items() if outcome not in SUCCESSES]


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "stretch", quick)
        with outsiders(tmp_path_factory.mktemp("outsiders")) as opened:
            yield opened


@pytest.fixture(scope="module")
def shared(region_template, beside, tmp_path_factory):
    """One region for all files that must change nothing."""
    with region(region_template, tmp_path_factory.mktemp("vectors") / "region") as play:
        yield world(play, beside)


@pytest.fixture
def at(play: Region, beside) -> World:
    return world(play, beside)


def take(session, path, made: bytes) -> intake.FileResult:
    path.write_bytes(made)
    (result,) = intake.import_paths(session, [path])
    return result


@pytest.mark.parametrize("name", REFUSED)
def test_a_fault_is_refused_by_its_name_and_leaves_the_streams_as_they_were(
    shared: World, tmp_path, name: str
):
    outcome, make = VECTORS[name]
    before, shown = heads(shared.focal), rows(shared.focal, times=False)
    begun = time.monotonic()
    result = take(shared.focal, tmp_path / "x.mhb", make(shared))
    assert result.outcome is outcome
    assert time.monotonic() - begun < 10
    assert heads(shared.focal) == before
    assert rows(shared.focal, times=False) == shown
    assert bool(result.missing) == (outcome is Outcome.GAP)


def test_after_all_faults_the_profile_is_sound(shared: World, tmp_path):
    for name in REFUSED:
        take(shared.focal, tmp_path / f"{name}.mhb", VECTORS[name][1](shared))
    assert inspecting.verify(shared.focal)["problems"] == []
    assert_fold_is_fresh(shared.focal)


@pytest.mark.parametrize("name", sorted(set(VECTORS) - set(REFUSED)))
def test_what_is_sound_is_taken_in(at: World, tmp_path, name: str):
    outcome, make = VECTORS[name]
    assert take(at.focal, tmp_path / "x.mhb", make(at)).outcome is outcome
    assert_fold_is_fresh(at.focal)


@pytest.mark.parametrize("name", ASIDE)
def test_a_faulty_entry_is_kept_and_shown_and_blocks_nothing(at: World, tmp_path, name: str):
    reason, make = ASIDE[name]
    before = len(reading.page(at.focal, listing.Filter())[0])
    told = say(at.desk, at.focal, make(at), melding(at.office), make(at))
    result = take(at.focal, tmp_path / "x.mhb", told.make())
    assert (result.outcome, result.new, result.set_aside) == (Outcome.IMPORTED, 3, 2)
    assert len(reading.page(at.focal, listing.Filter())[0]) == before + 1
    notices = inspecting.verify(at.focal)
    assert notices["notices"] == [{"code": "set_aside", "reason": reason, "count": 2}]
    assert notices["problems"] == []
    assert_fold_is_fresh(at.focal)


def test_every_outcome_has_a_vector_and_a_text_in_both_languages():
    assert {outcome for outcome, _make in VECTORS.values()} == set(Outcome)
    assert set(TEXTS) == set(Outcome)
    for language in ("nl", "en"):
        use(language)
        assert len({_(text) for text in TEXTS.values()}) == len(Outcome)
    use("nl")


def test_one_bad_file_does_not_stop_the_others(at: World, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    expected = {name: VECTORS[name][0] for name in REFUSED} | {"sound": Outcome.IMPORTED}
    for name in REFUSED:
        (folder / f"{name}.mhb").write_bytes(VECTORS[name][1](at))
    (folder / "sound.mhb").write_bytes(VECTORS["an_honest_bundle"][1](at))
    results = intake.import_paths(at.focal, [folder])
    assert {result.path.stem: result.outcome for result in results} == expected


@pytest.mark.parametrize("name", [*VECTORS])
def test_a_look_at_a_fault_never_fails(shared: World, tmp_path, name: str):
    path = tmp_path / "x.mhb"
    path.write_bytes(VECTORS[name][1](shared))
    for session in (None, shared.focal):
        with suppress(Refused):
            assert inspecting.inspect(session, path)["kind"] in ("bundle", "card")
