"""What each word can mean for the rules: one table for four languages, and a text cut into words that know it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.privacy import everyday, given
from bot.privacy.view import fold

GIVEN = 1  # a given name and nothing else
SOFT = 2  # a given name that is also a word
SURNAME = 4
EVERYDAY = 8  # an ordinary word, a place, a people: no name, however it is written
TITLE = 16  # Mrs: a name follows, known or not
PERSON = 32  # client, uncle, boy, wee: a name may follow
SAYS = 64  # what people do: told, cries, is. Makes a name of the word before it
ABOUT = 128  # visited, told, about: makes a name of the word behind it
PARTICLE = 256  # bin, al, de: inside a name
KIND = 512  # School, Camp: the kind of a place, after its name
KIND_FIRST = 1024  # école, مدرسة: before it
PLACE = 2048  # a country, region or city; always EVERYDAY too
OF = 4096  # of, de: between a person and a name ("la maman de Fatou")
NAMED = GIVEN | SURNAME

_TITLES = """m mr mrs ms miss mx dr prof mme mlle monsieur madame mademoiselle maitre sr sra srta senor senora senorita dona alhaji alhaja hajiya hajia hajj
hadja mallam malam mzee bwana mwalimu sheikh sheikha imam السيد السيده الانسه الاستاذ الاستاذه الدكتور الدكتوره الحاج الحاجه الشيخ استاذ استاذه"""
_PERSONS = """client clients child baby boy girl kid son daughter brother sister mother father mum mom mam mummy mama maman dad daddy papa baba parent stepdad
stepmum stepfather stepmother stepson stepdaughter uncle aunt auntie aunty cousin nephew niece gran granny grandma grandmother granddad grandad grandfather
grandpa husband wife partner boyfriend girlfriend friend neighbour neighbor colleague coworker supervisor supervisee caseworker worker carer caregiver guardian
teacher pastor reverend father sister chief survivor victim perpetrator abuser suspect patient pupil student teen teenager youth lad lass lassie wean bairn wee kids clients children girls boys sons daughters twins survivors pupils students
little young old toddler infant twin twins sibling manager director nurse doctor officer sergeant inspector constable judge principal headteacher landlord madam oga
beneficiary minor adolescent newborn orphan house-girl housegirl maid refugee ex fiance inlaw named name
cliente clientes clienta enfant fille fils garcon bebe frere soeur mere pere oncle tante cousine mari femme epouse ami amie copain copine voisin voisine collegue
superviseur superviseure maitresse directrice directeur petit petite jeune eleve talibe mineur mineure survivante survivant victime patron patronne tonton
tata papy mamie marabout tuteur tutrice
nino nina hijo hija hermano hermana hermanito hermanita mama papa tio tia abuelo abuela primo prima sobrino sobrina esposo esposa marido novio novia amigo amiga
vecino vecina colega companero companera supervisora adolescente joven bebe muchacho muchacha chico chica menor alumno alumna estudiante profe profesor
profesora maestro maestra don paciente sobreviviente madrastra padrastro patrona padrino madrina
الطفل الطفله طفل طفله الولد البنت الصبي الفتاه الشاب الشابه المراهق المراهقه الرضيع الرضيعه الاب الام والد والده والدته والده والدها امه امها ابوه ابوها ابي امي
اخوه اخوها اخته اختها اخي اختي عمه عمها عمته عمتها خاله خالها خالته خالتها جده جدها جدته جدتها ابنه ابنها ابنته ابنتها ابني ابنتي زوجه زوجها زوجته زوجي زوجتي
ابن بنت اخت اخ ام ابو ابا ابي عم خال زميلي زميلتي زميله زميلته صديقه صديقتها صديقي صديقتي جاره جارها جارتها جارتنا جارنا المعلم المعلمه المدرس المدرسه المشرف المشرفه مشرفي مشرفتي
المدير المديره العامل العامله الناجيه الناجي الضحيه المريض المريضه الطالب الطالبه القس الامام صغير صغيرتي خطيبها خطيبته"""
_SAYS = """is was has had said says say told tells tell asked asks wants want wanted needs need needed did does will would can could cannot cant wont
doesnt didnt isnt wasnt hasnt dont who whose cried cries cry came comes come went goes go ran runs keeps kept lives lived stays stayed sleeps slept gets got looks
looked feels felt hit hits hitting beat beats touched touches disclosed discloses refused refuses missed misses wrote writes sent sends called calls rang phoned
texted texts left leaves thinks thought knows knew denies denied admitted seems started stopped stopped died disappeared moved threatened threatens cuts tried
tries took takes brought brings showed shows hates loves fears still just never always again and just also now may might must should from at
est etait a avait dit disait veut voulait pleure pleurait dort vit vivait habite refuse refusait m'a frappe frappait part parti partie s'est ne n'a va vient
est-elle est-il raconte demande et qui fugue doit peut arrive
es esta estaba era tiene tenia dice dijo me quiere queria llora lloraba vive vivia duerme pega pego se no va vino llego necesita conto cuenta fue y que salio
قال قالت يقول تقول اخبرني اخبرتني اخبر اخبرت يريد تريد يبكي تبكي هرب هربت يعيش تعيش ينام تنام رفض رفضت ترفض يرفض جاء جاءت كان كانت حامل خائف خائفه لا لم لن و عمرها عمره مواليد
وحيد وحيده يضرب تضرب يضربها يضربه ضرب ضربت حكى حكت حكالي حكتلي قالي قالتلي كتب كتبت يعمل تعمل اتصل اتصلت راح راحت طلع طلعت"""
_ABOUT = """visited visit visiting saw seen met interviewed told telling asked called call phoned rang about removed placed moved hit hits hitting beat beats beating
beaten touched touches abused abusing raped slapped took taken found find assessed assessing supporting support help helping believe protect referred refer
refusing threatening watching leave left regarding re concerning hurt hurting locked am calling named dey with
sur concernant visite vu rencontre appele suis aider chez frappe propos pour avec
sobre visite vi vimos conoci llame soy ayudar golpeo acerca
عن زرت قابلت رايت شفت انا بخصوص مساعده احاله اسمي مع قالت قال اخبرتني اخبرني قالتلي قالي لي"""
_PARTICLES = "al el bin ibn bint ben abu abou umm oum um de del della di da dos das van von der den ter la las los le mac mc o st ould ابو ابن بن بنت ال عبد ام ابي ابا آل"
_KINDS = """school schools primary secondary academy nursery kindergarten college polytechnic university clinic hospital infirmary dispensary camp church chapel
cathedral parish mosque masjid temple synagogue gurdwara madrasa madrasah madrassa orphanage shelter refuge hostel settlement creche preschool high grammar
childrens-home ministries"""
_KINDS_FIRST = """ecole college lycee cem creche daara hopital clinique dispensaire camp site eglise mosquee paroisse orphelinat foyer universite centre complexe
groupe colegio escuela liceo instituto institucion jardin guarderia hospital clinica centro iglesia parroquia templo albergue hogar internado campamento
universidad resguardo مدرسه روضه حضانه ثانويه اعداديه كليه مخيم مستشفى مشفى عياده مستوصف مسجد جامع مصلى كنيسه ميتم مركز"""
_OF = "of de du d des del to for لـ"


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    for flag, words in (
        (EVERYDAY, everyday.ENGLISH | everyday.FRENCH | everyday.SPANISH | everyday.ARABIC | everyday.PLACES | everyday.CALENDAR),
        (PLACE, everyday.PLACES),
        (GIVEN, given.GIVEN | given.GIVEN_ARABIC),
        (SOFT, given.SOFT),
        (SURNAME, given.SURNAME | given.SURNAME_ARABIC),
        *(
            (flag, fold(words).split())
            for flag, words in (
                (TITLE | EVERYDAY, _TITLES),
                (PERSON | EVERYDAY, _PERSONS),
                (SAYS, _SAYS),
                (ABOUT, _ABOUT),
                (PARTICLE, _PARTICLES),
                (KIND, _KINDS),
                (KIND_FIRST, _KINDS_FIRST),
                (OF, _OF),
            )
        ),
    ):
        for word in words:
            table[word] = table.get(word, 0) | flag
    for word, flags in table.items():
        if flags & (SAYS | ABOUT | KIND | KIND_FIRST) and not flags & (NAMED | SOFT):
            table[word] = flags | EVERYDAY
    return table


TABLE = _table()
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_ELIDED = frozenset(("l", "d", "j", "n", "m", "t", "s", "c", "qu", "jusqu", "lorsqu", "puisqu"))
_CONTRACTED = ("'t", "'ll", "'d", "'ve", "'re", "'m")
_END_OF_SENTENCE = re.compile(r'[.!?\n:;"]')


@dataclass(slots=True)
class Word:
    """One word of the view. `before` is what stands between it and the word before; `flags` what it can mean.

    `titled`: one capital and then small letters, so a sign of a name. `opens`: first of its sentence, where a capital says little.
    `owner`: it had 's behind it (left out of `end`).
    """

    start: int
    end: int
    lower: str
    before: str
    flags: int
    titled: bool
    opens: bool
    owner: bool


def words_of(plain: str) -> list[Word]:
    """The words of a folded text, in order. A text that is titled or capital throughout has no titled words."""
    out: list[Word] = []
    last = 0
    titled = 0
    shouted = plain.isupper()
    for match in _WORD.finditer(plain):
        start, end = match.span()
        text = match[0]
        owner = False
        if "'" in text:
            head, _, rest = text.partition("'")
            low = head.lower()
            if low in _ELIDED and (head == low or not rest[:1].isupper() or low in ("l", "qu", "jusqu", "lorsqu", "puisqu")):
                start, text = start + len(head) + 1, rest
            if text.endswith(("'s", "'S")) and len(text) > 2:
                end, text, owner = end - 2, text[:-2], True
        lower = text.lower()
        flags = TABLE.get(lower)
        if flags is None:
            start, lower, flags = _unlisted(start, lower)
        if not flags and len(text) < 6 and text.isupper() and not shouted:
            flags = EVERYDAY  # an abbreviation
        capital = text[0].isupper() and not (len(text) > 1 and text.isupper())
        before = plain[last : match.start()]
        out.append(Word(start, end, lower, before, flags, capital, not out or _END_OF_SENTENCE.search(before) is not None, owner))
        titled += capital
        last = match.end()
    if titled > 4 and titled * 10 > len(out) * 7:
        for word in out:
            word.titled = False
    return out


def _unlisted(start: int, lower: str) -> tuple[int, str, int]:
    """A word with something before, behind or inside it that hides the word that is listed."""
    if "'" in lower:
        return start, lower, EVERYDAY if lower.endswith(_CONTRACTED) else TABLE.get(lower.replace("'", ""), 0)
    if "-" in lower:
        parts = [TABLE.get(part, 0) for part in lower.split("-")]
        if parts[0] & GIVEN:
            return start, lower, GIVEN
        return start, lower, EVERYDAY if all(flags & EVERYDAY for flags in parts) else 0
    if lower.isdigit():
        return start, lower, EVERYDAY
    if "\u0620" <= lower[0] <= "\u064a":
        return _arabic(start, lower)
    return start, lower, EVERYDAY if lower[0].isdigit() else 0


def _arabic(start: int, lower: str) -> tuple[int, str, int]:
    """Arabic writes and, so, with, for, like and the article together with their word; the article stays part of it."""
    if lower.startswith("ال"):
        return start, lower, TABLE.get(lower[2:], 0) & (EVERYDAY | SOFT)
    if len(lower) > 3 and lower[0] in "وفبلك":
        rest = "ال" + lower[2:] if lower.startswith("لل") else lower[1:]
        flags = TABLE.get(rest, 0) or (TABLE.get(rest[2:], 0) & EVERYDAY if rest.startswith("ال") else 0)
        if flags:
            return start + 1, rest, flags & ~SOFT
        if lower.startswith("لل") and TABLE.get(lower[1:], 0) & GIVEN:
            return start + 1, lower[1:], GIVEN
    return start, lower, 0
