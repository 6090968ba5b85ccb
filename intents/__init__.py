"""Text to ranked labels to a verdict: the matching library of Practice Line. See README.md beside this file."""

from intents.book import Aside, Phrase, PhraseBook
from intents.code import StaleFit
from intents.evaluate import Marked, Question, Report, calibration_error, evaluate, mark, summed
from intents.explain import Explanation, explain
from intents.fit import fit
from intents.matcher import Matcher
from intents.tuning import Saying, tuned
from intents.urgency import Alarm, Urgency
from intents.verdict import Candidate, Match, Policy, Tuning, Verdict, decide

__all__ = [
    "Alarm",
    "Aside",
    "Candidate",
    "Explanation",
    "Marked",
    "Match",
    "Matcher",
    "Phrase",
    "PhraseBook",
    "Policy",
    "Question",
    "Report",
    "Saying",
    "StaleFit",
    "Tuning",
    "Urgency",
    "Verdict",
    "calibration_error",
    "decide",
    "evaluate",
    "explain",
    "fit",
    "mark",
    "summed",
    "tuned",
]
