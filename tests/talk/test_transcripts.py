"""Every conversation of tests/transcripts goes just like that: by itself, and on every channel with the store behind it."""

from __future__ import annotations

import pytest

from bot.library.edition import Edition
from tests.talk.drivers import CANNOT, driving
from tests.talk.pure import PureDriver
from tests.talk.transcript import Transcript, all_transcripts, run

ALL = all_transcripts()
ON_CHANNELS = [
    pytest.param(channel, transcript, id=f"{channel}-{transcript.name}")
    for transcript in ALL
    for channel, cannot in CANNOT.items()
    if not any(step.act in cannot for step in transcript.steps)
]


@pytest.mark.parametrize("transcript", ALL, ids=lambda t: t.name)
async def test_the_conversation_goes_as_written(transcript: Transcript, starter: Edition) -> None:
    await run(transcript, PureDriver(starter, transcript.house, transcript.at))


@pytest.mark.parametrize(("channel", "transcript"), ON_CHANNELS)
async def test_it_goes_so_on_the_channel_too(
    channel: str, transcript: Transcript, starter: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driving(channel, transcript, starter, monkeypatch) as driver:
        await run(transcript, driver)
