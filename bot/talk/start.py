"""The first start and everything that the chat says of itself: who runs it, what is kept, settings, forgetting, hiding."""

from __future__ import annotations

from dataclasses import replace

from bot.talk.asides import cannot_keep
from bot.talk.ask import answer
from bot.talk.checkins import lists
from bot.talk.danger import danger_button
from bot.talk.effects import Count, Forget, Hide, Turn
from bot.talk.messages import Button, Piece, Quoted, Say, Sources, TitleOf
from bot.talk.read import spoken_languages
from bot.talk.scene import Scene, button, rows
from bot.talk.session import Session

DEEP_LINK = "t_"
"""`/start t_disclosure` opens an answer directly."""


def start(scene: Scene, payload: str = "") -> Turn:
    """Who runs it, what it is for, what isn't kept, /sos. No questionnaire."""
    topic = payload.removeprefix(DEEP_LINK) if payload.startswith(DEEP_LINK) else ""
    text = scene.served(topic) if topic else None
    if text is not None:
        return answer(replace(scene, session=replace(scene.session, greeted=True)), text)
    pieces: tuple[Piece, ...] = (Say("start.hello", house_args(scene)),)
    if scene.house.demo and scene.channel != "web":  # there it stands on every page
        pieces = (Say("demo.line"), *pieces)
    buttons = [button("button.ask", "say", "ask"), button("button.numbers", "num", ""), button("button.browse", "b", "")]
    buttons += _other_languages(scene)
    session = replace(scene.session, greeted=True)
    # Who fetches their messages themself sees on opening what waits for them.
    lines, open_ones = lists.waits(scene, scene.desk.office) if scene.desk.office else ((), ())
    return scene.turn(*pieces, *lines, buttons=(*open_ones, *rows(buttons)), session=session)


def house_args(scene: Scene) -> dict[str, str]:
    """What sentences may say of the installation."""
    house = scene.house
    return {
        "organisation": house.organisation,
        "contact": house.contact or house.organisation,
        "data_contact": house.data_protection_contact or house.contact or house.organisation,
        "sent_days": str(house.keeps_sent_days),
        "shown_hours": str(house.keeps_shown_hours),
        "session_days": str(house.keeps_session_days),
    }


def told(scene: Scene, key: str) -> Turn:
    """A fixed text of the chat, by the last part of its key."""
    sentence = f"say.{key}"
    if not scene.edition.words.has(sentence):
        return start(scene)
    buttons = rows([button("button.browse", "b", ""), button("button.numbers", "num", "")])
    return scene.turn(Say(sentence, house_args(scene)), buttons=buttons)


def help_(scene: Scene) -> Turn:
    """How it works; the way to the emergency card first, because "help" may mean just that."""
    buttons = ((danger_button(),), *rows([button("button.browse", "b", ""), button("button.numbers", "num", "")]))
    return scene.turn(Say("say.help", house_args(scene)), buttons=buttons)


def settings(scene: Scene) -> Turn:
    """Language and country, each changed by a tap."""
    country = scene.session.country
    pieces: tuple[Piece, ...] = (Say("settings.lead"), Say("settings.language"))
    pieces += (Say("settings.country", {"country": country}) if country else Say("settings.no_country"),)
    buttons: list[Button] = _other_languages(scene)
    buttons += [button(TitleOf(country=c), "home", c) for c in scene.house.countries[:6] if c != country]
    if country:
        buttons.append(button("button.forget_country", "home", ""))
    buttons += [button("button.privacy", "say", "privacy"), button("button.forget", "say", "forget")]
    return scene.turn(*pieces, buttons=rows(buttons))


def forget(scene: Scene) -> Turn:
    """Before anything goes: what goes now, and what the organisation keeps till when."""
    buttons = ((button("button.forget_yes", "gone"),), (button("button.forget_no", "say", "kept"),))
    return scene.turn(Say("forget.ask", house_args(scene)), buttons=buttons)


def forgotten(scene: Scene) -> Turn:
    """The receipt, after everything was erased in the same transaction."""
    if not scene.desk.storing:
        return cannot_keep(scene)
    return scene.turn(Say("forget.done", house_args(scene)), session=Session(), effects=(Forget(),))


def hide(scene: Scene) -> Turn:
    """Somebody is looking: what was shown is taken back as far as the channel can, and one neutral line stands there."""
    session = replace(scene.session, topic="", part="", topic_at=None, chose=False)
    return scene.turn(Say("hide.done"), session=session, effects=(Hide(),))


def language(scene: Scene, code: str) -> Turn:
    """A person's choice of language beats every guess from now on."""
    if code not in spoken_languages(scene.edition, scene.house):
        return settings(scene)
    chosen = replace(scene, session=replace(scene.session, lang=code), reading=replace(scene.reading, lang=code))
    return start(chosen) if not scene.desk.storing or scene.session.answers == 0 else settings(chosen)


def home(scene: Scene, code: str) -> Turn:
    """Keep a country for next time, or forget it."""
    if not scene.desk.storing:
        return cannot_keep(scene)
    session = replace(scene.session, country=code, country_now="")
    say = Say("settings.kept", {"country": code}) if code else Say("settings.forgot_country")
    return scene.turn(say, session=session)


def why(scene: Scene) -> Turn:
    """How the last answer was found: tier, the phrase of ours that was nearest, the runner-up. Nothing of what was typed."""
    session = scene.session
    if not session.last_tier or not session.topic_at:
        return scene.turn(Say("why.nothing"), session=session)
    args = {"percent": str(round(session.last_confidence * 100)), "phrase": session.last_phrase or "-"}
    pieces: list[Piece] = [Say("why.text", args), Say(f"why.tier.{session.last_tier}")]
    if session.last_runner_up and session.last_runner_up in scene.edition.library.topics:
        pieces += [Say("why.runner_up"), TitleOf(topic=session.last_runner_up)]
    return scene.turn(*pieces)


def reference(scene: Scene, argument: str) -> Turn:
    """/ref: how to quote what was just answered; /ref TOPIC CODE: that wording as it was shown."""
    topic, _, code = argument.partition(" ") if argument else (scene.session.topic, "", "")
    if code and scene.desk.quoted:
        quoted = Quoted(topic, code.strip(), scene.desk.quoted, scene.desk.quoted_on)
        return scene.turn(quoted)
    text = scene.served(topic) if topic else None
    if code and (text is None or text.code != code.strip()):
        return scene.turn(Say("ref.unknown", {"ref": argument}))
    if text is None:
        return scene.turn(Say("ref.nothing"))
    return sources(scene, topic)


def sources(scene: Scene, topic: str) -> Turn:
    """The sources of a topic with their addresses, and how to quote it."""
    return Turn(scene.session, scene.reply(Sources(topic), topic=topic))


def wanted(scene: Scene, subject: str) -> Turn:
    """ "This should be covered": counted by subject, without a person and without the question."""
    if not scene.desk.storing:
        return cannot_keep(scene)
    return Turn(scene.session, scene.reply(Say("want.thanks", house_args(scene))), effects=(Count("wanted", subject),))


def _other_languages(scene: Scene) -> list[Button]:
    spoken = spoken_languages(scene.edition, scene.house)
    return [button(TitleOf(language=code), "lang", code) for code in spoken if code != scene.lang]
