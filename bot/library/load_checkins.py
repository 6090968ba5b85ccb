"""The kinds of check-in out of the files of `checkins/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.library.read import Problem
from bot.library.schema import SOURCE_LANG
from bot.library.schema_checkins import KindFile, KindWords, rhythm_of
from bot.library.shapes import Shapes
from bot.supervision.kind import Kind, Ladder, Question, Retention, Times

Said = Mapping[str, KindWords]
"""What is said of a kind, by language."""


def kinds(shapes: Shapes, spoken: Iterable[str]) -> dict[str, Kind]:
    """Every kind by its id, also those that aren't offered, in the order in which they are.

    Each says everything in all languages `spoken`: what a language lacks is said in the source language.
    """
    files, words = shapes.each("checkins", KindFile), shapes.each("checkin-words", KindWords)
    said: dict[str, dict[str, KindWords]] = {}
    for name, of in words.items():
        kind, _, lang = name.rpartition(".")
        said.setdefault(kind, {})[lang] = of
    _homeless(shapes, said)
    found: dict[str, Kind] = {}
    for name, file in sorted(files.items(), key=lambda entry: (entry[1].order, entry[0])):
        if SOURCE_LANG in said.get(name, ()):
            found[name] = _kind(name, file, said[name], sorted({*spoken, *said[name]}))
        elif ("checkin-words", f"{name}.{SOURCE_LANG}") not in shapes.layers.yaml:
            node = shapes.layers.yaml["checkins", name]
            what, remedy = f"`{name}` has no words in `{SOURCE_LANG}`", f"write checkins/{name}.{SOURCE_LANG}.yaml"
            shapes.problems.append(Problem(node.file, 1, what, remedy))
    return found


def _homeless(shapes: Shapes, said: Mapping[str, Said]) -> None:
    for kind, by_lang in said.items():
        if ("checkins", kind) not in shapes.layers.yaml:
            files = [shapes.layers.yaml["checkin-words", f"{kind}.{lang}"].file for lang in by_lang]
            remedy = f"write checkins/{kind}.yaml, or mend the name"
            shapes.problems += [Problem(file, 1, f"there is no kind of check-in `{kind}`", remedy) for file in files]


def _kind(name: str, file: KindFile, said: Said, langs: list[str]) -> Kind:
    source = said[SOURCE_LANG]
    by_lang = {lang: said.get(lang, source) for lang in langs}
    reminders, ladder, retention = file.reminders, file.ladder, file.retention
    return Kind(
        id=name,
        titles={lang: words.title for lang, words in by_lang.items()},
        retention=Retention(retention.outcome, retention.notes),
        rhythm=rhythm_of(file.rhythm),
        length=file.length,
        prompts={lang: tuple(words.prompts or source.prompts) for lang, words in by_lang.items()},
        questions=tuple(_question(key, source, by_lang) for key in file.questions if key in source.questions),
        times=Times(reminders.day_before, reminders.before, reminders.after),
        ladder=Ladder(ladder.grace, ladder.up),
        enabled=file.enabled,
        coded=file.code,
    )


def _question(key: str, source: KindWords, by_lang: Said) -> Question:
    """A question that a language lacks, or answers otherwise, is asked in the source language: never half in each."""
    asked = source.questions[key]
    texts = {
        lang: own if (own := words.questions.get(key)) and own.answers.keys() == asked.answers.keys() else asked
        for lang, words in by_lang.items()
    }
    answers = {answer: {lang: text.answers[answer] for lang, text in texts.items()} for answer in asked.answers}
    return Question(key, {lang: text.ask for lang, text in texts.items()}, answers)
