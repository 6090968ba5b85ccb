"""What a fit can't know by itself: how sure to be of questions that strangers ask. One `Tuning` a language.

A fit learns what confidence is worth from the book's own phrases, which their authors wrote to differ from one another. Questions
of people who never saw them are easier in some languages and harder in others. So a few hundred questions are written
apart, asked once of the finished matcher, and what comes of it is kept as five numbers a language. They belong neither
to the book nor to what a matcher is measured with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from intents.calibrate import Outcome, thresholds
from intents.evaluate import Question
from intents.matcher import Matcher
from intents.model import scale_of
from intents.urgency import Urgency
from intents.verdict import Match, Policy, Tuning, decide

STRAY_WEIGHT = 0.25
"""Weight of a question that no label answers beside one that a label does, where confidence is fitted."""
FALSE_ALARMS = 0.03
HEARD = 0.95
"""Stated rates: red flags among sentences that must stay quiet, and red flags, direct and hinted at, that are heard."""
LEAST_ALARM, MOST_ALARM = 0.1, 0.7
LEAST_ANSWER = 0.5
"""However few wrong answers there are: what is more likely wrong than right is not answered."""
ENOUGH = 30
"""Fewer questions than this say too little; the fit's own numbers stay."""


@dataclass(frozen=True)
class Saying:
    """A sentence that is a red flag, or only looks like one."""

    text: str
    urgent: bool


def tuned(matcher: Matcher, urgency: Urgency, lang: str, questions: Iterable[Question], sayings: Sequence[Saying]) -> Tuning:
    """The tuning of one language. `matcher` and `urgency` must not be tuned already; `questions` with label None are strays."""
    asked = [(q, matcher.match(q.text, lang=q.lang)) for q in questions]
    weighed = [(q, m) for q, m in asked if m.candidates and m.tier == "model"]
    slope, shift = 1.0, 0.0
    if len(weighed) >= ENOUGH:
        right = [m.candidates[0].label in {q.label, *q.also} for q, m in weighed]
        slope, shift = scale_of(
            np.array([m.candidates[0].confidence for _, m in weighed], np.float32),
            np.array(right, np.bool_),
            np.array([STRAY_WEIGHT if q.label is None else 1.0 for q, _ in weighed], np.float32),
        )
    sure = Tuning(slope, shift)
    answer = choose = None
    if len(weighed) >= ENOUGH:
        policy = thresholds([_outcome(q, m, matcher.policy, sure) for q, m in asked], least=LEAST_ANSWER)
        answer, choose = policy.answer, policy.choose
    return Tuning(slope, shift, answer, choose, _alarm(urgency, lang, sayings))


def _alarm(urgency: Urgency, lang: str, sayings: Sequence[Saying]) -> float | None:
    """The threshold that leaves the stated false alarms; where that hears more than is asked for, half way to what loses it."""
    levels = {True: list[float](), False: list[float]()}
    for saying in sayings:
        levels[saying.urgent].append(urgency.level(saying.text, lang))
    if min(map(len, levels.values())) < ENOUGH:
        return None
    quiet, heard = np.quantile(levels[False], 1 - FALSE_ALARMS), np.quantile(levels[True], 1 - HEARD)
    return round(float(np.clip((quiet + max(quiet, heard)) / 2, LEAST_ALARM, MOST_ALARM)), 4)


def _outcome(question: Question, match: Match, policy: Policy, sure: Tuning) -> Outcome:
    right = {question.label, *question.also} - {None}
    order = [(c.label in right, sure.of(c.confidence) if match.tier == "model" else c.confidence) for c in match.candidates]
    # A gap or small talk that is named is no answer, whatever else was found.
    if not order or decide(match, Policy(answer=2.0, choose=0.0)).kind in ("gap", "small_talk"):
        order = [(False, 0.0)]
    return Outcome(
        confidence=order[0][1],
        second=order[1][1] if len(order) > 1 else 0.0,
        right=order[0][0],
        among=any(hit for hit, _ in order[:4]),
        coverage=match.coverage,
        opposed=match.opposed or match.own_coverage < policy.own_coverage,
        kind="phrase" if question.label is not None else "aside",
    )
