"""What a person typed and did not send yet."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from mh_tui.errors import InvalidInput
from mh_tui.vault.drafts import Draft


@pytest.fixture
def drafts(vault):
    return vault.drafts


def test_a_draft_is_there_after_a_restart(profile):
    with profile.open() as vault:
        saved = vault.drafts.save(Draft("Anna", "signal", '{"a": "é\\u0000"}'))
    with profile.open() as vault:
        assert vault.drafts.get(saved.id) == saved
        assert vault.drafts.list("Anna")[0] == saved


def test_each_user_sees_her_own_drafts_newest_first(drafts):
    first = drafts.save(Draft("Cas", "signal", "1"))
    second = drafts.save(Draft("Cas", "signal", "2"))
    time.sleep(0.002)
    drafts.save(replace(first, body="3"))
    assert [draft.body for draft in drafts.list("Cas")] == ["3", "2"]
    assert second.id not in {draft.id for draft in drafts.list("Bob")}
    assert drafts.list("nobody") == []


def test_saving_again_replaces_and_does_not_copy(drafts):
    draft = drafts.save(Draft("Cas", "signal", "1"))
    for body in ("2", "3"):
        draft = drafts.save(replace(draft, body=body))
    assert [(one.id, one.body) for one in drafts.list("Cas")] == [(draft.id, "3")]


def test_a_late_save_does_not_bring_back_a_draft_that_was_sent(drafts):
    draft = drafts.save(Draft("Cas", "signal", "1"))
    drafts.discard(draft.id)
    drafts.discard(draft.id)
    with pytest.raises(InvalidInput, match="draft_gone"):
        drafts.save(replace(draft, body="2"))
    assert drafts.list("Cas") == []
    assert drafts.get(draft.id) is None


def test_the_number_of_a_draft_that_is_gone_is_not_given_again(drafts):
    gone = drafts.save(Draft("Cas", "signal", "1"))
    drafts.discard(gone.id)
    assert drafts.save(Draft("Cas", "signal", "2")).id != gone.id


def test_a_draft_is_saved_while_an_import_holds_the_vault(vault):
    with vault.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM row")
        start = time.monotonic()
        saved = vault.drafts.save(Draft("Anna", "signal", "{}"))
        assert time.monotonic() - start < 1
        assert vault.drafts.get(saved.id) == saved


def test_what_was_typed_is_not_in_the_repr_that_a_crash_could_show(drafts):
    assert "geheim" not in repr(drafts.save(Draft("Cas", "signal", "geheim")))


def test_personal_settings_are_kept_per_user(drafts):
    drafts.set_setting("Anna", "theme", "dark")
    drafts.set_setting("Anna", "theme", "light")
    drafts.set_setting("Bob", "theme", "contrast")
    assert drafts.setting("Anna", "theme") == "light"
    assert drafts.settings("Bob") == {"theme": "contrast"}
    drafts.set_setting("Anna", "theme", None)
    assert drafts.setting("Anna", "theme") is None


def test_a_reporters_identity_waits_until_it_can_be_sealed(profile):
    with profile.open() as vault:
        vault.drafts.put_identity(b"subject-1", b"old")
        vault.drafts.put_identity(b"subject-1", b"new")
        vault.drafts.put_identity(b"subject-2", b"\0\xff")
    with profile.open() as vault:
        assert vault.drafts.identity(b"subject-1") == b"new"
        assert len(vault.drafts.identities()) == 2
        vault.drafts.drop_identity(b"subject-1")
        assert vault.drafts.identities() == [(b"subject-2", b"\0\xff")]
        assert vault.drafts.identity(b"subject-1") is None


def test_a_lost_drafts_file_costs_the_drafts_and_not_the_profile(profile):
    (profile.folder / "drafts.db").unlink()
    with profile.open() as vault:
        assert vault.drafts.list("Anna") == []
        vault.drafts.save(Draft("Anna", "signal", "{}"))
    with profile.open() as vault:
        assert len(vault.drafts.list("Anna")) == 1


def test_a_command_that_needs_no_draft_does_not_open_the_file(profile):
    (profile.folder / "drafts.db").unlink()
    profile.open().close()
    assert not (profile.folder / "drafts.db").exists()
