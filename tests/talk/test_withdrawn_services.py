"""What people read where a service was taken back: in an old answer, and when they ask for its number or after another answer."""

from __future__ import annotations

from dataclasses import replace

from bot.services.model import Directory, Service
from bot.talk.messages import Reply, ServiceList, TitleOf
from bot.talk.render import draw
from bot.talk.scene import button
from tests.library.small import small_edition
from tests.talk.pure import PERSON, PureDriver, shown
from tests.talk.test_service_screens import HOUSE, LISTENING, NOWHERE, TALKING, driver, says


def withdrawn(*left: Service) -> PureDriver:
    """A chat in which the Listening Line was taken back."""
    person = driver(*left)
    directory = Directory({s.id: s for s in left}, withdrawn={LISTENING.id: LISTENING})
    return replace(person, edition=replace(small_edition(), directory=directory))


def test_an_old_answer_says_that_it_is_being_checked_and_whom_to_call_instead() -> None:
    person = withdrawn(TALKING)
    old = Reply((ServiceList((LISTENING.id,), "GB", "GB"),), ((button(TitleOf(service=LISTENING.id), "s", LISTENING.id),),))
    seen = shown(draw(old, person.edition, HOUSE, person.signer, PERSON, person.now), True)
    assert "Listening Line is withdrawn and being checked." in seen.text
    assert "0800 555 0101" not in seen.text
    assert "0800 555 0102" in seen.text
    assert seen.buttons == ("Listening Line",)


def test_an_old_answer_with_several_keeps_the_others() -> None:
    person = withdrawn(TALKING)
    old = Reply((ServiceList((LISTENING.id, TALKING.id), "GB", "GB"),))
    text = shown(draw(old, person.edition, HOUSE, person.signer, PERSON, person.now), True).text
    assert text.count("Talking Line") == 1
    assert "Listening Line is withdrawn" in text


async def test_who_asks_about_a_withdrawn_number_hears_that_it_is_being_checked() -> None:
    text = (await says(withdrawn(TALKING), "what is 0800 555 0101")).text
    assert "Listening Line: 0800 555 0101 is withdrawn and being checked." in text
    assert "0800 555 0102" in text


async def test_of_a_service_of_which_one_number_was_withdrawn_the_others_are_shown() -> None:
    left = replace(LISTENING, contacts=(replace(LISTENING.contacts[0], shown="0800 555 0109", dial="08005550109"),))
    text = (await says(withdrawn(left), "what is 0800 555 0101")).text
    assert "0800 555 0101 is withdrawn" in text
    assert "0800 555 0109" in text


async def test_a_question_after_the_answer_with_a_number_leaves_that_answer_where_it_is() -> None:
    person = driver(LISTENING, TALKING)
    first = await says(person, "listening line")
    second = await says(person, "talking line")
    assert ("0800 555 0101" in first.text, "0800 555 0102" in second.text, second.amended) == (True, True, False)
    assert person.screen[0] == first


async def test_a_question_that_names_a_country_is_no_answer_to_which_country() -> None:
    person = driver(LISTENING, house=NOWHERE)
    assert "Which country" in (await says(person, "phone number of a helpline for disclosure")).text
    assert "0800" not in (await says(person, "a boy has bruises what do i write in the file in scotland")).text
    assert "Which country" in (await says(person, "phone number of a helpline for disclosure")).text
    assert "0800 555 0101" in (await says(person, "united kingdom")).text
