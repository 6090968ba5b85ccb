"""Every conversation of tests/transcripts goes just like that."""

from __future__ import annotations

import pytest

from bot.library.edition import Edition
from tests.talk.pure import PureDriver
from tests.talk.transcript import Transcript, all_transcripts, run


@pytest.mark.parametrize("transcript", all_transcripts(), ids=lambda t: t.name)
async def test_the_conversation_goes_as_written(transcript: Transcript, starter: Edition) -> None:
    await run(transcript, PureDriver(starter, transcript.house, transcript.at))
