"""The held-out questions of every language, asked of the starter content as it is served: tests/questions/README.md."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.library.edition import Edition
from bot.library.questions import languages_of, put_to
from bot.library.read import bare, read_yaml
from bot.talk.house import House
from bot.talk.once import Asked, answer_once
from intents import Report, decide, summed

QUESTIONS = Path(__file__).parents[1] / "questions"
LANGUAGES = languages_of(QUESTIONS)
ENOUGH = 20
"""Questions under which a share says nothing."""


def questions(lang: str, file: str) -> Any:
    """The entries of a file; an empty list if there is none."""
    path = QUESTIONS / lang / file
    node = read_yaml(path.read_text("utf-8"), file, []) if path.is_file() else None
    return bare(node) if node is not None else []


@pytest.fixture(scope="module")
def bars() -> dict[str, dict[str, float]]:
    """What has to hold, by language, in percent."""
    node = read_yaml((QUESTIONS / "bars.yaml").read_text("utf-8"), "bars.yaml", [])
    assert node is not None
    return {lang: {name: float(value) / 100 for name, value in rows.items()} for lang, rows in bare(node).items()}


@pytest.fixture(scope="module")
def reports(starter: Edition) -> dict[str, Report]:
    """Every question of a topic that has a text in its language, and every question that isn't ours."""
    found = {lang: summed(marked) for lang, marked in put_to(starter, QUESTIONS).items()}
    return {lang: report for lang, report in found.items() if report.questions >= ENOUGH}


def several(also: str | list[str]) -> tuple[str, ...]:
    return (also,) if isinstance(also, str) else tuple(also)


def share(hits: list[bool]) -> float:
    return sum(hits) / max(len(hits), 1)


def report_of(reports: dict[str, Report], lang: str) -> Report:
    assert lang in reports, f"too few topics have a text in {lang}"
    return reports[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_most_questions_reach_their_answer_and_hardly_any_another_ones(
    lang: str, reports: dict[str, Report], bars: dict[str, dict[str, float]]
) -> None:
    report = report_of(reports, lang)
    print(
        f"\n{lang}: {report.questions} held-out questions: helped {report.helped:.1%}, right first {report.right_first:.1%}, "
        f"answered {report.answered:.1%}, wrong {report.wrong:.1%}; {report.oos} out of scope: "
        f"answered {report.oos_answered:.1%}, offered a choice {report.oos_offered:.1%}; "
        f"calibration error {report.calibration_error:.3f}"
    )
    weakest = sorted(report.recall.items(), key=lambda row: row[1])[:5]
    print("weakest:", ", ".join(f"{topic} {share:.0%}" for topic, share in weakest))
    assert report.helped >= bars[lang]["helped"]
    assert report.right_first >= bars[lang]["right_first"]
    assert report.wrong <= bars[lang]["wrong"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_ours_is_not_answered(lang: str, reports: dict[str, Report], bars: dict[str, dict[str, float]]) -> None:
    report = report_of(reports, lang)
    assert report.oos_answered <= bars[lang]["strays_answered"]
    assert report.oos_offered <= bars[lang]["strays_offered"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_red_flags_are_seen_and_ordinary_sentences_stay_quiet(
    lang: str, starter: Edition, bars: dict[str, dict[str, float]]
) -> None:
    flags = questions(lang, "red-flags.yaml")

    def raised(entries: list[dict[str, str]]) -> float:
        return share([starter.urgency.read(entry["q"]) is not None for entry in entries])

    direct = raised([f for f in flags["urgent"] if f["how"] == "direct"])
    hinted = raised([f for f in flags["urgent"] if f["how"] == "hinted"])
    false = raised(flags["quiet"])
    print(f"\n{lang}: red flags: direct {direct:.1%}, hinted {hinted:.1%}, false alarms {false:.1%}")
    assert direct >= bars[lang]["direct"]
    assert hinted >= bars[lang]["hinted"]
    assert false <= bars[lang]["false_alarms"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_question_turned_round_is_not_answered_with_its_opposite(
    lang: str, starter: Edition, bars: dict[str, dict[str, float]]
) -> None:
    """Of each side only topics with a text count: where the right one has none, nothing could be right."""
    answered = {p.label for p in starter.matcher.book.phrases if p.lang == lang}
    pairs = questions("contrast", f"{lang}.yaml")
    sides = [side for pair in pairs for side in (pair["a"], pair["b"]) if not side["may"] or answered & {*several(side["may"])}]
    assert answered, f"no topic has a text in {lang}"
    verdicts = [decide(starter.matcher.match(s["q"], lang=lang), starter.policy, starter.matcher.book.families) for s in sides]
    wrong = [s["q"] for s, v in zip(sides, verdicts, strict=True) if v.kind == "answer" and v.label not in several(s["may"])]
    told = sum(v.kind == "answer" for v in verdicts)
    print(f"\n{lang}: contrast: {len(sides)} sides, {told} answered, {len(wrong)} of them wrongly")
    assert len(wrong) <= bars[lang]["contrast_wrong"] * len(sides)


def ask(edition: Edition, q: str, prev: str | list[str] = (), lang: str = "") -> dict[str, Any]:  # type: ignore[assignment]
    """As `practiceline ask --json` would answer."""
    earlier = (prev,) if isinstance(prev, str) else tuple(prev)
    return answer_once(Asked(q, lang, prev=earlier), edition, House("Test"), datetime(2026, 11, 22, 10, tzinfo=UTC))


def test_a_missed_red_flag_is_one_tap_away_from_the_card(starter: Edition) -> None:
    """Safety never hangs on the classifier alone: the channels show the way to the card whatever the answer is."""
    assert any(command.name == "sos" for command in starter.words.languages["en"].commands)
    missed = [f["q"] for f in questions("en", "red-flags.yaml")["urgent"] if not ask(starter, f["q"])["urgent"]]
    wrong = [q for q in missed if ask(starter, q)["decision"] == "small_talk"]
    assert len(wrong) <= 1, wrong


# Arabic isn't there yet: its cues find the part of none of the fifteen (tests/questions/README.md).
@pytest.mark.parametrize("lang", ["en", "es", "fr"])
def test_follow_ups_find_the_part_of_what_is_being_read(
    lang: str, starter: Edition, reports: dict[str, Report], bars: dict[str, dict[str, float]]
) -> None:
    report_of(reports, lang)
    asked = questions(lang, "follow-ups.yaml")
    read = [starter.matcher.match(f["q"], lang=lang, topic=f["topic"]).follow_up == f["part"] for f in asked]
    found = [ask(starter, f["q"], f["prev"], lang) for f in asked]
    both = [a["topic"] == f["topic"] and a["part"] == f["part"] for a, f in zip(found, asked, strict=True)]
    print(
        f"\n{lang}: follow-ups: {share(read):.1%} find the part of an open topic, {share(both):.1%} topic and part from scratch"
    )
    assert share(read) >= bars[lang]["follow_ups"]


@pytest.mark.parametrize(
    ("lang", "file"),
    [(lang, file) for lang in LANGUAGES for file in ("bursts", "mixed") if (QUESTIONS / lang / f"{file}.yaml").is_file()],
)
def test_bursts_and_mixed_languages_reach_their_answer(
    lang: str, file: str, starter: Edition, reports: dict[str, Report], bars: dict[str, dict[str, float]]
) -> None:
    report_of(reports, lang)
    answered = {p.label for p in starter.matcher.book.phrases if p.lang == lang}
    asked = [entry for entry in questions(lang, f"{file}.yaml") if entry["topic"] in answered]
    found = [ask(starter, entry["q"], entry.get("prev", []), lang) for entry in asked]
    offered = [{c["topic"] for c in a["choices"]} if a["decision"] == "choose" else {a["topic"]} for a in found]
    helped = share([bool({e["topic"], *several(e.get("also", []))} & topics) for topics, e in zip(offered, asked, strict=True)])
    print(f"\n{lang}: {file}: {helped:.1%} answered or among the choices")
    assert helped >= bars[lang][file]
