"""Messages as the bot draws them: a start, an answer, choices, the emergency card, and the same in Arabic."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.library.richtext import Block, Heading, Items, Link, Number, Paragraph, Small, Strong, Text
from bot.talk.messages import Attachment, Document, Drawn, DrawnButton, File, Incoming, Joined, Pressed, Said, Voice

WHEN = datetime(2026, 11, 22, tzinfo=UTC)


def p(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def buttons(*rows: Sequence[tuple[str, str]]) -> tuple[tuple[DrawnButton, ...], ...]:
    return tuple(tuple(DrawnButton(text, data) for text, data in row) for row in rows)


def english(*blocks: Block, rows: tuple[tuple[DrawnButton, ...], ...] = (), assertive: bool = False) -> Drawn:
    return Drawn((Voice("en", "ltr", blocks),), rows, "en", assertive)


START = english(
    p("Demo content: not for real cases."),
    p("Practice Line, run by Example Family Services, for people who work with children and families."),
    p("Ask in your own words, without names. I don't keep what you ask."),
    p("Emergency: /sos"),
    rows=buttons([("Ask", "say:ask"), ("Numbers", "num:")], [("Browse", "b:"), ("العربية", "lang:ar:xxxxxxxxxxxx")]),
)

ANSWER = english(
    Heading("A child tells you about abuse"),
    Items(
        (
            (Text("Listen; let the child use their own words."),),
            (Text("Say: "), Strong("“You were right to tell me. It isn't your fault.”")),
            (Text("Don't promise secrecy, don't press for details, don't confront anybody."),),
            (Text("Before the child goes home: is it safe there tonight? Ask your supervisor now."),),
            (Text("Write down the exact words today, and report by your agency's procedure."),),
        ),
        ordered=True,
    ),
    Small((Text("Source: Example Source · General practice · draft, not yet reviewed · ref disclosure 7k2m · 22 Nov 2026"),)),
    rows=buttons(
        [("Not safe right now", "sos:")],
        [("What to say", "p:disclosure:say:"), ("Write down", "p:disclosure:record:")],
        [("Who to tell", "where:disclosure:tell"), ("Numbers", "num:")],
        [("Not what I asked", "no:disclosure")],
    ),
)

SOURCES = english(
    Heading("A child tells you about abuse: sources"),
    Items(
        ((Link("Example guideline on disclosure", "https://example.org/guideline?a=1&b=2"), Text(" (Example Publisher, 2023)")),)
    ),
    p("To quote: Practice Line, “A child tells you about abuse”, disclosure 7k2m, 22 Nov 2026."),
)

CHOICES = english(
    p("Did you mean one of these?"),
    rows=buttons(
        [("Not safe right now", "sos:")],
        [("Signs of neglect", "a:neglect"), ("Home visits", "a:home-visits")],
        [("Sharing information", "a:information-sharing"), ("None of these", "no:")],
    ),
)

CARD = english(
    Heading("Danger now"),
    Items(((Strong("Duty line"), Text(": "), Number("0800 000 0000", "08000000000"), Text(" · day and night")),)),
    Items(
        (
            (Number("112", "112"), Text(" · Nigeria · seen once, not confirmed")),
            (Number("999", "999"), Text(" · United Kingdom")),
        )
    ),
    p("If the police are not safe to call: Duty line, then the nearest safe place with people you trust."),
    Small((Text("Numbers seen on public pages, not yet verified by Example Family Services."),)),
    rows=buttons([("Nigeria", "sos:NG"), ("Somewhere else?", "else")], [("Not an emergency", "calm")]),
    assertive=True,
)

CARD_AND_ANSWER = Drawn((*CARD.voices, *ANSWER.voices), ANSWER.buttons[1:] + CARD.buttons, "en", True)

NOT_KNOWN = english(
    p("I don't have an answer to that."), p("Try other words, or look through the sections."), rows=buttons([("Browse", "b:")])
)

ARABIC = Drawn(
    (
        Voice(
            "ar",
            "rtl",
            (
                Heading("طفل يخبرك بتعرّضه للأذى"),
                Items(
                    (
                        (Text("الاستماع بهدوء، بكلمات الطفل نفسه."),),
                        (Text("عبارة مفيدة: "), Strong("«أحسنتَ أنك أخبرتني، والذنب ليس ذنبك».")),
                        (Text("دون وعدٍ بالسرية، ودون أسئلة عن التفاصيل."),),
                    ),
                    ordered=True,
                ),
                Paragraph((Text("خط المناوبة: "), Number("+44 800 1111", "+448001111"), Text(" على مدار الساعة"))),
                Small((Text("ممارسة عامة · مسودة · المرجع disclosure 7k2m · ٢٢ نوفمبر ٢٠٢٦"),)),
            ),
        ),
        Voice("en", "ltr", (p("This part is only in English so far."),)),
    ),
    buttons([("الوضع غير آمن الآن", "sos:")], [("ماذا أقول", "p:disclosure:say:"), ("الأرقام", "num:")]),
    "ar",
)

ARABIC_WORDS = {
    "web.title": "Practice Line",
    "web.run_by": "تديره {organisation}",
    "web.send": "إرسال",
    "web.hide": "إخفاء",
    "web.hidden": "لا شيء للعرض.",
    "web.emergency": "طوارئ",
    "web.log": "المحادثة",
    "web.earlier": "رسائل أقدم",
    "web.continue": "متابعة",
    "web.again": "فتح المحادثة",
    "web.ask.label": "سؤالك",
    "web.ask.hint": "دون أسماء",
    "web.you": "أنت",
    "web.waiting": "جارٍ الرد",
    "web.offline": "لا اتصال. سؤالك ينتظر ويُرسل مرة واحدة عند عودة الاتصال.",
    "web.sent": "أُرسل.",
    "web.newer": "رد جديد",
    "web.skip": "إلى خانة السؤال",
    "web.refresh": "عرض الرد",
    "web.stale": "لم يُرسل: الصفحة قديمة. افتح المحادثة من جديد.",
    "demo.line": "محتوى تجريبي: ليس لحالات حقيقية.",
}


# A white square: what matters here is where a picture stands.
_SQUARE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAIAQAAAADsdIMmAAAADElEQVR4nGP4z4ACAT/QB/lZ0JoNAAAAAElFTkSuQmCC")
FILES = {
    file.name: file
    for file in (
        File("check-in.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        File("invitation.png", "image/png", _SQUARE),
    )
}
WITH_FILES = Drawn(
    (Voice("en", "ltr", (p("For your own calendar. There is no name in it."),)),),
    buttons([("Calendar address", "b-cal:x")]),
    files=(
        Attachment("Calendar file", "check-in.ics", "text/calendar", Document("ics")),
        Attachment("Picture of the link (QR code)", "invitation.png", "image/png", Document("qr")),
    ),
)

BY_WORD = {
    "uncle": ANSWER,
    "which": CHOICES,
    "danger": CARD,
    "both": CARD_AND_ANSWER,
    "سؤال": ARABIC,
    "source": SOURCES,
    "file": WITH_FILES,
}


def answer(incoming: Incoming) -> Sequence[Drawn]:
    """What the fake bot answers: by a word in the question, or by the button."""
    match incoming:
        case Joined(origin=origin):
            return [ARABIC if origin.locale.startswith("ar") else START]
        case Pressed(data=data) if data.startswith("sos"):
            return [CARD]
        case Pressed(data=data) if data.startswith(("lang:ar", "p:")):
            return [ARABIC if data.startswith("lang") else SOURCES]
        case Said(text="/hide"):
            return [english(p("OK."))]
        case Said(text=text):
            words = {
                "uncle": ANSWER,
                "which": CHOICES,
                "danger": CARD,
                "both": CARD_AND_ANSWER,
                "سؤال": ARABIC,
                "source": SOURCES,
                "file": WITH_FILES,
            }
            return [next((drawn for word, drawn in words.items() if word in text), NOT_KNOWN)]
        case _:
            return [NOT_KNOWN]
