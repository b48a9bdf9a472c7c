"""Whatever the terminal does, the program goes on, and ends when it is told to."""

from __future__ import annotations

import asyncio
import os
import signal
import threading

import pytest
from textual import events

from screens.driver import forgiving, steady, together
from screens.reading import KeyParser
from screens.writer import AHEAD, TerminalWriter

FRAME = "é" * 40_000
"""More than a pipe takes at once."""


@pytest.fixture
def terminal():
    """A writer and the end at which somebody reads, or does not."""
    reading, writing = os.pipe()
    file = os.fdopen(writing, "w", encoding="utf-8")
    writer = TerminalWriter(file)
    writer.start()
    yield writer, reading
    os.close(reading)
    writer.stop()
    file.close()


def write_frames(writer: TerminalWriter, count: int) -> None:
    for number in range(count):
        writer.write(f"{number:04}{FRAME}")


def read_all(reading: int, count: int) -> str:
    wanted = len(f"0000{FRAME}".encode()) * count
    found = bytearray()
    while len(found) < wanted:
        found += os.read(reading, 1 << 16)
    return found.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="only used elsewhere")
def test_a_terminal_that_stops_reading_does_not_stop_the_program(terminal):
    writer, reading = terminal
    write_frames(writer, 2 * AHEAD)
    seen = read_all(reading, 2 * AHEAD)
    assert seen == "".join(f"{number:04}{FRAME}" for number in range(2 * AHEAD))


@pytest.mark.skipif(os.name == "nt", reason="only used elsewhere")
def test_a_window_that_is_gone_takes_nothing_and_holds_nothing(terminal):
    writer, reading = terminal
    write_frames(writer, 3)
    os.dup2(os.open(os.devnull, os.O_RDONLY), reading)  # the last reader of the pipe
    write_frames(writer, 3 * AHEAD)
    writer.stop()
    assert not writer.is_alive()


@pytest.mark.parametrize(
    ("reads", "keys"),
    [
        (["\x1b[1114112;1u", "a"], ["a"]),
        (["\x1b[97;1;1114112u", "\x1b[99999999999u", "\x1b[1:2:3;4u", "b"], ["b"]),
        (["\x1b[48;24;80;0;0t", "\x1b[<35;10;10M", "c"], ["Resize", "MouseMove", "c"]),
        (["\x1b[48;4000;4000;1;1t", "d"], ["d"]),
        (["x\x1b", "n"], ["x", "escape", "n"]),
        (["\x1b[200~een\x1b[31m\rtwee\x1b[201~x"], ["Paste een[31m\rtwee", "x"]),
        (["\x1b", "[200~een", "\x1b[20", "1~x"], ["Paste een", "x"]),
        (["\x1b[", "200~een\x1b[201~x"], ["Paste een", "x"]),
        (["\x1b[20", "0~een\x1b[201~"], ["Paste een"]),
        (["\x1b[20", "~"], ["f9"]),
        (["\x1b[200~een", "\x1b[20~"], ["Paste een", "f9"]),
    ],
)
def test_whatever_comes_down_the_line_is_read_in_order(reads, keys):
    parser = KeyParser()
    found = [
        getattr(event, "key", "")
        or " ".join(filter(None, (type(event).__name__, getattr(event, "text", ""))))
        for data in reads
        for event in parser.feed(data)
    ]
    assert found == keys


def test_a_paste_without_an_end_is_over_after_a_moment():
    parser = KeyParser()
    assert not list(parser.feed("\x1b[200~abc"))
    parser._at -= 2
    assert [event.text for event in parser.tick()] == ["abc"]
    assert [event.key for event in parser.feed("x")] == ["x"]


def test_a_key_that_hides_overtakes_a_long_line():
    class Terminal:
        def __init__(self) -> None:
            self._loop = Loop()

    class Loop:
        def call_soon_threadsafe(self, call: object) -> None:
            pass

    driver = together(Terminal)()  # type: ignore[arg-type, call-arg]
    for letter in "x" * 1000:
        driver.send_message(events.Key(letter, letter))
    driver.send_message(events.AppBlur())
    driver.send_message(events.Key("f9", None))
    assert [event.key for event in driver._read] == ["f9"]


async def test_a_burst_of_keys_wakes_the_program_once_and_stays_in_order():
    got: list[int] = []
    woken: list[int] = []
    loop = asyncio.get_running_loop()

    class Loop:
        def call_soon_threadsafe(self, call: object) -> None:
            woken.append(1)
            loop.call_soon_threadsafe(call)  # type: ignore[arg-type]

        call_later = loop.call_later

    class App:
        _message_queue: asyncio.Queue[int] = asyncio.Queue()

        def post_message(self, number: int) -> None:
            got.append(number)

    class Terminal:
        def __init__(self) -> None:
            self._app, self._loop = App(), Loop()

    driver = together(Terminal)()  # type: ignore[arg-type, call-arg]

    def type_fast() -> None:
        for number in range(1000):
            driver.send_message(number)  # type: ignore[arg-type]

    typist = threading.Thread(target=type_fast)
    typist.start()
    typist.join()  # the loop gets no turn meanwhile
    for _turn in range(1000):
        await asyncio.sleep(0.001)
        if len(got) == 1000:
            break
    assert got == list(range(1000))
    assert len(woken) == 1
    driver.send_message(1000)  # type: ignore[arg-type]
    await asyncio.sleep(0.01)
    assert got[-1] == 1000


def test_a_key_long_after_esc_is_just_that_key():
    parser = KeyParser()
    assert not list(parser.feed("\x1b"))
    parser._timeout_time = 0.0
    assert [event.key for event in parser.tick()] == ["escape"]
    assert [event.key for event in parser.feed("w")] == ["w"]


@pytest.mark.parametrize(
    ("reads", "keys"),
    [
        (["\x1b", "\r"], ["escape", "enter"]),
        (["\x1b", "w"], ["escape", "w"]),
        (["\x1b", "OP"], ["f1"]),
        (["\x1b", "[24~"], ["f12"]),
        (["\x1bw"], ["alt+w"]),
    ],
)
def test_esc_and_the_next_key_are_two_and_a_split_key_is_one(reads, keys):
    parser = KeyParser()
    found = [event.key for data in reads for event in parser.feed(data)]
    if parser._timeout_time is not None:  # so that nobody waits for it
        parser._timeout_time = 0.0
    assert found + [event.key for event in parser.tick()] == keys


@pytest.mark.parametrize(
    ("sent", "read"),
    [(b"a\xe9b", "a\ufffdb"), ("caf\u00e9".encode(), "caf\u00e9"), (b"\xff\xfe", "\ufffd\ufffd")],
)
def test_a_byte_that_is_no_utf8_is_one_unknown_character(sent, read):
    assert forgiving("utf-8")().decode(sent, final=True) == read


def test_only_a_stop_that_the_program_took_part_in_is_gone_on_after():
    began = []

    class Terminal:
        def _sigtstp_application(self, *_given: object) -> None:
            pass

        def _sigcont_application(self, *_given: object) -> None:
            began.append(1)

    driver = steady(Terminal)()  # type: ignore[arg-type, call-arg]
    number = getattr(signal, "SIGCONT", 18)
    driver._sigcont_application(number, None)
    assert not began
    driver._sigtstp_application(20, None)
    driver._sigcont_application(number, None)
    driver._sigcont_application(number, None)
    assert began == [1]
