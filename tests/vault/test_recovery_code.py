"""A recovery code that a person copied by hand."""

from __future__ import annotations

import pytest

from mh_tui.errors import InvalidInput
from mh_tui.vault.recovery import ALPHABET, groups, new_code, parse, wrong_group

CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ-8"


def test_a_code_is_eight_groups_of_four_and_a_check_symbol():
    groups = new_code().split("-")
    assert [len(group) for group in groups] == [4] * 8 + [1]
    assert set("".join(groups)) <= set(ALPHABET)
    assert new_code() != new_code()


def test_a_code_on_paper_stays_readable_by_every_later_version():
    assert parse(CODE).hex() == "00443214c74254b635cf84653a56d7c675be77df"


@pytest.mark.parametrize(
    "written",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        f"\n {CODE[:20]}\t\n{CODE[20:]} ",
        CODE.replace("0", "O").replace("1", "l"),
        CODE.replace("0", "o").replace("1", "I"),
    ],
)
def test_a_code_is_read_however_it_was_copied(written):
    assert parse(written) == parse(CODE)


def test_every_single_wrong_symbol_is_noticed():
    plain = CODE.replace("-", "")
    for place, right in enumerate(plain):
        for symbol in ALPHABET:
            if symbol != right:
                with pytest.raises(InvalidInput):
                    parse(plain[:place] + symbol + plain[place + 1 :])


@pytest.mark.parametrize("written", ["", "-", CODE[:-1], CODE + "0", CODE[:-1] + "U", "é" * 33])
def test_what_is_no_code_is_called_mistyped(written):
    with pytest.raises(InvalidInput, match="mistyped_code") as caught:
        parse(written)
    assert (caught.value.exit_code, caught.value.field) == (2, "code")


def test_nearly_every_swap_of_two_neighbours_is_noticed():
    plain = CODE.replace("-", "")
    unnoticed = 0
    for at in range(len(plain) - 1):
        try:
            parse(plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :])
        except InvalidInput:
            continue
        unnoticed += 1
    assert unnoticed <= 1


@pytest.mark.parametrize(
    ("written", "detail"),
    [
        (CODE.replace("89AB", "89A"), {"group": 3}),
        (CODE.replace("89AB", "89ABB").replace("-", " "), {"group": 3}),
        (CODE.replace("CDEF", "CDEU").replace("-", ""), {"group": 4}),
        (CODE.replace("WXYZ", "WX?Z").lower(), {"group": 8}),
        (CODE + "0", {"group": 9}),
        (CODE + "-0", {"count": 34}),
        (CODE[:-2], {"count": 32}),
        (CODE.replace("-", "")[:20], {"count": 20}),
        ("", {"count": 0}),
        (CODE.replace("CDEF", "CDEE"), {}),
    ],
)
def test_the_group_to_look_at_is_named_where_it_shows(written, detail):
    with pytest.raises(InvalidInput) as caught:
        parse(written)
    assert caught.value.detail == detail


def test_a_code_shows_in_groups_while_it_is_typed():
    assert groups("0123-45") == groups("0123 45") == groups("o12345") == ["0123", "45"]
    assert wrong_group("0123-45") is None
    assert wrong_group("0123-45-8") == 2
    assert groups(CODE) == CODE.split("-")
