"""Why a text was matched as it was: for editors, and for /why."""

from __future__ import annotations

from dataclasses import dataclass

from intents.features import word_features, word_hash
from intents.matcher import Matcher
from intents.verdict import Candidate, Match, Policy, Verdict, decide


@dataclass(frozen=True)
class Explanation:
    """`features` are (what, weight for the first label less the second), strongest first; `nearest` are (phrase,
    label, likeness 0 to 1); `why_not` says in words what stood in the way of an answer."""

    match: Match
    verdict: Verdict
    features: tuple[tuple[str, float], ...]
    nearest: tuple[tuple[str, str, float], ...]
    why_not: tuple[str, ...]


def explain(matcher: Matcher, text: str, *, lang: str | None = None, policy: Policy | None = None) -> Explanation:
    """Match `text` once more and say what spoke for what."""
    match = matcher.match(text, lang=lang)
    policy = (policy or matcher.policy).spoken(match.lang)
    verdict = decide(match, policy, matcher.book.families)
    tongue = matcher.tongues.get(match.lang)
    nearest: tuple[tuple[str, str, float], ...] = ()
    if tongue is not None:
        phrases = tongue.index.phrases
        near = sorted(tongue.rank(text).evidence.near, key=lambda pair: -pair[1])[:5]
        nearest = tuple((phrases[p].text, phrases[p].label, round(like, 3)) for p, like in near)
    return Explanation(match, verdict, _features(matcher, text, match), nearest, _why_not(match, verdict, policy))


def _features(matcher: Matcher, text: str, match: Match) -> tuple[tuple[str, float], ...]:
    tongue = matcher.tongues.get(match.lang)
    if tongue is None or tongue.model is None or not match.candidates:
        return ()
    model, query = tongue.model, tongue.index.query(text)
    first = model.classes.index(match.candidates[0].label)
    second = model.classes.index(match.candidates[1].label) if len(match.candidates) > 1 else first
    rows, values = model.linear.vectoriser.transform(query.fixed, query.fixed_meaning)
    at = {int(model.linear.vectoriser.keys[row]): (row, value) for row, value in zip(rows, values, strict=True)}
    found: dict[str, float] = {}
    for name in dict.fromkeys([*word_features(query.fixed.stems), *word_features(query.fixed_meaning, "c")]):
        if word_hash(name) in at:
            row, value = at[word_hash(name)]
            weights = model.linear.weights[row]
            lead = float(weights[first]) - (float(weights[second]) if second != first else 0.0)
            what = name.partition(" ")[2]
            found[what] = found.get(what, 0.0) + float(value) * lead
    strongest = sorted(found.items(), key=lambda pair: -abs(pair[1]))[:10]
    return tuple((what, round(weight, 3)) for what, weight in strongest)


def _why_not(match: Match, verdict: Verdict, policy: Policy) -> tuple[str, ...]:
    if verdict.kind == "answer":
        return ()
    top = match.candidates[0] if match.candidates else Candidate("", 0.0)
    second = match.candidates[1].confidence if len(match.candidates) > 1 else 0.0
    why = []
    if match.foreign:
        why.append(f"the text seems to be in {match.foreign}, which the book has no phrases in")
    if verdict.kind in ("small_talk", "gap"):
        why.append(f"it is {match.aside} with confidence {match.aside_confidence:.2f}")
    if top.confidence < policy.answer:
        why.append(f"confidence {top.confidence:.2f} is under {policy.answer:.2f}")
    if top.confidence - second < policy.margin:
        why.append(f"lead {top.confidence - second:.2f} is under {policy.margin:.2f}")
    if match.coverage < policy.coverage:
        why.append(f"only {match.coverage:.2f} of its words are known, {policy.coverage:.2f} are needed")
    if match.own_coverage < policy.own_coverage:
        why.append(f"only {match.own_coverage:.2f} of its words are this subject's, {policy.own_coverage:.2f} are needed")
    if match.opposed:
        why.append("the nearest phrase says the opposite")
    if match.tier == "bm25":
        why.append("nothing is fitted yet, so only whole phrases are answered")
    return tuple(why)
