"""What an update says: every kind of message, and five hundred that make no sense."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.telegram_updates import Reader
from bot.talk.messages import Blocked, Edited, Incoming, Joined, Pressed, Said, SentSomething, SharedLocation, Unblocked
from tests.doubles.telegram_api import TelegramDouble
from tests.doubles.telegram_bot import StoppedClock

GROUP = -100
A_MESSAGE = {
    "message_id": 1,
    "date": 1,
    "chat": {"id": 1, "type": "private"},
    "from": {"id": 1, "is_bot": False, "first_name": "x"},
}


def read_all(act: Callable[[TelegramDouble], Any], username: str = "PracticeLineBot") -> list[Incoming]:
    """What the channel makes of everything that people do in `act`."""
    telegram, reader = TelegramDouble(), Reader(StoppedClock())
    reader.username = username
    act(telegram)
    return [read for update in telegram.pending.values() if (read := reader.read(update)) is not None]


def one(act: Callable[[TelegramDouble], Any]) -> Incoming:
    (incoming,) = read_all(act)
    return incoming


def test_typed_words_are_said() -> None:
    said = one(lambda telegram: telegram.say(7, "what do i do", locale="fr"))
    assert isinstance(said, Said)
    assert (said.text, said.origin.chat, said.origin.person, said.origin.locale) == ("what do i do", "7", "7", "fr")
    assert said.origin.private
    assert said.message_id
    assert not said.forwarded
    assert said.origin.at.utcoffset() is not None


def test_a_deep_link_is_said_with_its_payload() -> None:
    said = one(lambda telegram: telegram.say(7, "/start t_disclosure"))
    assert isinstance(said, Said)
    assert said.text == "/start t_disclosure"


def test_a_forwarded_message_is_marked() -> None:
    said = one(lambda telegram: telegram.forward(7, "call me"))
    assert isinstance(said, Said)
    assert said.forwarded


def test_an_edit_names_the_message() -> None:
    first, edited = read_all(lambda telegram: telegram.edit(7, telegram.say(7, "hit"), "his uncle hits him"))
    assert isinstance(first, Said)
    assert isinstance(edited, Edited)
    assert (edited.text, edited.message_id) == ("his uncle hits him", first.message_id)


@pytest.mark.parametrize(
    ("kind", "is_a"),
    [
        ("photo", "photo"),
        ("voice", "voice"),
        ("audio", "file"),
        ("video", "video"),
        ("video_note", "video"),
        ("animation", "video"),
        ("sticker", "sticker"),
        ("document", "file"),
        ("contact", "contact"),
        ("dice", "other"),
        ("poll", "other"),
    ],
)
def test_what_is_not_words_is_named_by_its_kind_and_keeps_its_caption(kind: str, is_a: str) -> None:
    sent = one(lambda telegram: telegram.send(7, kind, caption="is this a burn?"))
    assert isinstance(sent, SentSomething)
    assert (sent.kind, sent.caption) == (is_a, "is this a burn?")


@pytest.mark.parametrize("kind", ["location", "venue"])
def test_a_place_on_the_map_leaves_no_coordinates(kind: str) -> None:
    shared = one(lambda telegram: telegram.send(7, kind))
    assert isinstance(shared, SharedLocation)
    assert "9.1" not in repr(shared)
    assert "7.5" not in repr(shared)


def test_an_album_is_one_message_and_every_caption_is_heard() -> None:
    def album(telegram: TelegramDouble) -> None:
        telegram.send(7, "photo", media_group_id="a", caption="first")
        telegram.send(7, "photo", media_group_id="a")
        telegram.send(7, "photo", media_group_id="a", caption="third")
        telegram.send(7, "photo", media_group_id="b")

    assert [sent.caption for sent in read_all(album) if isinstance(sent, SentSomething)] == ["first", "third", ""]


def test_an_album_that_comes_again_is_heard_again() -> None:
    telegram, reader = TelegramDouble(), Reader(StoppedClock())
    telegram.send(7, "photo", media_group_id="a")
    (update,) = telegram.pending.values()
    assert reader.read(update) is not None
    assert reader.read(update) is not None


def test_a_press_carries_its_data_and_the_message_it_was_under() -> None:
    pressed = one(lambda telegram: telegram.press(7, 99, data="p:disclosure:say"))
    assert isinstance(pressed, Pressed)
    assert (pressed.data, pressed.message_id, pressed.origin.chat) == ("p:disclosure:say", "99", "7")
    assert pressed.press_id
    assert pressed.origin.private
    assert pressed.origin.at == StoppedClock().now()


def test_blocking_and_unblocking_are_noticed() -> None:
    assert isinstance(one(lambda telegram: telegram.block(7)), Blocked)
    assert isinstance(one(lambda telegram: telegram.unblock(7)), Unblocked)


def test_joining_a_group_is_noticed_and_leaving_it_needs_no_word() -> None:
    joined = one(lambda telegram: telegram.join(GROUP, who=7))
    assert isinstance(joined, Joined)
    assert (joined.origin.chat, joined.origin.person, joined.origin.private) == (str(GROUP), "7", False)
    assert read_all(lambda telegram: telegram.leave(GROUP)) == []


def test_words_in_a_group_are_not_private() -> None:
    said = one(lambda telegram: telegram.say(GROUP, "/help", who=7))
    assert isinstance(said, Said)
    assert not said.origin.private


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("/help@PracticeLineBot", "/help"),
        ("/ref@practicelinebot disclosure 7", "/ref disclosure 7"),
        ("/help@OtherBot", None),
        ("mail me@OtherBot", "mail me@OtherBot"),
    ],
)
def test_a_command_to_another_bot_is_left_to_it(text: str, heard: str | None) -> None:
    said = read_all(lambda telegram: telegram.say(GROUP, text, who=7))
    assert [one.text for one in said if isinstance(one, Said)] == ([] if heard is None else [heard])


@pytest.mark.parametrize(
    "update",
    [
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -1, "type": "channel"}, "text": "news"}},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": -1, "type": "channel"}, "text": "news"}},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "new_chat_title": "x"}},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": -1, "type": "group"}, "new_chat_members": []}},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": -1, "type": "group"}, "is_automatic_forward": True, "text": "x"}},
        {"callback_query": {"id": "1", "from": {"id": 1, "is_bot": False, "first_name": "x"}, "chat_instance": "1", "data": "x"}},
        {"inline_query": {"id": "1"}},
        {"something_new": {}},
        {},
    ],
)
def test_posts_notices_and_what_is_new_are_left_alone(update: dict[str, Any]) -> None:
    assert read_all(lambda telegram: telegram.push(update)) == []


ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    2**70,
    1.5,
    "",
    "x",
    "😀" * 5000,
    "\ud800",
    "\x00",
    [],
    [[]],
    {},
    {"id": 1},
    {"id": {}},
    [{"a": [None]}],
]


def spoilt(update: Any, dice: random.Random) -> Any:
    """An update with something in it replaced, removed or doubled."""
    if isinstance(update, dict) and update and dice.random() < 0.85:
        update = dict(update)
        key = dice.choice(list(update))
        if dice.random() < 0.15:
            del update[key]
        else:
            update[key] = spoilt(update[key], dice)
        return update
    return dice.choice(ODD)


def test_five_hundred_odd_updates_never_stop_the_reader() -> None:
    dice, telegram, reader = random.Random(22), TelegramDouble(), Reader(StoppedClock())
    for kind in ("photo", "voice", "location", "contact", "poll", "sticker"):
        telegram.send(7, kind, caption="x", media_group_id="a")
    telegram.edit(7, telegram.say(7, "/start@x y"), "again")
    telegram.press(7, 99, data="x")
    telegram.block(7)
    telegram.join(GROUP)
    good = list(telegram.pending.values())
    for _ in range(500):
        read = reader.read(spoilt(dice.choice(good), dice))
        if read is not None:
            assert all(isinstance(word, str) for word in (read.origin.chat, read.origin.person, read.origin.locale))
            assert read.origin.update_id.isdigit() or read.origin.update_id.startswith("-")


def test_content_of_a_newer_kind_is_still_answered() -> None:
    sent = one(lambda telegram: telegram.push({"message": {**A_MESSAGE, "poll": {"new": "shape"}, "caption": "help"}}))
    assert isinstance(sent, SentSomething)
    assert sent.caption == "help"


def test_a_group_may_make_the_bot_an_admin_with_rights_of_a_newer_kind() -> None:
    user = {"id": 42, "is_bot": True, "first_name": "x"}
    change = {"chat": {"id": GROUP, "type": "group"}, "from": A_MESSAGE["from"], "date": 1}
    members = {"old_chat_member": {"status": "left", "user": user}, "new_chat_member": {"status": "administrator", "user": user}}
    assert isinstance(one(lambda telegram: telegram.push({"my_chat_member": {**change, **members}})), Joined)
