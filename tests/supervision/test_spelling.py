"""Names in two scripts that may be the same, and names that aren't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.supervision.spelling import alike

SAME = (
    "Sami سامي", "Amina أمينة", "Amina امينه", "Lucía لوسيا", "Joseph جوزيف", "Khadija خديجة", "Khadidja خديجة", "Omar عمر",
    "Ali علي", "Saïd سعيد", "Ibrahim إبراهيم", "Yusuf يوسف", "Youssef يوسف", "Mariam مريم", "Maryam مريم", "Aïcha عائشة",
    "Aisha عائشة", "Fatimah فاطمة", "Fatima فاطمة", "Saleh صالح", "Walid وليد", "Oualid وليد", "Nour نور", "Noor نور",
    "Huda هدى", "Houda هدى", "Ghada غادة", "Rasha رشا", "Racha رشا", "Hussein حسين", "Mohammed محمد", "Muhammad محمد",
    "Layla ليلى", "Leila ليلى", "Djamila جميلة", "Gamila جميلة", "Jamila جميلة", "Qasim قاسم", "Kassem قاسم", "Dalia داليا",
    "Amadou أمادو", "Awa أوا", "Lena لينا", "Sara سارة", "Sarah سارة",
)  # fmt: skip
OTHERS = (
    "Amina منى", "Sami سامر", "Mona أمينة", "Omar عمرو علي", "Ali علاء", "Lena لوسيا", "Nadia نادر", "Sara سمر", "Awa آية",
    "Huda هاني", "Karim كمال",
)  # fmt: skip


@pytest.mark.parametrize("pair", SAME)
def test_a_name_is_known_in_the_other_script(pair: str) -> None:
    latin, arabic = pair.split(" ", 1)
    assert alike(latin, arabic)
    assert alike(arabic, latin)


@pytest.mark.parametrize("pair", OTHERS)
def test_another_name_isnt(pair: str) -> None:
    latin, arabic = pair.split(" ", 1)
    assert not alike(latin, arabic)


def test_a_first_name_stands_for_the_whole_name_and_the_article_is_no_part_of_it() -> None:
    assert alike("سامي", "Sami Al-Khatib")
    assert alike("Sami Khatib", "سامي الخطيب")
    assert not alike("Sami Haddad", "سامي الخطيب")


@given(st.text(max_size=60), st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويةىء ", max_size=60))
def test_no_spelling_breaks_it_and_one_script_is_never_compared_with_itself(one: str, arabic: str) -> None:
    alike(one, arabic)
    assert not alike(arabic, arabic)
