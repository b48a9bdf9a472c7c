"""A citizen service number does not slip into a signal by mistake; ordinary numbers may stay."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mh_tui.signals import bsn

NUMBER = "111222333"


def eleven_test(digits: str) -> bool:
    """The rule as it is published, digit by digit."""
    weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


numbers = (
    st.integers(1, 99_999_999)
    .map(lambda n: next((f"{n:08}{d}" for d in range(10) if eleven_test(f"{n:08}{d}")), None))
    .filter(bool)
)
JOINTS = ["-", ".", " ", "\u00a0", "\u2009", "\u202f", "\u3000", "\t", "\n", "\r\n"]
JOINTS += ["\u2010", "\u2011", "\u2013", "\u2014", "\u2212", "\uff0d", "\u00b7", "\uff0e"]


@given(numbers)
def test_every_number_that_passes_is_found(number):
    assert bsn.find(number) == [(0, 9)]
    assert bsn.find(f"Haar nummer is {number}.") == [(15, 24)]


@given(st.integers(0, 999_999_999).map(lambda n: f"{n:09}"))
def test_found_is_exactly_what_passes_the_eleven_test(number):
    passes = eleven_test(number) and number != "000000000"
    assert bool(bsn.find(number)) == passes == bsn.passes(number)


@given(numbers, st.sampled_from(JOINTS), st.sets(st.integers(1, 8), min_size=1))
def test_groups_with_one_sign_between_them_are_found(number, joint, cuts):
    parts = [number[a:b] for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), 9], strict=True)]
    text = joint.join(parts)
    assume(not is_dated(parts, joint))
    assert bsn.find(f"nr: {text}, zei hij") == [(4, 4 + len(text))]


def is_dated(parts: list[str], joint: str) -> bool:
    """Groups that read as a date come out first, by the rule of CLI.md."""
    return any(len(part) == 4 and part[:2] in ("19", "20") for part in parts) and joint != " "


@given(numbers, st.lists(st.sampled_from(JOINTS), min_size=8, max_size=8))
def test_single_digits_with_mixed_signs_are_found(number, joints):
    text = "".join(d + j for d, j in zip(number, [*joints, ""], strict=True))
    assert bsn.find(text) == [(0, len(text))]


@pytest.mark.parametrize("joint", ["  ", "--", " - ", ", ", "/", "_", "x", ":"])
def test_other_signs_and_double_ones_do_not_join(joint):
    assert bsn.find(joint.join(["111", "222", "333"])) == []


@pytest.mark.parametrize(
    "text",
    [
        "１１１２２２３３３",  # full width
        "١١١٢٢٢٣٣٣",  # Arabic-Indic
        "१११२२२३३३",  # Devanagari
        "𝟏𝟏𝟏𝟐𝟐𝟐𝟑𝟑𝟑",  # mathematical bold
        "¹¹¹²²²³³³",  # superscript
        "①①①②②②③③③",  # circled
        "1112٢٢333",  # mixed scripts
        "111\u200b222\u200b333",  # zero width space
        "1\u20e31\u20e31\u20e3222333",  # keycaps
        "111\u00ad222\u2060333",  # soft hyphen, word joiner
        "1\u03361\u03361\u0336222333",  # struck through
        "111\x00222\x1b333",  # control characters
        "\ufeff111222333",
        "111-\u200b222-\u200b333",
    ],
)
def test_digits_of_other_scripts_and_invisible_signs_do_not_hide_it(text):
    found = bsn.find(text)
    assert len(found) == 1
    assert found[0][1] == max(n for n, sign in enumerate(text) if sign.isdigit()) + 1


@pytest.mark.parametrize(
    "text",
    [
        "1112223330",
        "0111222333",
        "11122233",
        "000000000",
        "000-000-000",
        "123456789",
        "",
        "geen nummer",
    ],
)
def test_other_numbers_may_stay(text):
    assert bsn.find(text) == []


@pytest.mark.parametrize("text", ["nr111222333", "111222333x", "é111222333é", "(111222333)"])
def test_letters_and_brackets_against_it_do_not_hide_it(text):
    assert len(bsn.find(text)) == 1


def dates(write) -> list[str]:
    """Every way a date followed by a number could pass for a BSN; none may be an alarm."""
    return [
        f"{write(day, month, year)} {n}"
        for day in (1, 10, 20, 31)
        for month in (1, 10, 12)
        for year in (1990, 2026)
        for n in range(100)
    ]


@pytest.mark.parametrize(
    "write",
    [
        lambda d, m, y: f"{d:02}-{m:02}-{y}",
        lambda d, m, y: f"{d}-{m}-{y}",
        lambda d, m, y: f"{d:02}.{m:02}.{y}",
        lambda d, m, y: f"{d:02}/{m:02}/{y}",
        lambda d, m, y: f"{y}-{m:02}-{d:02}",
        lambda d, m, y: f"{y}.{m}.{d}",
        lambda d, m, y: f"{d:02}\u2013{m:02}\u2013{y}",
    ],
)
def test_a_date_and_the_number_after_it_are_no_alarm(write):
    assert [text for text in dates(write) if bsn.find(text)] == []


def test_a_number_beside_a_date_is_still_found():
    assert len(bsn.find(f"20-11-2026 {NUMBER}")) == 1
    assert len(bsn.find(f"{NUMBER} 2026-11-20")) == 1
    assert len(bsn.find(f"op 20-11-2026 om 14:05: {NUMBER}")) == 1


def test_a_date_that_does_not_exist_hides_nothing():
    grouped = next(
        f"{day}-{month}-{year}-{last}"
        for day in (32, 45)
        for month in range(13, 99)
        for year in (1990,)
        for last in range(10)
        if eleven_test(f"{day}{month}{year}{last}")
    )
    assert len(bsn.find(grouped)) == 1


@pytest.mark.parametrize("spelled", ["+31 6 {}", "+31 6-{}", "0031 6 {}", "+31-6-{}", "+316{}"])
def test_an_international_phone_number_is_no_alarm(spelled):
    alarms = [n for n in range(10_000_000, 10_000_200) if bsn.find(spelled.format(n))]
    assert alarms == []


@pytest.mark.parametrize("spelled", ["06-{}", "06 {}", "06{}"])
def test_a_dutch_phone_number_is_no_alarm(spelled):
    alarms = [n for n in range(10_000_000, 10_000_200) if bsn.find(spelled.format(n))]
    assert alarms == []


@pytest.mark.parametrize("text", ["+111222333", "0031 111222333 111222333", "+ 111222333"])
def test_a_plus_alone_hides_nothing(text):
    assert bsn.find(text)


def test_it_is_found_between_other_groups_of_digits():
    assert bsn.find(f"kamer 12 {NUMBER} 3") == [(9, 18)]
    assert bsn.find("12 111-222-333") == [(3, 14)]


def test_a_group_is_never_cut_to_make_one():
    assert bsn.find("99111 222333") == []
    assert bsn.find("9111-222-333") == []


def test_two_numbers_are_both_found():
    assert bsn.find(f"{NUMBER} en {NUMBER}") == [(0, 9), (13, 22)]
    assert bsn.find(f"{NUMBER} {NUMBER}") == [(0, 9), (10, 19)]


@given(st.text())
def test_any_text_can_be_searched_and_what_is_found_is_a_number(text):
    for start, end in bsn.find(text):
        digits = [sign for sign in text[start:end] if sign.isdigit()]
        assert len(digits) == 9
