"""Small books for the tests of the matching library."""

from __future__ import annotations

from intents import Aside, Phrase, PhraseBook

ASKED: dict[str, tuple[str, ...]] = {
    "neglect": (
        "the child is always hungry",
        "he comes to school dirty and tired",
        "nobody washes his clothes",
        "there is no food in the house",
        "what counts as neglect",
        "she wears the same clothes every day",
    ),
    "supervision": (
        "how often should I meet my supervisor",
        "how long is a supervision session",
        "my supervisor cancels our meetings",
        "what do I bring to supervision",
        "who sets the agenda for supervision",
        "I have no supervisor at the moment",
    ),
    "home-visits": (
        "nobody opens the door",
        "what to do on a home visit",
        "how do I prepare a visit to a family",
        "is it safe to go home",
        "what do I look at in the kitchen",
        "the dog barks when I visit",
    ),
    "disclosure": (
        "a boy told me his uncle hits him",
        "what do I say when a child tells me about abuse",
        "she told me a secret about her father",
        "a pupil disclosed abuse to me",
        "can I promise a child to keep it secret",
        "he told me something bad happened",
    ),
}
FAR = ("what is the weather in Paris", "tell me a joke", "who won the football", "how do I cook rice", "price of bitcoin")
FRENCH = {
    "neglect": (
        "l'enfant a toujours faim",
        "il arrive sale à l'école",
        "personne ne lave ses vêtements",
        "rien à manger à la maison",
    ),
    "supervision": (
        "à quelle fréquence voir mon superviseur",
        "combien dure une séance de supervision",
        "mon superviseur annule",
    ),
}
ARABIC = {
    "neglect": ("الطفل جائع دائما", "يأتي إلى المدرسة متسخا", "لا أحد يغسل ملابسه"),
    "supervision": ("كم مرة ألتقي بالمشرف", "كم تدوم جلسة الإشراف", "المشرف يلغي الاجتماع"),
}


def book() -> PhraseBook:
    """English, with everything that a book can hold."""
    return PhraseBook(
        phrases=(
            *(Phrase(text, label, "en") for label, texts in ASKED.items() for text in texts),
            Phrase("what words do I use with a hungry child", "neglect", "en", "say"),
        ),
        titles=(Phrase("What neglect is", "neglect", "en"), Phrase("How often to meet", "supervision", "en")),
        contrary=(Phrase("how do I record what a child told me", "disclosure", "en"),),
        asides=(
            *(Aside(text, "en", "far") for text in FAR),
            *(Aside(text, "en", "small:thanks") for text in ("thanks a lot", "thank you so much", "cheers")),
            *(
                Aside(text, "en", "gap:fostering")
                for text in ("how do I become a foster carer", "foster care allowance", "rules for fostering")
            ),
        ),
        concepts={"en": (("child", "kid", "wean", "pikin"), ("hungry", "starving", "no food"))},
        skip={"en": ("could you please", "hello", "tell me")},
        part_cues={
            "en": {"signs": ("what are the signs", "signs", "how would I notice"), "say": ("what do I say", "what words")}
        },
        families=(("disclosure", "neglect"),),
        red_flags={
            "en": {
                "suicide": ("she wants to kill herself", "he says he wants to die", "she says she will end it tonight"),
                "hurt-now": (
                    "he is beating her right now",
                    "the father is hitting the baby now",
                    "they are hurting him as we speak",
                ),
                "child-self": ("my dad hits me", "i am 13 and my uncle touches me"),
            }
        },
        quiet={
            "en": (
                "training on suicide prevention",
                "what is the policy on hitting children",
                "a girl told me last year that her dad used to hit her",
                "how do I record a suicide attempt",
                "this job is killing me",
            )
        },
        unsupported={
            "ha": ("ina", "yaya", "zan", "iya", "wannan", "yaro", "da"),
            "sw": ("mtoto", "kwa", "nini", "sasa", "habari"),
        },
        passages=(Phrase("Neglect means that basic needs such as warmth, care and nappies are not met.", "neglect", "en"),),
    )


def three_languages() -> PhraseBook:
    """The same two subjects in English, French and Arabic."""
    rows = [("en", {k: ASKED[k] for k in FRENCH}), ("fr", FRENCH), ("ar", ARABIC)]
    return PhraseBook(
        phrases=tuple(Phrase(text, label, lang) for lang, asked in rows for label, texts in asked.items() for text in texts),
        unsupported={"ha": ("ina", "yaya", "zan", "iya", "wannan", "yaro", "da")},
    )
