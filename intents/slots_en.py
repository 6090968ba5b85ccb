"""English slots: Scots, Nigerian English and Pidgin, East African and plain. See slots.py for what they are."""

from __future__ import annotations

from collections.abc import Mapping

SLOTS: Mapping[str, str] = {
    # When
    "now": """now, right now, just now, the now, at this moment, as i speak, as we speak, while i type, on the phone, on the line,
        on line now, on video call, in the next room, tonight, this evening, this night, the night, today, this morning, this
        mornin, this afternoon, this efternin, minutes ago, hour ago, hours ago, half an hour, few minutes, last night,
        yesterday night, yesterday evening, since yesterday, since morning, since friday, for days, all day, all night, three
        days now, two days now, just been, just told, just texted, just called, just phoned, just came, just come, just
        arrived, just found, just heard, just seen, just brought in, just admitted, have just, has just, he just, she just,
        they just, in front of me, in front of us, at the door, at my door, at the gate, at my gate, with me, here with me,
        sat with me, sitting with me, beside me, here now, next door, upstairs, before morning, before bedtime, asap, quick,
        quickly, immediately, urgent, urgently, any minute, straight away, at the minute, happening, one hour, an hour,
        the last hour, since this morning, its getting dark, getting dark, it is dark, still there, i can hear, i can see, i
        hear, i saw it, i am seeing, still breathing, as i type, right here, in the waiting room, in reception, in front, at
        reception, at the window, in the car, at the station, at my house, at her house, in my office, outside the, outside
        my, outside our, i hear it, i hear screaming, hear a child, hear screaming, three nights now, for three days, for two
        days, since last night, since sunday, since saturday, since monday, since yesterday morning, for hours, mins ago, min
        ago, hrs ago, hr ago, a moment ago, moments ago, a while ago today, has been brought in, brought in, turned up, showed
        up, ran to me, came to me today""",
    "soon": """tomorrow, tmrw, tmr, tomorow, the morn, this weekend, by the weekend, this week, next week, on friday, on saturday, on
        sunday, on monday, on tuesday, on wednesday, on thursday, this friday, this saturday, this sunday, when she gets home,
        when he gets home, when i get home, if she goes home, if he goes home, when he comes back, when he gets back, back
        home, at 6, at six, at dawn, flight, plane, one way, tickets, packed, packing, on their way, on his way, on the way,
        coming for, coming to get, come for her, come for him, come for me, will come, is coming, are coming, waiting for her,
        waiting for him, waiting for me, waiting outside, going to, gonna, gonnae, about to, in two days, next tomorrow,
        before the holidays, over the holidays, school closes, days from now, comes to fetch, come to fetch, here to fetch, to
        fetch her, comes to get, comin to get, when she gets off, when he wakes, gets out of prison, after school, after work,
        by tonight, by morning, before dawn, on sunday they, suitcase, ticket, visa ready, the day after, in an hour, in two
        hours, in a few hours, later tonight, later today, soon""",
    "plea": """help, help me, please help, pls help, please, abeg, i beg, send police, send help, send somebody, send someone, need
        help, come fast, fast, ambulance, emergency, sos, call police, who do i call, who do i ring, who i go call, where i
        call, what number, which number, what first, what do i do, what do i do now, what should i do, what can i do, what
        now, wetin i go do, where do i take, where do i go, where can i go, where do we take, where to take, dont know what to
        do, do not know what to do, dont know where, nobody to ask, no one to ask, can someone come, i do not know what to do,
        i dont know what to do, who can i tell, who can i talk to, who do i tell that, please hurry, hurry, need somebody,
        need someone, can you help me, please please, pls pls, is there anyone, anyone there, please i need, what to do now,
        advise me, please advise, i need help now""",
    # Who
    "self": "i, me, my, mine, myself, ma, mysel, ah, us, we, our, am",
    "selfchild": """i am a kid, i am only, am only, i am a child, i am child, i am a girl, i am a boy, i am a teenager, my mum, my mom, my
        mam, my mummy, my mama, my dad, my daddy, my da, my maw, ma mum, ma da, my stepdad, my stepmum, my step dad, my step
        mum, my stepfather, my stepmother, my father, my mother, my papa, my uncle, my aunty, my auntie, my aunt, my cousin,
        my brother, my big brother, my stepbrother, my step brother, my sister, my grandad, my granda, my grandpa, my
        grandfather, my granny, my gran, my foster mum, my foster dad, my foster carer, my foster carers, my foster home, my
        foster parents, my guardian, my teacher, my coach, my pastor, my imam, my headteacher, mum boyfriend, mums boyfriend,
        my parents, my room, my bedroom, my bed, my school, my class, my homework, in year 7, in year 8, in year 9, in year
        10, in year 11, year 6, in primary 6, in primary 7, in p7, s1, in form one, in form two, in form three, in class six,
        my madam, my oga, the madam i work for, when my parents, go hame, go home, i work in one house, i am
        eleven, i am twelve, i am thirteen, i am ten, i am nine, i am fourteen, i am fifteen, i am sixteen, i am seventeen, am
        fourteen, my foster brother, my foster sister, my step sister, my aunties, my grandmother, my nan, my nana, my tutor,
        my youth worker, my social worker, my carer, my key worker, mum works nights, when mum works, when mum is out, when
        dad drinks, when dad is drunk, mum hits me, dad hits me, mum boyfriend hurts me, home from school, they say i am bad,
        our house parent, the matron, my mums boyfriend, my mum boyfriend, my mums, my dads""",
    "selfadult": """my husband, my hubby, my wife, my partner, my boyfriend, my girlfriend, my man, my ex, my fiance, my father in law, my
        mother in law, my in laws, my brother in law, my boss, my kids, my children, my weans, my bairns, my baby, my son, my
        daughter, my little ones, my wean, my own pikin, my toddler, my family, my house, my marriage, my visa, i left him, i
        left her, leave him, he is my husband, father of my child, as a child, when i was nine, when i was little, when i was
        small, when i was young, survivor, victim, i was abused, i was raped, i was trafficked, my own husband, the man i live
        with, my fiancee, the father of my, my childrens father, my kids dad, my kids father, my babys father, my baby daddy,
        my ex husband, my ex partner, my ex boyfriend, his mother, his family, my in law, my landlord, my employer, my madam
        takes, my passport, my id, my wages, my papers""",
    "worker": """client, clients, client dad, client father, student, pupil, caseworker, case worker, social worker, this job, this
        work, my job, my shift, on a visit, home visit, visiting them, the visit, my colleague, colleague, coworker, co
        worker, workmate, our car, our vehicle, my car, our office, my office, the office, our team, my team, our clinic, our
        centre, our guesthouse, our compound, lone working, these cases, my desk, my caseload, my manager, my supervisor,
        their house, their kitchen, their flat, the flat, this house, the family, this family, work phone, staff, at work,
        after that child, since the visit, the case, two of us, our driver, youth worker, community worker, teacher here,
        nurse here, volunteer, i am a worker, i am a social worker, i am a caseworker, i am a teacher, i am a nurse, i work in
        child protection, i am a manager, burnout at work, after the visit, after the funeral, since that case, that case,
        after the shift, on shift, night shift, on call, the team, my line manager""",
    "says": """says he, says she, say he, say she, says they, says i, said he, said she, says shes, says hes, he says, she says, they
        say, he said, she said, they said, he told, texted, messaged, message, phoned, called, crying on the phone, posted,
        whispering, screaming, swears, promised to, begs, told me to, told me not to, tells me not to, made me promise, keeps
        saying, keeps telling, keeps asking, has said, wrote, writes, sent a text, his last text, her last message, last
        message, a voice note, his message, her message""",
    "wants": "wants to, want to, wan, going to, gonna, gonnae, about to, planning to, trying to, plans to, threatens to, threatening to, ready to, will, wants, intends to, has a plan, has plan",
    "people": """he, she, they, him, her, them, dad, mum, mom, da, father, mother, stepdad, stepmum, stepfather, stepmother, uncle, aunt, aunty, brother, cousin, granny, grandfather, man, men, woman, boyfriend, husband, partner, neighbour, somebody, someone, people, teacher, driver, boy, girl, child, children, kid, kids, lad, lass,
        lassie, wean, weans, bairn, bairns, pikin, mtoto, baby, infant, toddler, newborn, teen, teenager, young person, one of my, student, pupil, madam, oga, carer, foster, gang, mob, soldiers, stranger, wee one, wee yin, wee boy, wee girl""",
    "young": """baby, babies, newborn, infant, toddler, weeks old, week old, wk old, months old, month old, twins, twin, wee one, wee ones, wee yin, wee boy, wee girl, small boy, small girl, little girl, little boy, pikin, wean, weans, bairn, bairns, mtoto, under fives, nappy, cot""",
    # What
    "hit": """hit, hits, hitting, beat, beats, beating, beaten, batter, batters, battering, battered, flog, flogs, flogging, punch, punches, punching, punched, kick, kicks, kicking, kicked, kickin, slap, slaps, slapping, slapped, strangle, strangling, strangled, choke her, choking her, choking him, choked me, by the throat, throat, belt, whip, whipping, caning, burns her, burns him, burnt,
        burning her, burned with, scalding, pouring, hot water, cooker, iron, dragging, drags, throws, throwing, hurt, hurts, hurting, smashing, smashed, attack, attacking, attacked, assaulting, assaulted, abuse, abuses, abusing, abused, torture, torturing, tortured, thrash, thrashing, skelp, skelping, leathering, laid into, laying into, black eye, broken arm, broke my, break my, pulled my hair, by her hair, by the hair, fighting, screaming, screams, shouting,
        drown them, drown her, starving, starved, starve, wallop, going for her, going for him, going for me, go for her, go for him, hands on her, hands on me, violent, kicking off, kickin off, rages, raging, losing it, lost it, kick off, hammering, thumping, marks on, covered in bruises, bleeding, stamped on, head against, against the wall, pinned, sat on, bit her, bites, whipped, set about, banging on""",
    "kill": """kill, kills, killing, killed, kill me, kill her, kill him, murder, murdering, dead, beat to death, to death, die
        tonight, you die, burn the child, burn her, burn him, burn us, stab, stabs, stabbed, stabbing, shoot, shooting, shot,
        drown, drowning, poison, honour, finish her, finish him, finish me, bury, acid, slaughter, slit, bury me, bury her,
        bury him, gunshot, gunshots, shots, hanged, lynch, lynching, burn them, burning them, execute, behead, strangle, die
        today, dead by, kill us, kill them, kill you, end her, end him, will not see tomorrow, nobody gets out, out alive, set
        fire, set on fire, on fire, house is on fire, fire in the, petrol, bomb, blown, crushed""",
    "threat": """threaten, threatens, threatening, threatened, threats, will hurt, will kill, will beat, he will kill, chase, chasing,
        chased, follows me, followed me, following me, being followed, followed us, surround, surrounded, blocked the road,
        mob, angry crowd, angry people, terrified, scared, afraid, frightened, feart, fear, petrified, in danger, not safe,
        dont feel safe, do not feel safe, dinnae feel safe, unsafe, wont let, will not let, not let me, stuck in, hide,
        hiding, hidden, trapped, begs me, begging, begged, crying, greetin, desperate, save, escape, ran away, run away,
        running away, running from, ran from, run from, knows where i live, outside my house, outside my, find me, find her,
        find us, watching the house, dont want to go home, do not want to go home, scared to go, afraid to go, will not go
        home, go back to him, dont send, photos of my, i am next, slashed, followed, banging on, break the door, kick the
        door, breaking down the door, shouting at us, came back drunk, drunk, steaming, steamin, stalking, dont tell, if i
        tell, if i leave, if she leaves, blood on, standing between, blocking the door, pressed her alarm, not answering, isnt
        answering, cannot reach, can not reach, cant reach, not come back from, not back from, has not come back, has not
        checked in, not checked in, barricaded, barricade, smashing the door, kicking the door, breaking in, broke in, breaks
        in, keys to, chair against, against my door, followed home, at his mercy, menacing, menace, warned me, warns me, dont
        tell anyone, do not tell anyone, told me not to, not to tell, or else, will regret, regret it, sorry tomorrow, will be
        sorry, be sorry, blackmail, blackmails, blackmailing, owe him, i owe, parked outside, knows where they live, where
        they live, found us, found out where, tracked, tracker, looking for her, looking for us, looking for me, hunting, in
        hiding, scream, nobody comes, ledge, window ledge, balcony, cliff, river, well, flood, collapse, collapsed building,
        trapped under, smoke, gas, smell of gas, explosion, shelling, bombing, attack on, militia, riot, refuses to leave,
        will not leave, wont open, will not open, nobody answers, no answer, gone quiet, went silent, silent, no one has seen,
        nobody has seen, never seen again, dont go home, cant go back, can not go back, do not send her, not to send her, not
        to send him, send her home, send him home, send me home, dare not, too scared, too afraid, shaking with fear,
        trembling, wet himself, cowering, should have been back, not back yet, overdue""",
    "control": """takes my money, took my money, takes my phone, took my phone, took my passport, my passport, keeps my, controls,
        forces me, forced me, every night, locks me, not allowed, wont let me, will not let me, let me out, nowhere to go,
        naewhere tae go, need somewhere to go, somewhere to go, refuge, with my kids, with the kids, my husband, hiding from,
        left him, take my children, takes my children, take the children, ashamed, still has, beat me, beats me, hits me,
        rapes me, blames me, nobody believes me, no one believes me, never told anyone, told no one, takes my wages, takes my
        id, keeps my papers, passed out, checks my phone, watches me, will not let me out, does not let me, do not let me,
        never lets me, treats me like, his slave, slave, sends men, sold me, owns me, has to know where, cut me off, away from
        my family, lets nobody visit, i am not allowed, since i married, when he drinks, when he is drunk, after i left, i
        ran, i fled, escaped from, got away from, i have never told, nobody knows, no one knows, forced to sleep""",
    "suicide": """suicide, suicidal, kill herself, kill himself, kill myself, kill themselves, kill hersel, kill himsel, kill mysel,
        killing herself, killing himself, killing myself, end it, end it all, end things, end everything, end his life, end
        her life, end my life, end their life, ending it, ending it all, take her life, take his life, take my life, taking my
        life, own life, hang herself, hang himself, hang myself, hanging, wants to die, want to die, wan die, wish i was dead,
        wish i were dead, wishes she was dead, rather be dead, better off dead, better off without, better without me, be
        better without, dont want to live, not want to live, does not want to live, no want to live, no wan live, disnae want
        tae be here, dont want to be here, not want to be here, not want to be alive, dont want to be alive, to be alive,
        overdose, overdosed, od, tablets, pills, meds, took pills, taken pills, load of, paracetamol, rope, noose, round his
        neck, round her neck, around her neck, around his neck, the bridge, a bridge, the roof, jump, jump off, on the roof,
        railway, train tracks, on the tracks, goodbye, good bye, farewell, saying sorry, a note, the note, suicide note,
        letters to, cut herself, cut himself, cut myself, cutting herself, cutting himself, cutting myself, cuts herself, cuts
        himself, i cut, cutting again, cutting really, self harm, self harming, selfharm, self harmed, harm herself, harm
        himself, harm myself, harming, slit, wrists, razor, nobody would notice, nobody would miss, no one would miss, would
        not be missed, if i was gone, if he was not here, if she was not here, not be here tomorrow, not be here, last day,
        giving away, gave away, finish it, see you in heaven, point of living, reason to live, disappear forever, unalive,
        kms, kys, ctb, hurt myself, hurt herself, hurt himself, hurting myself, something stupid, something to herself,
        something to himself, not wake up, not want to wake, never wake up, sleep forever, driving into, leave this world, out
        of this world, drink poison, rat poison, pesticide, sniper, tired of living, tired of life, planned it, tried before,
        ways to end, way to end, look at ways, ways to die, how to die, not feel like living, dont feel like living, do
        not feel like living, feel like dying, feel like ending, living any more, live any more, live anymore, alive anymore,
        be alive, want to follow, join him, join her in heaven, join her, join my, not see tomorrow, do it properly, do it
        tonight, going to do it, gonna do it, cuts all over, cuts on, cuts up her arms, cutting her arms, whole packet, packet
        of, handful of, bottle of, swallowed pills, taken something, ive taken, i have taken, i took something, i took all,
        swallowed, drank bleach, railway line, train line, platform, under the train, in front of a train, stands on the, step
        off, stepping in front, from the window, out the window, multi storey, motorway, ligature, hanged, hang, wall, crash
        my car, crash the car, into a tree, into the river, walk into the, drown myself, drown herself, drown himself, a rope,
        the rope, gas himself, said bye, says bye, bye forever, last message, quiet soon, will be over, over soon, not be
        around, wont be around, no longer be, not here next, here next week, be here next, no future, no way out, way out,
        nothing to live, goodbye letter, everything to stop, stop existing, not exist, exist anymore, without me, better
        if i, burden, sleep and never, go to sleep and, kill me please, asked god to take, take my own, throw herself, throw
        himself, throw myself, throws herself, gave her phone, gave his phone, giving her things""",
    "sex": """rape, raped, raping, rapes, molest, molested, molesting, molests, defile, defiled, defilement, sexually, sexualy,
        sexual assault, touched her, touched him, touches me, touch me, touched me, touching me, touching her, touching him,
        touches her, touches him, touches us, private parts, privates, down there, had sex, have sex, sex with, sleep with,
        slept with, forced herself, forced himself, forces himself, forced her, forced him, forced me, forces me, was forced,
        interfered with, interfered wi, interferes with, in my bed, into my bed, her bed, comes in my room, comes into my
        room, come to my room, into her room, to his room, my room at night, no clothes, clothes are torn, clothes torn, her
        clothes, naked, undressed, took off, nudes, naked pictures, send pics, sent pics, pics of me, pictures of me, photos
        of me, videos of me, sextortion, leak, pregnant, drugged, spiked, in her drink, in my drink, groped, groping, grabbed
        her, on top of, inside her, bleeding from, morning after, gang raped, makes me do, make me do, things i do not like,
        do not like it, dinnae like it, showed me his, licked, kissed me, kissing me, love him, secret, our secret, filmed
        her, filmed me, men come, men pay, sold for sex, pimp, came back at 3am, woke up with no, pain down, attacked on the
        way, same clothes, shower, wash, man caught, gets into my bed, got into my bed, gets in my bed, climbs into, lies on
        me, lay on me, puts his hand, put his hand, his hand up, under my clothes, under her clothes, rubs, rubbed, makes me
        watch, make me watch, watch videos, shows me pictures, show him my, asks for pictures, asked for pictures, wants
        pictures, pictures without, meet him alone, meets older men, older men, hotel, taxi man, says i owe, owe him now,
        sends men to, men to my room, comes when he wants, to my room, in her room at night, come into my bed, sleep in his
        bed, sleeps in her bed, does things to me, do things to me, did things to me, does things to her, touched my, touches
        my, touching my, touched in, bad touch, kisses me, feel me up, feels me, exposed himself, made her undress, strip,
        stripped, bleeding down, bleeding and wants, torn, sore down, pain when she, semen, blood in her, blood on her pants,
        pants, wants to wash, want to wash, bathe, gang, forced to have, sexual, sex, keep our secret, special friend, fails
        me, fail me, marks for sex, good marks if""",
    "left": """left alone, alone at home, home alone, alone in the house, in the house alone, alone with, alone since, alone for, on
        their own, on her own, on his own, by themselves, by themsels, by himself, by herself, abandon, abandoned, abandons,
        abandoning, dumped, dump, thrown away, throw away, thrown out, threw out, threw her out, threw me out, threw him out,
        left the baby, left her baby, left his baby, left the children, left the kids, left three, left two, left five, left
        four, left behind, left at, left in, left on, left with nobody, left without, left for, left them, with nobody, no
        adult, no adults, no one with, nobody with, nobody is with, nobody else, naebody else, nae sign, no sign of the mum,
        no sign of mum, nowhere to go, naewhere tae go, nowhere to sleep, nowhere to stay, kicked out, kicked her out, kicked
        him out, kicked me out, put out, put oot, locked out, locked her out, locked me out, wandering, sleeping rough,
        sleeping outside, slept outside, on the street, in the street, street, gutter, bin bag, in a bin, in the bin, in a
        bag, in a box, dumping site, toilet, roadside, by the road, bus stop, bus station, church gate, doorstep, mother has
        gone, mum has gone, mum has left, gone and left, run away, walked out, fled, drove off, drop the, dropped the, nobody
        coming, nobody is coming, nobody came, not come back, did not come back, never came back, never came home, not been
        home, travelled, been away, parents died, died this morning, phone off, phone is off, phone aff, no food, nae food,
        not eaten, has not eaten, hungry, found a baby, found baby, found a child, newborn, passed out, nobody to feed, is
        empty, house is empty, windows shut, in the cold, snawin, barefoot, parents left, went out and left, by themselves
        since, went out last, mother went out, gone off with, gone off, went off, took off, has gone off, not been seen, in a
        basket, basket, outside the clinic, on the doorstep, bus park, at the station alone, found in the, found on the, in
        the snow, in just a nappy, in a nappy, wrapped in, umbilical, placenta, no one in, nobody in, nobody in the flat,
        nobody answers, crying inside, hear crying, a baby crying, little one crying, days alone, alone three, living alone,
        lives alone with, cooking for themselves, look after the baby alone, looking after the, left to, no grown up, no grown
        ups, no parents, parents gone, mother dead, both parents, not come for her, not come for him, nobody collected, not
        collected, never collected, no one collected, refuses to take, refused to take, wont take her back, will not take her,
        will not have her back, thrown, driven out, chased out, chased her out, chased him out, evicted, sleeping at the""",
    "lock": """lock, locks, locked, lockd, locking, locked in, padlock, padlocked, chain, chained, chains, bolted, bolt, tied, tie, tied up, tied to, rope, cage, caged, trapped, can not get out, cant get out, cannot come out, can not come out, cant come out, never comes out, let her out, let him out, let them out, let me out, not let her, not let him, not let them leave, let them leave, let her leave, shut in, shut inside, shut up in, cupboard, shed, coal bunker, in the dark, basement, cellar, loft, attic, bunker, store room,
        took her key, took my key, door always, behind the door, kept in, keep her in, keeps her in, kept inside, keep the girl, imprisoned, hold her, holding her, holding him, holding three, held against, prisoner, passport is taken, her passport, little hands, at the window, kept there, not allowed out, never allowed out, dey lock, lock am""",
    "take": """taken, took the, taken the, take her, takes her, taking her, taking him, taking the, taking them, took her, took him,
        took them, taken her, taken him, taken them, kidnap, kidnapped, kidnaps, abduct, abducted, snatch, snatched, grabbed
        him, grabbed her, grabbed the, stolen, stole, pulled into, bundle, bundled, dragged into, carry the, carried off,
        carry am, carry the girl, drove off, drove away, driven to, driven off, across the border, cross border, over the
        border, out of the country, another country, abroad, overseas, leaving the country, leave the country, leaving with,
        airport, plane, flight, ferry, fly her, fly him, flies on, sold, sell her, selling her, buyer, trafficker,
        traffickers, agent, recruiter, madam in, missing, disappeared, vanished, did not return, did not bring, not returned,
        not brought, no returned, gone missing, soldiers, militia, armed men, rebels, into a car, into a van, in a van, into
        the car, onto a bus, from the bus, on a boat, walked off with, walked out of, refuses to give, will not give back,
        flat is empty, house is empty, passports, one way tickets, see my kids, see them again, never see, stranger, unknown
        man, unknown woman, coming to take, come to take, coming for her tomorrow, moving six, the lorry, dragged a, dragged
        her, dragged him, into a taxi, in a taxi, onto a lorry, put her on, put him on, puts them on, shipped, smuggled,
        smuggler, smugglers, flying her out, fly her out, flown, flying, flying out, to fetch, fetch her, fetch him, older man
        number, bought her, bought him, buys, bought from, price for, hand over, handed over, handed to, driver took, picked
        her up, picked him up, someone else collected, collected by, wont say where, will not say where, not say where, took
        our daughter, took our son, took my daughter, took my son, took my baby, took my child, took my kids, from nursery,
        from the nursery, from the hospital, from the ward, from the playground, off the street, taken by, lured, lure,
        recruit, recruited, conscripted, forced to fight, join the, trained to fight, suitcase, no one has seen, nobody has
        seen, last seen, not been seen, not seen since, go with him, wants me to go with""",
    "weapon": """knife, knives, knifes, nife, gun, guns, gunmen, gunman, blade, machete, panga, cutlass, axe, hammer, bat, rifle,
        pistol, weapon, armed, chib, scissors, acid, petrol, kerosene, lighter, matches, stick, sticks, stones, grenade, bomb,
        bullet, screwdriver, smashed a bottle, broken bottle, shotgun, sword, rungu, explosives, matchet, waving, swinging,
        pointing, pulled a, has a knife, stab, stabbed, shooting, shots, hunting knife, razor blade, iron bar, metal bar, gun
        in, knife in, blade in, shoots, gunshot, gunshots, shots fired, spear, spears, arrow, arrows, dagger, cleaver, meat
        knife, kitchen knife, razor, taser, catapult at, firearm, ammunition, bullets, sharpened, broken glass, glass at, hot
        iron, iron rod, baseball bat, crowbar, chainsaw, torch the, bottle of petrol, bought petrol""",
    "marry": """marry, marries, marrying, marry off, marrying her, marry her off, marry me, married tomorrow, be married, getting
        married, wedding, wed, bride, bride price, groom, engaged, engagement, dowry, cows, mahr, lobola, nikah, nikkah,
        suitor, husband for, cut her, cut the baby, cut the girls, cut them, cutter, the cut, cutting, be cut, circumcise,
        circumcised, circumcision, fgm, mutilation, sunna, ceremony, forced marriage, tae be mairrit, mairrit, older man, old
        man, big man, promised to, given to, hand her over, collect her, prepared for, grooms family, betrothed, promise her,
        promised her, her husband to be, husband to be, she will be his, second wife, third wife, become a wife, suitor is
        coming, bought her, paid for her, traditional wedding, introduction ceremony, kidnapped to marry, forcing her to
        marry, forced to marry, forcing my friend, to be cut, cut like, cutting season, initiation, secret society, bondo,
        sande, the knife woman""",
    "medical": """not breathing, isnt breathing, stopped breathing, can not breathe, cannot breathe, struggling to breathe, breathing
        fast, gasping, is blue, turning blue, gone blue, blue lips, lips, grey, unconscious, unconsious, passed out,
        unresponsive, not respond, no responding, not wake, wont wake up, not waking, can not wake, faint, fainted, collapsed,
        collapse, is fitting, fitting, having a fit, a fit, seizure, convulsing, convulsion, fits, bleeding, blood, bleeds,
        haemorrhage, swallowed, drank, drunk bleach, ate, eaten, bleach, kerosene, paraffin, poison, poisoned, battery, is
        choking, choke, choking, burned, burnt, scalded, hot oil, snake bite, snake, bitten, head injury, hit his head, hit
        her head, vomiting, vomited, being sick, floppy, limp, stiff neck, very hot, high fever, burning up, not feeding,
        insulin, diabetic, asthma attack, inhaler, allergic, swelling, swollen, swells, anaphylaxis, electric shock, touch
        wire, fell out, fell from, fell off, fell down, hit by a, run over, knocked down, drowned, pulled from, in labour, in
        labor, giving birth, waters broke, needle, overdose, overdosed, no pulse, no moving, not moving, eyes rolling, eyes
        are rolling, rolling back, sleepy, drowsy, confused, slurring, rash, broken bone, bone sticking, skin is peeling,
        peeling, very cold, cold and, is cold, taken a load, cant feel, dehydrated, nearly drowned, not crying, funny cry, too
        much, lips are, heatstroke, hot car, degrees, lips bluish, bluish, blueish, swallowed a, whole packet, has swallowed,
        not waking after, does not wake, hard to wake, will not open his eyes, eyes rolled, shivering, jerking, twitching,
        foaming, froth, drooling, no heartbeat, heart stopped, stopped moving, cpr, lifeless, pale and, grey and, sweating
        and, hit by car, fell into, fell down the, fell down a, in the well, under the water, underwater, drowning,
        electrocuted, boiling water, third degree, burns, with burns, burnt hands, cut deep, deep cut, bone, unable to
        breathe, wheezing, lips swollen, throat closing, black out, bitten by, dog bite, snakebite, stung, labour pains,
        contractions, waters, miscarrying, miscarriage, afterbirth, haemorrhaging, soaked in blood, pool of blood, coughing
        blood, vomiting blood, too drunk, drunk and, taken tablets""",
    "shake": """shake, shakes, shook, shaken, shaking, shakin, shook the baby, shook him, shook her, soft spot, flopping, head was flopping, dropped him, dropped her, threw the baby, threw him, threw her, thrown against, slammed, not stop crying, wont stop crying, would not stop crying, stopped crying, stop crying, shut it up, shut him up, shut her up, crying for hours, rattled, awfy quiet, gone quiet""",
    "hopeless": """can not go on, cant go on, cannot go on, can not cope, cannot cope, cant cope, cannae cope, im done, i am done, i am
        finished, finished, no point, what is the point, what the point, see the point, the point, nothing left, hopeless,
        worthless, empty, numb, feel nothing, falling apart, fall apart, breaking down, broke me, broken, had enough, give up,
        giving up, everything is black, all black, dark thoughts, darkness, death, think of death, thinking of death, can not
        stop crying, cant stop crying, not ok, really not ok, not okay, want it to stop, it to stop, disappear, nobody would,
        no fit again, do not deserve, dont deserve, my fault, drinking every, drink every, to cope, not slept, not sleep, have
        not slept, no meaning, has no meaning, meaning any more, any more, anymore, any mair, every day since, carry on, can
        not carry, cant carry, cant take it, can not take, take it anymore, tired of this, trust myself, alone tonight, no one
        to talk to, driving home, see his face, see her face, dead inside, eaten me up, can not keep going, cant keep going,
        keep going, cant see a way, can not see a way, no way out, way out, drink until, black out, drinking until, drink to,
        drinking to, drinking myself, pills to sleep, everything to stop, stop everything, cant do this, can not do this, do
        this anymore, do this any more, cant face, can not face, cant carry on, can not carry on, nothing matters, dont care
        anymore, dont care if, do not care if, i died, if i died, dead because of me, because of me, killed by me, i failed,
        failed her, failed him, blame myself, hate myself, not sure i want, i am alone, all alone, so alone, nobody cares, no
        one cares, nobody would care, useless, empty inside, at the end, end of my tether, end of my rope, my limit, breaking
        point, losing my mind, going mad, going crazy, screaming inside, crying every, cry every, cry all, wake up crying, not
        coping, without me""",
    # What keeps it quiet
    "ask": """what is, what are, what does, what do we, what do they, what counts, what should, what would, what happens, what support, what health, what steps, what words, what to say, what to do if, what helps, what injuries, what marks, what bruises, what paperwork, what do i write, what do i say, what age, whats the, how do i, how do we, how do you, how can, how should, how would, how often, how long, how common, how much, how many, how to, how does, how is, how dae i, how i go write, why do, why is, why does, why are, which words, which form, which,
        is it, is there, is smacking, is asking, is fgm, is shaking, is emotional, is self harm, is a, are there, can i, can we, can a, can you explain, can residential, can foster, does a, does shaking, does past, does, do i have to, do we have to, do boys, do teachers, do we, where is the nearest, where is, who consents, who may, who signs, who takes, who investigates, who can see, who do i tell, am i a, when does, when can, when should, at what age, should i, should we, could i, may i, difference between, meaning of, meaning, means what, definition, define, explain, tell me about, is that abuse, is that neglect, is it ok, is it legal""",
    "if": "if a, if an, if someone, if somebody, if i ever, if parents, what if, suppose, supposing, imagine, hypothetically, in theory, say a, in case, would you, whenever, a child who, a girl who, a boy who, a parent who, someone who, people who, children who, a baby who, a mother who, a woman who, a family who, teenagers who, parents who, if one, ahead of time",
    "work": """training, policy, policies, law, laws, legal, illegal, template, guidance, guideline, guidelines, form, forms,
        leaflet, poster, workshop, course, module, helpline, hotline, number for, phone number, number of, procedure,
        procedures, protocol, report, reports, reporting, record, records, recording, file, files, research, statistics,
        stats, assessment, assessments, supervision, agenda, notes, signs, signs of, signs that, signs a, indicators,
        indicator, warning signs, red flags, risk assessment, checklist, tool, review, session, sessions, meeting, prevention,
        preventing, prevent, awareness, campaign, resources, programme, strategy, duty, threshold, referral, refer, referring,
        insurance, statement, investigation, investigates, legislation, convention, standards, worksheet, toolkit, handbook,
        manual, debrief, reflection, feedback, lessons, confidentiality, confidential, consent, evidence, long term,
        aftercare, counselling, therapy, group for, support group, support for, support a, supporting, shelter for, refuge
        spaces, crisis centre, referral centre, care plan, care leavers, chronology, data, budget, grant, deadline, caseload,
        inbox, email, password, account, laptop, printer, slides, presentation, interview, resign, overtime, rota, handover,
        paperwork, drill, activity, activities, placement, placements, contact order, court date, document, audit, inspection,
        donor, role of, dialogue, play therapy, reintegration of, reunification, school trip, trip, move supervision,
        statement about, safety plan, awareness day, discharge, medical report, licence, licensed, rules, rule, regulation,
        certificate, vetting, follow up, shift pattern, options, benefits, attendance, appointment, appointments, write up,
        absence, absent, bullying workshop, case conference, conference, court report, contact visit, contact visits,
        supervised contact, new case, my case, court, paediatrician, mandatory, mandated, job description, contract, salary,
        promotion, appraisal, induction, briefing, presentation on, tips, advice on, ideas for, activity for, worksheets,
        questionnaire, survey, interpreter, translator, minutes of, chair, panel, quality, complaint, complain, complained,
        complains, feedback from, follow up visit, consent form, guardian consent, permission slip, registration, eligibility,
        criteria, waiting list, capacity, budgeting, best practice, good practice, framework, principles, definitions,
        abbreviations, statute, act says, section, article, ministry, department, association, union, certificate course,
        online course, e learning, conference call""",
    "learn": "essay, dissertation, assignment, quiz, exam, lecture, student writing, case study, scenario, role play, script, writing a story, story book, practising, practice, learning, learners, teach, trainer, trainers, example, examples, myth, film, movie, novel, video on, video game, documentary, webinar, discuss, references, reading list, module, theory, meaning, abbreviation, curious, interested in, comic, song",
    "past": """last year, last month, last week, last summer, last winter, years ago, year ago, months ago, month ago, weeks ago,
        long ago, used to, when he was, when she was, when they were, as a baby, historic, historical, previous, previously,
        former, formerly, old file, old home, archived, closed, was closed, in january, in february, in march, in april, in
        may, in june, in july, in august, in september, in october, in november, in december, in 2010, in 2011, in 2012, in
        2013, in 2014, in 2015, in 2016, in 2017, in 2018, in 2019, in 2020, in 2021, in 2022, in 2023, in 2024, in 2025, in
        spring, in autumn, the nineties, back then, since then, grown up, now an adult, in the past, past, lessons learned,
        convicted, months later, years later, no concerns since, was convicted, died by suicide, bereaved, who died, after a
        client, missed twice, last term, last spring, last autumn, earlier this year, since left, left years ago, a year back,
        years back, as a teenager in, when she was small, when he was small, when he was little, at the time, that time,
        decades, childhood in, died two years, was in hospital, has been released, was released""",
    "told": """told me, telt me, tell me say, told her teacher, told his teacher, told the group, told a teacher, told us, disclosed,
        discloses, disclosure, has told us, spoke about, spoken about, reports that, reported that, talked about, mentioned
        that, confided, in confidence, shared with me, opened up, according to, said her dad, said his dad, said that grandpa,
        told us that, asked me if, asked me about, said he used, said she used, says he used, says she used, described how,
        recounted, wrote in her diary, talked about his old""",
    "denied": """no marks, no injuries, no injury, no bruises, no concerns, no concern, no plan, no weapon, no sign of shaking, no signs of, no disclosure, no rape, no contact, no violence, nobody is hurt, no one is hurt, nobody was hurt, nobody hurt, nobody threatened, no one is in danger, nobody dey, not in danger, isnt in danger, not suicidal, is not suicidal, not an emergency, not urgent, is not an emergency, was not, were not, has not got, has never, have never had, never harmed, denied, denies, false alarm, did not lock,
        did not hit, not cut, not hurt, no longer, no risk, never hit, not at risk, nothing happened, without injury, was a ruler, was routine, not serious""",
    "safe": """she is safe, he is safe, is safe now, safe now, safe and well, are safe, they are safe, is fine, are fine, im fine, i
        am fine, i am ok, am ok, is ok, all ok, all fine, is well, been well, found safe, doing well, settled, settled now,
        calmed down, recovered, stable, back in school, happy, went well, by agreement, discharged, with their gran, with her
        gran, handled, resolved, police checked, sorted, volunteers with, but ok, but fine, just advice, want advice, only
        need, just sad, adopted, released from, loves, lovely, birthday, grieving, has been fine, doing fine, doing better,
        much better, improving, happily, no harm done, for joy, enjoys, enjoyed, proud, well supported, in good hands""",
    "idiom": """killing me, killing us, will kill me if, kill for, dead tired, dead on my feet, is dead phone, phone died, laptop is
        dead, battery dead, sick to death, dying for, dying to, shoot me now, shoot me an email, shoot me, hit me with, beat
        the deadline, beating myself, drowning in, murder that, murder the, was murder, to death of, laughter, laughing, died
        laughing, joke, jokes, lol, haha, game, games, the ball, balls, hide and seek, the team, other team, the other team,
        coffee, holiday fund, football, match, staff party, burnt out, burn out, burned out, burning out, on fire with, bloody
        brilliant, killer striker, killer session, killer, knackered, swamped, snowed under, hit the target, hit a wall, cut
        and paste, cut off date, cut the cake, shake hands, shook his hand, shook her hand, shook my hand, shook her head,
        shook his head, shake up, rattle, with cold, locked out of my, locked out of the, file is locked, filing cabinet,
        locked the office, stuck with the form, stuck on the form, with joy, photos, pillow fight, water pistols, toy, toys,
        toy guns, story, playground, knocked me out, knock out, torture form, fair puggled, puggled, paintball, archery,
        pistols, abandoned cases, abandoned building, building, bullet points, trigger warning, mood board, crash course, dead
        end, deadlock, flogging a dead horse, bite the bullet, nearly killed me, nearly died, almost died, killed me laughing,
        his food, her food, jumped for joy, for joy, hanged out, hang out, hanging out, hung out, peas, party, lovely party,
        the car park, in court, jump through hoops, jumping castle, trampoline, dying to know, to die for, scared of spiders,
        afraid not, im afraid, i am afraid not, afraid i cannot, wall of, hit it off, hits home, hit the road, hit a nerve,
        cutting edge, shortcut, haircut, budget cuts, cuts in, cut in funding, kick off meeting, kicks off at, kick start,
        punch line, shooting a video, photo shoot, screen shot, screenshot, a shot at, give it a shot, deadline, lifesaver,
        drop me, drop in, drop off at, dropped off the, fire drill, on fire today, fired from, firewall""",
}
