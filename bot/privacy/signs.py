"""The signs that make a name of a word: what is said before it and behind it, and what speaks against it. Data only."""

from __future__ import annotations

import re

from bot.privacy.view import TAKEN, listed

# "Her name is", and its like: what follows is a name even if no list knows it.
INTRODUCED = re.compile(
    r"(?<!\w)(?:names?(?: is| was| be|'s|s| ?[:=])|(?:first|last|full|family|sur) ?name|named|by (?:the )?name(?: of)?|"
    r"goes by|known as|dem (?:dey )?call|prenom(?: est)?|nom(?: est)? ?:|s'appell?e(?:nt)?|s'appelait|m'appelle|se nomme|"
    r"(?:pre)?nommee?|"
    r"nombre es|nombre(?= ?:)|se llama(?:n|ba)?|me llamo|llamad[oa]s?|de nombre|"
    r"الاسم(?= ?:)|و?اسمها|و?اسمه|و?[يت]دعى|و?اسم (?:الطفله?|البنت|الولد|الام|الاب))[ :=\"']{1,4}"
)
# "A boy called": weaker, since "called" is also what people do with a telephone.
CALLED = re.compile(
    r"(?<!\w)(?:called|call(?:ing)? (?:her|him)|calls (?:her|him)self|alias|aka|surnomme|appelee?|apodad[oa]) [\"']?"
)

_NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
    "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|trece|catorce|quince"
)
_TO_AGE = (
    r"(?:who|qui|que|she|he|wey)(?: is|'s| was|s)? |is |was |na |est |a |tiene |con |de |turned |turning |now |only |just |"
    r"about |(?P<aged>aged? (?:of )?|agee? de |(?:de )?edad |و?عمرها |و?عمره |بعمر |العمر |تبلغ |يبلغ )"
)
_YEARS = r"y/?o|yrs?|years?|ys|y|ans|anos|mois|meses|months?|mths?|mo|سنه|سنوات|سنين|عاما|عام|اشهر|شهور|شهرا"
_COUNTED = (
    r"am|pm|weeks?|wks?|days?|hours?|hrs?|min(?:ute)?s?|times|years|km|kids|children|visits?|sessions?|cases?|people|families|"
    r"o'?clock|h|heures?|horas?|fois|veces|jours?|dias?|semaines?|semanas?|enfants?|ninos?|visitas|"
    r"ساعات?|ساعه|مرات|مره|ايام|يوم|اطفال|اولاد"
)
# An age behind a name: ", 9", " (14)", " is 8", " aged 11", " 7 ans", "عمرها 9"; not "2 weeks ago", "10am", "3 children".
AGE = re.compile(
    rf"(?P<link>,? ?[(\-]? ?(?:{_TO_AGE}){{0,3}})"
    rf"(?:(?P<digits>\d{{1,2}})|(?:{_NUMBERS})(?= ?(?:years?|yrs?|ans|anos|old)\b|[,.;)]|$))"
    rf"(?P<unit>(?: |-)?(?:{_YEARS})(?!\w)(?! (?:ago|in a row|later|now since)))?(?![\w:/%]|[.,]\d)(?! ?(?:{_COUNTED})(?!\w))"
)
AGE_BEFORE = listed("old yo yr yrs y ans anos سنه سنوات سنين عاما aged")
AGE_IN_ONE = re.compile(r"\d{1,2}(?:yo|yrs?|y|ans)")

# Soft names that may stand before a number as a month or a day.
DATES = listed("april may june july august sunday monday wednesday thursday friday avril mai juillet abril julio domingo")
BORN = listed("born dob nee ne nacida nacido nacio مواليد ولد ولدت مولود مولوده")
# Another detail right behind a name: "Fatou Jallow on 0712 345 678".
DETAIL_BEHIND = re.compile(r"[\s,:;(\-]{0,3}(?:(?:on|at|au|al|tel|id|ph|phone|nin|dob|email|هاتف|رقم)[:. ]{1,2})?" + TAKEN)
FAMILY_BEHIND = listed("family families household")
BROOD_BEHIND = listed("children kids siblings brothers sisters twins clan")
FAMILY_BEFORE = listed("famille familia عائله لعائله اسره clan")
FIRM_TITLES = listed("mr mrs ms mx mme mlle dr prof sr sra")
BELONGINGS = listed("family house home case file school")

# What a person does, and an organisation hardly: enough for a name that no list knows.
# Nouns that other nouns follow: "child protecton is" names nobody.
COMPOUNDING = listed(
    "child children kid kids girl girls boy boys young little old wee patient student teacher victim refugee minor"
)
DOES = listed(
    "told said says tells cried cries wants disclosed discloses ran lives sleeps slept hit hits beat beats refuses denies",
    "denied left died disappeared threatened threatens hates loves hasnt isnt wont doesnt didnt wasnt hadnt cant dit",
    "pleure habite dort dice dijo llora vive duerme quiere",
)
IS = listed(
    "is was has had needs came comes keeps kept got gets went goes looks looked stays stayed",
    "est etait veut vient part es esta tiene dice quiere se",
)
DONE_TO = listed(
    "told telling asked interviewed hit hits hitting beat beats beating touched slapped raped abused hurt hurting",
    "supporting support helping met saw seen removed placed moved referred believe protect",
    "accompagne rencontre acompano acompanar conoci",
)
WITH = listed("with avec con مع")
WHO = listed("she he who her his qui elle il ella que quien وهي وهو")
TOWARDS = listed("for about with and pour avec concernant para con sobre")
AND = listed("and et y e و & n")
OWN = listed("her his their sa son ses su sus")
MANY = listed("are were live lived have had both sleep came went ran stay")
COPULA = listed("is was est es na")

# Words behind a name that make it that of a law, a fund or a house, and of nobody here.
INSTITUTIONS = listed(
    "foundation trust centre center house law laws act inquiry enquiry report review rule model cycle scale method competence",
    "guidelines guideline hospital school college university street road avenue institute association society fund",
    "charity associates test principles day",
)
# Names of colleagues are what an order about check-ins is made of: only the firm signs count there.
ORDER = re.compile(
    r"^\W*(?:(?:please|pls|can you|could you|hi|hello|hey|ok|merci de|por favor|من فضلك)[ ,]+)*"
    r"(?:(?:remind|schedule|book|move|cancel|reschedule|snooze|postpone|set|add|change|pause|resume|swap|shift|push|skip|plan)\b|"
    r"rappel|annul|deplac|reserv|programm|reporte[rz]\b|recuerd|agend|cancel[ae]|muev|pospon|reprogram|ذكرني|الغ|اجل|احجز|انقل|حدد)"
    r"|remind me|(?:meeting|appointment) with|check-? ?ins?\b|one[ -](?:to|2)[ -]one|1[:-]1|121|supervision (?:with|avec|con)\b|"
    r"catch[ -]?up|on leave|en conge|de vacaciones|اشراف مع|موعد مع"
)
# Days and hours: where they stand, a name alone may be a colleague's in an order that says no more ("Amina Tuesdays 10").
WHEN = re.compile(
    r"(?<!\w)(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tomorrow|weekly|fortnightly|monthly|daily|biweekly|every|each|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|chaque|"
    r"lunes|martes|miercoles|jueves|viernes|sabado|domingo|manana|cada|quincenal|semanal|"
    r"(?:ال)?(?:احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت)|غدا|كل|\d{1,2} ?(?:am|pm)|\d{1,2}[:h]\d{2})(?!\w)"
)
# Arabic names that describe: "the child is happy" names nobody.
DESCRIBING = listed(
    "جميل جميله سعيد سعيده امين امينه كريم كريمه صالح صالحه حسن رحيم سليم سليمه وحيد حكيم عزيز عزيزه شريف نبيل وسيم عادل",
    "راشد سالم صابر شاكر غالي منير هادي كامل نادر حر خير حبيب حبيبه علي مي حازم ورد عدي شهد فرح نجاح امان رجاء وعد",
)
PARENTS = listed("والده والد ام ابو")  # without an article they have an owner behind them: "the mother of"
# Ends of ordinary words in English, French and Spanish, where a list may lack the word.
ENDINGS = ("ing", "ly", "ion", "ness", "ment", "ais", "ait", "ant", "ando", "endo", "aba", "cion")
GROUPS = listed(
    "police school family families council social everybody everyone nobody somebody someone people hospital headmaster",
)
