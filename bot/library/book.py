"""The library as the matcher learns it: every way of asking, titles, what isn't ours, and what is meant by what."""

from __future__ import annotations

from bot.library.load import Content
from bot.library.model import Topic
from bot.library.richtext import plain
from intents import Aside, Phrase, PhraseBook


def _names(topic: Topic, title: str, lang: str, source_lang: str) -> list[str]:
    """What a topic is called in a language: its title, its button, and in the source language its id; each once."""
    names = [title, topic.short.get(lang, "")]
    if lang == source_lang:
        names.append(topic.id.replace("-", " "))
    return list(dict.fromkeys(name for name in names if name))


def phrase_book(content: Content) -> PhraseBook:
    """The book of a content. Topics without a text have no phrases; the gaps stand in for them.

    Hidden topics stay in: a question about one must be recognised, so that a neighbour isn't given for its answer.
    """
    library, sayings = content.library, content.sayings
    phrases: list[Phrase] = []
    contrary: list[Phrase] = []
    titles: list[Phrase] = []
    passages: list[Phrase] = []
    for (topic, lang), text in library.guidance.items():
        titles += [Phrase(words, topic, lang) for words in _names(library.topics[topic], text.title, lang, library.source_lang)]
        phrases += [Phrase(words, topic, lang) for words in text.ask]
        phrases += [Phrase(words, topic, lang, part.id) for part in text.parts for words in part.ask]
        contrary += [Phrase(words, topic, lang) for words in text.not_this]
        passages += [Phrase(plain(text.short), topic, lang), *(Phrase(plain(p.body), topic, lang, p.id) for p in text.parts)]
        if lang == library.source_lang and (scope := library.topics[topic].scope):
            passages.append(Phrase(scope, topic, lang))
    languages = sorted({lang for _, lang in library.guidance})
    return PhraseBook(
        phrases=tuple(phrases),
        titles=tuple(titles),
        contrary=tuple(contrary),
        asides=tuple(Aside(*row) for row in sayings.asides),
        concepts=sayings.concepts,
        skip=sayings.skip,
        part_cues={lang: {p.id: p.ask[lang] for p in library.parts.values() if lang in p.ask} for lang in languages},
        families=(library.safe_family,) if library.safe_family else (),
        red_flags=sayings.red_flags,
        quiet=sayings.quiet,
        signals=sayings.signals,
        frames=sayings.frames,
        unsupported={lang: words for lang, words in sayings.foreign.items() if words},
        negations=sayings.negations,
        opposites=sayings.opposites,
        passages=tuple(passages),
    )
