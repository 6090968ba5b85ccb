"""Planted words: a minute after the answer they are nowhere in the files of the database."""

from __future__ import annotations

from pathlib import Path

from bot.delivery import Pace
from bot.talk.messages import Edited, Said, SentSomething
from tests.delivery.cast import Stage, stage

CANARY = "Zanzibar-Quokka"


async def typed_everywhere(s: Stage) -> None:
    """Type the canary as question, long question, caption, edit, press, within a burst, and as a name."""
    for n, text in enumerate((CANARY, f"hm {CANARY}", f"danger {CANARY}", (CANARY + " ") * 250, f"/ref {CANARY} {CANARY}")):
        await s.says(text, f"person {n}")
    for n in range(40):
        await s.says(f"{CANARY} {'x' * n * 97}", f"crowd {n}")
    for channel in ("telegram", "web"):
        await s.delivery.intake.take(
            [
                SentSomething(s.origin("caption", channel=channel), "photo", f"of {CANARY}", "p1"),
                Edited(s.origin("edit", channel=channel), f"I meant {CANARY}", "q1"),
                Said(s.origin("name", channel=channel), f"my name is {CANARY}", "q2"),
            ]
        )
    await s.presses(f"a:{CANARY}", chat="presser")
    for _ in range(25):
        await s.says(f"flood {CANARY}", "flood")
    await s.settled_but_waiting_or_held()
    await s.later(11)
    await s.settled()


async def test_a_minute_after_the_answer_the_words_are_in_no_file(tmp_path: Path) -> None:
    async with stage(f"sqlite:///{tmp_path / 'a.sqlite'}", Pace()) as s:
        await typed_everywhere(s)
        for _ in range(2):  # two ticks of half a minute
            s.clock.move(30)
            await s.delivery.tick()
        for file in tmp_path.rglob("*"):
            if file.is_file():
                assert CANARY.encode() not in file.read_bytes(), file.name
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert CANARY.encode() not in file.read_bytes(), f"{file.name}, after the end"


async def test_the_words_are_in_no_table_and_no_log(capsys, caplog, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    async with stage(f"sqlite:///{tmp_path / 'a.sqlite'}", Pace()) as s:
        await s.says(f"boom {CANARY}")
        await typed_everywhere(s)
        for table in ("inbox", "outbox", "conversations", "sent", "counts", "archive", "pace", "meta"):
            assert CANARY not in repr(await s.rows(table)), table
    shown = capsys.readouterr()
    assert CANARY not in shown.out + shown.err + caplog.text
