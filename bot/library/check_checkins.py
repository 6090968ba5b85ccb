"""Whether the kinds of check-in can be used as they are: every language, few lines on a phone, answers that fit a button."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.library.load import Content
from bot.library.place_words import strays
from bot.library.read import Node, Problem, bare, spot
from bot.library.schema import SOURCE_LANG
from bot.library.schema_codes import check_codes
from bot.supervision.kind import Kind

TITLE = ANSWER = 24
"""Characters of a title and of an answer: both are buttons."""
PROMPTS = 5
"""Lines to prepare with: more is homework."""
LINE = 90
"""Characters of a line to prepare with, and of a question: two lines on a phone."""
QUESTIONS = 3
"""Questions after a check-in: more is a form."""
ANSWERS = (2, 4)
"""Answers of a question: fewest and most."""

_START = date(2001, 1, 1)


def check_checkins(content: Content, today: date) -> Iterator[Problem]:
    """All problems of the kinds of check-in, those that aren't offered with them."""
    spoken = sorted(lang for lang, language in content.words.languages.items() if language.sentences)
    buttons: dict[tuple[str, str], str] = {}
    for (what, _), words in content.layers.yaml.items():
        if what == "codes":
            yield from check_codes(words)
    for kind in content.kinds.values():
        node = content.layers.yaml["checkins", kind.id]
        yield from _review(node, today)
        yield from _figures(kind, node)
        if kind.coded and SOURCE_LANG not in content.codes:
            where, what = spot(node, ("code",)), "there are no words for its series"
            yield Problem(*where, what, f"write codes/{SOURCE_LANG}.yaml, or take `code` out")
        for lang in spoken:
            if ("checkin-words", f"{kind.id}.{lang}") not in content.layers.yaml:
                what = f"`{kind.id}` has no words in `{lang}`"
                remedy = f"write checkins/{kind.id}.{lang}.yaml; until then English is shown"
                yield Problem(node.file, 1, what, remedy, "warning")
        for lang in kind.titles:
            own = content.layers.yaml.get(("checkin-words", f"{kind.id}.{lang}"))
            if own is None:
                continue
            yield from _review(own, today)
            yield from _words(kind, own, content)
            title = bare(own)["title"]
            if (other := buttons.setdefault((lang, title), kind.id)) != kind.id:
                file, line = spot(own, ("title",))
                yield Problem(file, line, f"`{other}` has the title `{title}` too", "nobody could tell the two buttons apart")


def _review(node: Node, today: date) -> Iterator[Problem]:
    said = bare(node)
    names = [key for key in ("reviewed_on", "reviewed_by") if said.get(key)]
    file, line = spot(node, ("status",))
    if said.get("status") == "reviewed" and len(names) < 2:
        remedy = "add reviewed_on and reviewed_by (a role), or status: draft"
        yield Problem(file, line, "reviewed, but not by whom and when", remedy)
    if said.get("status", "draft") == "draft" and names:
        remedy = "write status: reviewed, or take the reviewer out"
        yield Problem(file, line, "a reviewer is named, and the status is draft", remedy)
    if said.get("review_by") and date.fromisoformat(said["review_by"]) < today:
        file, line = spot(node, ("review_by",))
        yield Problem(file, line, f"due for review since {said['review_by']}", "review it and set a new date", "warning")


def _figures(kind: Kind, node: Node) -> Iterator[Problem]:
    kept = kind.retention.outcome.after(_START)
    if any(stage.every.after(_START) > kept for stage in kind.rhythm):
        file, line = spot(node, ("retention", "outcome"))
        what = "that it was held is forgotten before the next one is due"
        yield Problem(file, line, what, "keep it at least as long as the longest step of the rhythm")
    if len(kind.questions) > QUESTIONS:
        file, line = spot(node, ("questions",))
        yield Problem(file, line, f"{len(kind.questions)} questions", f"{QUESTIONS} at most are answered")
    known = {question.id for question in kind.questions}
    for number, name in enumerate(_listed(bare(node).get("questions", []))):
        if name and name not in known:
            file, line = spot(node, ("questions", number))
            what = f"the question `{name}` has no words in `{SOURCE_LANG}`"
            yield Problem(file, line, what, f"write it in checkins/{kind.id}.{SOURCE_LANG}.yaml, or take it out")


def _words(kind: Kind, node: Node, content: Content) -> Iterator[Problem]:
    said = bare(node)

    def at(what: str, remedy: str, *path: str | int, warn: bool = False) -> Problem:
        file, line = spot(node, path)
        return Problem(file, line, what, remedy, "warning" if warn else "error")

    def line_of(text: str, longest: int, *path: str | int) -> Iterator[Problem]:
        if len(text) > longest:
            yield at(f"{len(text)} characters in one line", f"at most {longest}", *path)
        for word, place in strays(text, (), content.place_words):
            yield at(f"`{word}` belongs to {place}", "a kind of check-in is for people anywhere", *path)

    yield from line_of(said["title"], TITLE, "title")
    prompts = _listed(said.get("prompts", []))
    if len(prompts) > PROMPTS:
        yield at(f"{len(prompts)} lines to prepare with", f"{PROMPTS} at most are read", "prompts", PROMPTS)
    for number, text in enumerate(prompts):
        yield from line_of(text, LINE, "prompts", number)
    source = bare(content.layers.yaml["checkin-words", f"{kind.id}.{SOURCE_LANG}"]).get("questions", {})
    own = said.get("questions", {})
    for question in kind.questions:
        if question.id not in own:
            yield at(f"the question `{question.id}` is missing", "add it; until then English is shown", "questions", warn=True)
    for name, question in own.items():
        path = ("questions", name)
        yield from line_of(question["ask"], LINE, *path, "ask")
        if name not in source:
            yield at(f"English has no question `{name}`", f"mend the id; known are {', '.join(source) or 'none'}", *path)
        elif question["answers"].keys() != source[name]["answers"].keys():
            remedy = f"give the answers of the English file: {', '.join(source[name]['answers'])}"
            yield at(f"`{name}` has other answers than in English", remedy, *path, "answers")
        if not ANSWERS[0] <= len(question["answers"]) <= ANSWERS[1]:
            yield at(f"`{name}` has {len(question['answers'])} answers", f"give {ANSWERS[0]} to {ANSWERS[1]}", *path, "answers")
        for answer, text in question["answers"].items():
            yield from line_of(text, ANSWER, *path, "answers", answer)
            if not any(letter.isalpha() for letter in text):
                yield at(f"`{text}` is a score", "answer in words: nobody is scored here", *path, "answers", answer)


def _listed(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else said
