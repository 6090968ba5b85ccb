"""What words do beside a name: titles, people, doings, and the kinds of places. Data only, folded when read."""

from __future__ import annotations

from bot.privacy.view import listed

# A name follows these, known or not.
TITLES = listed(
    "m mr mrs ms miss mx dr prof",
    # French and Spanish
    "mme mlle monsieur madame mademoiselle maitre sr sra srta senor senora senorita dona",
    # West and East Africa, and Muslim titles
    "alhaji alhaja hajiya hajia hajj hadja mallam malam mzee bwana mwalimu sheikh sheikha imam",
    # Arabic
    "السيد السيده الانسه الاستاذ الاستاذه الدكتور الدكتوره الحاج الحاجه الشيخ استاذ استاذه",
)
# A name may follow these: "my client Amina", "uncle Musa", "wee Callum".
PERSONS = listed(
    # English
    "client clients child baby boy girl kid son daughter brother sister mother father mum mom mam mummy mama maman dad",
    "daddy papa baba parent stepdad stepmum stepfather stepmother stepson stepdaughter uncle aunt auntie aunty cousin",
    "nephew niece gran granny grandma grandmother granddad grandad grandfather grandpa husband wife partner boyfriend",
    "girlfriend friend neighbour neighbor colleague coworker supervisor supervisee caseworker worker carer caregiver",
    "guardian teacher pastor reverend chief survivor victim perpetrator abuser suspect patient pupil student teen",
    "teenager youth lad lass lassie wean bairn wee kids children girls boys sons daughters twins survivors pupils",
    "students little young old toddler infant twin sibling manager director nurse doctor officer sergeant inspector",
    "constable judge principal headteacher landlord madam oga gogo bibi jaja shosho ayah",
    "beneficiary minor adolescent newborn",
    "orphan house-girl housegirl maid refugee ex fiance inlaw named name",
    # French
    "cliente clientes clienta enfant fille fils garcon bebe frere soeur mere pere oncle tante cousine mari femme epouse",
    "ami amie copain copine voisin voisine collegue superviseur superviseure maitresse directrice directeur petit petite",
    "jeune eleve talibe mineur mineure survivante survivant victime patron patronne tonton tata papy mamie marabout",
    "tuteur tutrice",
    # Spanish
    "nino nina hijo hija hermano hermana hermanito hermanita tio tia abuelo abuela primo prima sobrino sobrina esposo",
    "esposa marido novio novia amigo amiga vecino vecina colega companero companera supervisora adolescente joven",
    "muchacho muchacha chico chica menor alumno alumna estudiante profe profesor profesora maestro maestra don paciente",
    "sobreviviente madrastra padrastro patrona padrino madrina",
    # Arabic
    "الطفل الطفله طفل طفله الولد البنت الصبي الفتاه الشاب الشابه المراهق المراهقه الرضيع الرضيعه الاب الام والد والده",
    "والدته والدها امه امها ابوه ابوها ابي امي اخوه اخوها اخته اختها اخي اختي عمه عمها عمته عمتها خاله خالها خالته خالتها",
    "جده جدها جدته جدتها ابنه ابنها ابنته ابنتها ابني ابنتي زوجه زوجها زوجته زوجي زوجتي ابن بنت اخت اخ ام ابو ابا عم خال",
    "زميلي زميلتي زميله زميلته صديقه صديقتها صديقي صديقتي جاره جارها جارتها جارتنا جارنا المعلم المعلمه المدرس المدرسه",
    "المشرف المشرفه مشرفي مشرفتي المدير المديره العامل العامله الناجيه الناجي الضحيه المريض المريضه الطالب الطالبه القس",
    "الامام صغير صغيرتي خطيبها خطيبته",
)
# These make a name of the word before them.
SAYS = listed(
    # English
    "is was has had said says say told tells tell asked asks wants want wanted needs need needed did does will would can",
    "could cannot cant wont doesnt didnt isnt wasnt hasnt dont who whose cried cries cry came comes come went goes go ran",
    "runs keeps kept lives lived stays stayed sleeps slept gets got looks looked feels felt hit hits hitting beat beats",
    "touched touches disclosed discloses refused refuses missed misses wrote writes sent sends called calls rang phoned",
    "texted texts left leaves thinks thought knows knew denies denied admitted seems started stopped died disappeared",
    "moved threatened threatens cuts tried tries took takes brought brings showed shows hates loves fears still just",
    "never always again also now may might must should from at",
    # French
    "est etait a avait dit disait veut voulait pleure pleurait dort vit vivait habite refuse refusait m'a frappe frappait",
    "part parti partie s'est ne n'a va vient est-elle est-il raconte demande qui fugue doit peut arrive",
    # Spanish
    "es esta estaba era tiene tenia dice dijo me quiere queria llora lloraba vive vivia duerme pega pego se no vino llego",
    "necesita conto cuenta fue que salio",
    # Arabic
    "قال قالت يقول تقول اخبرني اخبرتني اخبر اخبرت يريد تريد يبكي تبكي هرب هربت يعيش تعيش ينام تنام رفض رفضت ترفض يرفض جاء",
    "جاءت كان كانت حامل خائف خائفه لا لم لن عمرها عمره مواليد وحيد وحيده يضرب تضرب يضربها يضربه ضرب ضربت حكى حكت حكالي",
    "حكتلي قالي قالتلي كتب كتبت يعمل تعمل اتصل اتصلت راح راحت طلع طلعت",
)
# These make a name of the word behind them.
ABOUT = listed(
    # English
    "visited visit visiting saw seen met interviewed told telling asked called call phoned rang about removed placed",
    "moved hit hits hitting beat beats beating beaten touched touches abused abusing raped slapped took taken found find",
    "assessed assessing supporting support help helping believe protect referred refer refusing threatening watching",
    "leave left regarding re concerning hurt hurting locked am calling named dey with",
    # French
    "sur concernant visite vu rencontre appele suis aider chez frappe propos pour avec",
    # Spanish
    "sobre vi vimos conoci llame soy ayudar golpeo acerca",
    # Arabic
    "عن زرت قابلت رايت شفت انا بخصوص مساعده احاله اسمي مع قالت قال اخبرتني اخبرني قالتلي قالي لي",
)
# Inside a name, or at its beginning.
PARTICLES = listed(
    "al el bin ibn bint ben abu abou umm oum um de del della di da dos das van von der den ter la las los le mac mc o st",
    "ould ابو ابن بن بنت ال عبد ام ابي ابا آل",
)
# Kinds of places behind their name, and before it.
KINDS = listed(
    "school schools primary secondary academy nursery kindergarten college polytechnic university clinic hospital",
    "infirmary dispensary camp church chapel cathedral parish mosque masjid temple synagogue gurdwara madrasa madrasah",
    "madrassa orphanage shelter refuge hostel settlement creche preschool high grammar childrens-home ministries",
)
KINDS_FIRST = listed(
    # French
    "ecole college lycee cem creche daara hopital clinique dispensaire camp site eglise mosquee paroisse orphelinat foyer",
    "universite centre complexe groupe",
    # Spanish
    "colegio escuela liceo instituto institucion jardin guarderia hospital clinica centro iglesia parroquia templo",
    "albergue hogar internado campamento universidad resguardo",
    # Arabic
    "مدرسه روضه حضانه ثانويه اعداديه كليه مخيم مستشفى مشفى عياده مستوصف مسجد جامع مصلى كنيسه ميتم دار دار مركز",
)
OF = listed("of de du d des del to for")  # between a person and a name: "la maman de Fatou"
