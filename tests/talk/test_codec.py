"""Messages and sessions come back from their rows as they went in; anything else is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk import codec
from bot.talk.messages import (
    Blocked,
    Button,
    Edited,
    EmergencyCard,
    Incoming,
    Joined,
    Origin,
    Passage,
    Press,
    Pressed,
    Reply,
    Said,
    Say,
    SentSomething,
    SharedLocation,
    TitleOf,
)
from bot.talk.session import Session

words = st.text(max_size=40)
origins = st.builds(Origin, words, words, words, words, st.datetimes(timezones=st.just(UTC)), st.booleans(), words)
incoming = st.one_of(
    st.builds(Said, origins, words, words, st.booleans()),
    st.builds(Edited, origins, words, words),
    st.builds(Pressed, origins, words, words, words),
    st.builds(SentSomething, origins, st.just("photo"), words, words),
    st.builds(SharedLocation, origins, words),
    st.builds(Joined, origins, words),
    st.builds(Blocked, origins),
)


@given(incoming)
def test_an_incoming_message_survives_its_row(message: Incoming) -> None:
    assert codec.decode(codec.encode(message)) == message


def test_a_reply_and_a_session_survive_their_rows() -> None:
    reply = Reply(
        (Say("card.again"), TitleOf(topic="neglect"), Passage("neglect", "signs"), EmergencyCard("NG"), Say("x", {"a": "b"})),
        ((Button(TitleOf(country="NG"), Press("sos", ("NG",))),),),
        lang="ar",
        lane="urgent",
        assertive=True,
    )
    assert codec.decode(codec.encode(reply)) == reply
    session = Session(lang="ar", topic="neglect", topic_at=datetime(2026, 11, 22, tzinfo=UTC), asked_args=("a", "b"))
    assert codec.decode(codec.encode(session)) == session


@pytest.mark.parametrize("row", ["", "{", '{"_":"os.system"}', '{"_":"Said"}', '{"_":"Session","nonsense":1}', "[1"])
def test_a_row_that_makes_no_sense_is_unreadable(row: str) -> None:
    with pytest.raises(codec.Unreadable):
        codec.decode(row)
