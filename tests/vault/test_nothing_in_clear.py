"""Nothing that a person typed is in clear under the profile's folder, at any moment."""

from __future__ import annotations

import pytest

from mh_tui.errors import Locked
from mh_tui.vault.drafts import Draft
from mh_tui.vault.profile import Vault

NAME, LEAVER, TEXT = "Zwaluwstaart", "Vlinderdas", "kersenboomgaard"
PASSPHRASE = "paddenstoelenregen"
MARKERS = [NAME, LEAVER, TEXT, PASSPHRASE, "identity-of-someone", "upper-layer-secret"]
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def traces(folder) -> set[tuple[str, str]]:
    found = set()
    for path in folder.rglob("*"):
        content = path.read_bytes().lower() + path.name.encode()
        for word in MARKERS:
            for form in [word.lower().encode(code) for code in ENCODINGS] + [
                word.encode().hex().encode()
            ]:
                if form in content:
                    found.add((path.name, word))
    return found


def test_no_word_of_a_user_is_found_in_any_file(tmp_path):
    folder = tmp_path / "p"
    vault, code = Vault.create(folder, user=NAME, passphrase=PASSPHRASE, identity=True)
    MARKERS.append(code.replace("-", "")[:16])
    with vault:
        with vault.database.write() as connection:
            connection.exec_driver_sql("CREATE TABLE t(x)")
            connection.exec_driver_sql("INSERT INTO t VALUES(?)", (TEXT * 500,))
            vault.secrets.put(connection, "upper-layer-secret", b"upper-layer-secret")
            assert traces(folder) == set()
        slot = vault.add_user(LEAVER, PASSPHRASE + LEAVER, identity=False)
        draft = vault.drafts.save(Draft(LEAVER, "signal", TEXT * 100))
        vault.drafts.set_setting(NAME, TEXT, TEXT)
        vault.drafts.put_identity(b"s", b"identity-of-someone")
        assert (folder / "vault.db-wal").stat().st_size > 0
        assert (folder / "drafts.db-wal").stat().st_size > 0
        assert traces(folder) == set()
        vault.remove_user(slot)
        vault.drafts.discard(draft.id)
        assert traces(folder) == set()
    with pytest.raises(Locked):
        Vault.open(folder, user=LEAVER, passphrase=PASSPHRASE + LEAVER)
    with pytest.raises(Locked):
        Vault.open(folder, user=NAME, passphrase=PASSPHRASE + "x")
    assert traces(folder) == set()


def test_the_search_for_traces_would_find_one(tmp_path):
    (tmp_path / "a.tmp").write_bytes(b"\0\1" + NAME.encode("utf-16-le"))
    assert traces(tmp_path) == {("a.tmp", NAME)}


def test_errors_hold_no_name_and_no_passphrase(tmp_path):
    vault, _code = Vault.create(tmp_path / "p", user=NAME, passphrase=PASSPHRASE)
    vault.close()
    for user in (NAME, LEAVER):
        with pytest.raises(Locked) as caught:
            Vault.open(tmp_path / "p", user=user, passphrase=TEXT)
        said = f"{caught.value!r} {caught.value.message()} {caught.value.detail}"
        assert not any(word in said for word in (NAME, LEAVER, TEXT))
