"""English slots: Scots, Nigerian English and Pidgin, East African and plain. See slots.py for what they are."""

from __future__ import annotations

from collections.abc import Mapping

SLOTS: Mapping[str, str] = {
    # When
    "now": """
        now, at this moment, as i speak, as we speak, while i type, on the phone, on the line, on video call, in the next room,
        tonight, this evening, this night, the night, today, this morning, this mornin, this afternoon, this efternin, minutes
        ago, hour ago, few minutes, last night, yesterday night, yesterday evening, since yesterday, since morning, since
        friday, for days, all day, all night, just been, just told, just texted, just called, just phoned, just came, just come,
        just arrived, just found, just heard, just seen, just admitted, have just, has just, he just, she just, they just, at
        the door, at my door, at the gate, at my gate, with me, beside me, next door, upstairs, before morning, before bedtime,
        asap, quick, immediately, urgent, any minute, straight away, at the minute, happening, one hour, an hour, the last hour,
        getting dark, it is dark, still there, i can hear, i can see, i hear, i saw it, i am seeing, still breathing, as i type,
        right here, in the waiting room, in reception, in front, at reception, at the window, in the car, at the station, at my
        house, at her house, in my office, outside the, outside my, outside our, hear a child, hear screaming, for three days,
        for two days, since sunday, since saturday, since monday, for hours, mins ago, hrs ago, hr ago, moments ago, brought in,
        turned up, showed up, ran to me""",
    "soon": """
        tomorrow, tmrw, tmr, tomorow, the morn, this weekend, by the weekend, this week, next week, on friday, on saturday, on
        sunday, on monday, on tuesday, on wednesday, on thursday, this friday, this saturday, this sunday, when she gets home,
        when he gets home, when i get home, if she goes home, if he goes home, when he comes back, when he gets back, back home,
        at 6, at six, at dawn, flight, plane, one way, tickets, packed, on their way, on his way, on the way, coming for, coming
        to get, will come, is coming, are coming, waiting for her, waiting for him, waiting for me, waiting outside, going to,
        gonnae, about to, in two days, before the holidays, over the holidays, school closes, days from now, comes to fetch,
        here to fetch, to fetch her, comin to get, when she gets off, when he wakes, gets out of prison, after school, after
        work, by tonight, by morning, before dawn, suitcase, visa ready, the day after, in an hour, in two hours, in a few
        hours, later tonight, later today, soon""",
    "plea": """
        help, please, abeg, i beg, send police, send somebody, send someone, fast, ambulance, emergency, sos, call police, who
        do i call, who do i ring, who i go call, where i call, what number, which number, what first, what do i do, what should
        i do, what can i do, what now, wetin i go do, where do i take, where do i go, where can i go, where do we take, where to
        take, dont know what to do, dont know where, nobody to ask, no one to ask, can someone come, i do not know what to do,
        who can i tell, who can i talk to, who do i tell that, hurry, need somebody, need someone, is there anyone, anyone
        there, what to do now, advise me""",
    # Who
    "self": "i, me, my, mine, myself, ma, mysel, ah, us, we, our, am",
    "selfchild": """
        i am a kid, am only, i am a child, i am child, i am a girl, i am a boy, i am a teenager, my mum, my mom, my mam, my
        mummy, my mama, my dad, my daddy, my da, my maw, ma mum, ma da, my stepdad, my stepmum, my step dad, my step mum, my
        stepfather, my stepmother, my father, my mother, my papa, my uncle, my aunty, my aunt, my cousin, my brother, my big
        brother, my stepbrother, my step brother, my sister, my grandad, my granda, my grandpa, my grandfather, my granny, my
        gran, my foster mum, my foster dad, my foster carer, my foster home, my foster parents, my guardian, my teacher, my
        coach, my pastor, my imam, my headteacher, mum boyfriend, my parents, my room, my bedroom, my bed, my school, my class,
        my homework, in year 7, in year 8, in year 9, in year 10, in year 11, year 6, in primary 6, in primary 7, in p7, s1, in
        form one, in form two, in form three, in class six, my madam, my oga, the madam i work for, go hame, go home, i work in
        one house, i am eleven, i am twelve, i am thirteen, i am ten, i am nine, i am fifteen, i am sixteen, i am seventeen, am
        fourteen, my foster brother, my foster sister, my step sister, my grandmother, my nan, my nana, my tutor, my youth
        worker, my social worker, my carer, my key worker, mum works nights, when mum works, when mum is out, when dad drinks,
        when dad is drunk, mum hits me, dad hits me, home from school, they say i am bad, our house parent, the matron""",
    "selfadult": """
        my husband, my hubby, my wife, my partner, my boyfriend, my girlfriend, my man, my ex, my fiance, my father in law, my
        mother in law, my in laws, my brother in law, my boss, my kids, my children, my weans, my bairns, my baby, my son, my
        daughter, my little ones, my own pikin, my toddler, my family, my house, my marriage, my visa, i left him, i left her,
        leave him, father of my child, as a child, when i was nine, when i was little, when i was small, when i was young,
        survivor, victim, i was abused, i was raped, i was trafficked, my own husband, the man i live with, my fiancee, the
        father of my, his mother, his family, my landlord, my employer, my madam takes, my passport, my id, my wages,
        my papers""",
    "worker": """
        client, student, pupil, caseworker, case worker, social worker, this job, this work, my job, my shift, on a visit, home
        visit, visiting them, the visit, colleague, coworker, co worker, workmate, our car, our vehicle, my car, our office, my
        office, the office, our team, my team, our clinic, our centre, our guesthouse, our compound, lone working, these cases,
        my desk, my caseload, my manager, my supervisor, their house, their kitchen, their flat, the flat, this house, the
        family, this family, work phone, staff, at work, after that child, the case, two of us, our driver, youth worker,
        community worker, teacher here, nurse here, volunteer, i am a worker, i am a teacher, i am a nurse, i work in child
        protection, i am a manager, after the funeral, that case, after the shift, on shift, night shift, on call, the team, my
        line manager""",
    "says": """
        says he, says she, says they, says i, said he, said she, he says, she says, they say, he said, she said, they said, he
        told, texted, messaged, phoned, called, posted, whispering, screaming, swears, promised to, begs, told me to, told me
        not to, tells me not to, made me promise, keeps saying, keeps telling, keeps asking, has said, wrote, writes, a voice
        note""",
    "wants": """
        wan, going to, gonnae, about to, planning to, trying to, threatens to, ready to, will, wants, intends to, has a plan,
        has plan""",
    "people": """
        he, she, they, him, her, them, dad, mum, mom, da, father, mother, stepdad, stepmum, stepfather, stepmother, uncle, aunt,
        aunty, brother, cousin, granny, grandfather, man, men, woman, boyfriend, husband, partner, neighbour, somebody, someone,
        people, teacher, driver, boy, girl, child, children, kid, lad, lass, lassie, wean, bairn, pikin, mtoto, baby, infant,
        toddler, newborn, teen, teenager, young person, one of my, student, pupil, madam, oga, carer, foster, gang, mob,
        soldiers, stranger, wee one, wee yin""",
    "young": """
        baby, newborn, infant, toddler, weeks old, wk old, months old, twins, wee one, wee yin, wee boy, wee girl, small boy,
        small girl, little girl, little boy, pikin, wean, bairn, mtoto, under fives, nappy, cot""",
    # What
    "hit": """
        hit, beat, beaten, batter, flog, punch, kick, kickin, slap, strangle, throat, belt, whip, caning, burnt, scalding,
        pouring, hot water, cooker, iron, dragging, throws, hurt, smashing, attack, assaulting, abuse, torture, thrash, skelp,
        leathering, laid into, laying into, black eye, broken arm, broke my, break my, pulled my hair, by her hair, by the hair,
        fighting, screaming, shouting, drown them, drown her, starving, wallop, going for her, going for him, going for me,
        hands on her, hands on me, violent, rages, losing it, lost it, hammering, thumping, marks on, covered in bruises,
        bleeding, stamped on, head against, against the wall, pinned, sat on, bit her, bites, set about, banging on, smacked,
        whacked, clobbered, bashed, headbutt, headbutted, shoved, pushed down, pushed her, pushed him, pushed me, threw me,
        slammed, lashes, cable, hose, slipper thrown, wire, paddle, boiling, burns, cigarette, marks round, bruised all, swollen
        face, split lip, blood everywhere, covered in blood, batterin, beatin, smashin, choked, suffocate, smother, pillow over,
        held under, dunked, makes him kneel, kneel on, chillies, pepper in, tramples, held his hands, held her hands, broken
        rib, fractured""",
    "kill": """
        kill, murder, dead, to death, die tonight, you die, burn the child, burn her, burn him, burn us, stab, shoot, shot,
        drown, poison, honour, finish her, finish him, finish me, bury, acid, slaughter, slit, gunshot, hanged, lynch, burn
        them, execute, behead, strangle, die today, end her, end him, will not see tomorrow, nobody gets out, out alive, set
        fire, on fire, fire in the, petrol, bomb, blown, crushed""",
    "threat": """
        threaten, threats, will hurt, will kill, will beat, chase, surround, blocked the road, mob, angry crowd, angry people,
        terrified, scared, afraid, frightened, feart, fear, petrified, in danger, not safe, dont feel safe, unsafe, wont let,
        not let me, stuck in, hide, hidden, trapped, begging, crying, greetin, desperate, save, escape, ran away, run away,
        running from, ran from, knows where i live, outside my, find me, find her, find us, watching the house, dont want to go
        home, will not go home, go back to him, dont send, photos of my, i am next, slashed, followed, banging on, break the
        door, kick the door, breaking down the door, shouting at us, drunk, steaming, steamin, stalking, dont tell, if i tell,
        if i leave, if she leaves, blood on, standing between, blocking the door, pressed her alarm, not answering, cannot
        reach, not come back from, not back from, has not come back, not checked in, barricaded, smashing the door, breaking in,
        broke in, keys to, chair against, against my door, at his mercy, menacing, warned me, told me not to, not to tell, or
        else, will regret, regret it, sorry tomorrow, be sorry, blackmail, owe him, i owe, parked outside, where they live,
        found us, found out where, tracked, tracker, looking for her, looking for us, looking for me, hunting, scream, nobody
        comes, ledge, balcony, cliff, river, well, flood, collapse, smoke, gas, explosion, shelling, bombing, attack on,
        militia, riot, refuses to leave, will not leave, wont open, nobody answers, no answer, gone quiet, silent, no one has
        seen, nobody has seen, never seen again, dont go home, cant go back, not to send her, not to send him, send her home,
        send him home, send me home, dare not, trembling, wet himself, cowering, should have been back, not back yet, overdue""",
    "control": """
        takes my money, took my money, takes my phone, took my phone, my passport, keeps my, controls, forces me, every night,
        locks me, not allowed, wont let me, let me out, nowhere to go, naewhere tae go, somewhere to go, refuge, with my kids,
        with the kids, my husband, hiding from, left him, take my children, take the children, ashamed, still has, beat me, hits
        me, rapes me, blames me, nobody believes me, no one believes me, never told anyone, told no one, takes my wages, takes
        my id, passed out, checks my phone, watches me, does not let me, do not let me, never lets me, treats me like, slave,
        sends men, sold me, owns me, has to know where, cut me off, away from my family, lets nobody visit, since i married,
        when he drinks, when he is drunk, after i left, i ran, i fled, escaped from, got away from, i have never told, nobody
        knows, no one knows, forced to sleep""",
    "suicide": """
        suicide, kill herself, kill himself, kill myself, kill themselves, kill hersel, kill himsel, kill mysel, end it, end
        things, end everything, end his life, end her life, end my life, end their life, take her life, take his life, take my
        life, own life, hanging, wants to die, wan die, wish i was dead, wish i were dead, wishes she was dead, rather be dead,
        better off dead, better off without, be better without, not want to live, no want to live, no wan live, disnae want tae
        be here, dont want to be here, not want to be here, overdose, od, tablets, pills, meds, load of, paracetamol, rope,
        noose, round his neck, round her neck, around her neck, around his neck, the bridge, a bridge, the roof, jump, railway,
        train tracks, on the tracks, goodbye, good bye, farewell, saying sorry, a note, the note, letters to, cut herself, cut
        himself, cut myself, i cut, cutting again, cutting really, selfharm, harming, slit, wrists, razor, nobody would notice,
        nobody would miss, no one would miss, would not be missed, if i was gone, if he was not here, if she was not here, not
        be here, last day, giving away, gave away, finish it, see you in heaven, point of living, reason to live, disappear
        forever, unalive, kms, kys, ctb, hurt myself, hurt herself, hurt himself, something stupid, something to herself,
        something to himself, not wake up, not want to wake, never wake up, sleep forever, driving into, leave this world, out
        of this world, drink poison, rat poison, pesticide, sniper, tired of living, tired of life, planned it, tried before,
        ways to end, look at ways, ways to die, how to die, not feel like living, feel like dying, feel like ending, living any
        more, live anymore, alive anymore, be alive, want to follow, join him, join her, join my, not see tomorrow, do it
        properly, do it tonight, going to do it, cuts all over, cuts on, cuts up her arms, cutting her arms, whole packet,
        packet of, handful of, bottle of, taken something, ive taken, i took something, i took all, swallowed, drank bleach,
        train line, platform, under the train, in front of a train, stands on the, step off, stepping in front, from the window,
        out the window, multi storey, motorway, ligature, wall, crash my car, crash the car, into a tree, into the river, walk
        into the, drown myself, drown herself, drown himself, gas himself, said bye, says bye, bye forever, last message, quiet
        soon, will be over, over soon, not be around, no longer be, not here next, here next week, be here next, no future, way
        out, nothing to live, everything to stop, stop existing, not exist, exist anymore, without me, better if i, burden,
        sleep and never, go to sleep and, kill me please, asked god to take, take my own, throw herself, throw himself, throw
        myself, gave her phone, gave his phone, giving her things""",
    "sex": """
        rape, molest, defile, sexually, sexualy, touched her, touched him, touches me, touches us, privates, down there, sleep
        with, slept with, forced herself, forced himself, forced her, forced him, forced me, was forced, interfered with,
        interfered wi, in my bed, into my bed, her bed, comes in my room, comes into my room, into her room, to his room, my
        room at night, no clothes, her clothes, naked, undressed, took off, nudes, send pics, sent pics, pics of me, pictures of
        me, photos of me, videos of me, sextortion, leak, pregnant, drugged, spiked, in her drink, in my drink, groped, grabbed
        her, on top of, inside her, bleeding from, morning after, makes me do, things i do not like, do not like it, showed me
        his, licked, kissed me, love him, secret, filmed her, filmed me, men come, men pay, pimp, came back at 3am, woke up with
        no, pain down, attacked on the way, same clothes, shower, wash, man caught, climbs into, lies on me, lay on me, puts his
        hand, his hand up, under my clothes, rubs, makes me watch, watch videos, shows me pictures, show him my, asks for
        pictures, wants pictures, pictures without, meet him alone, older men, hotel, taxi man, says i owe, owe him now, sends
        men to, comes when he wants, to my room, in her room at night, sleep in his bed, does things to me, do things to me, did
        things to me, does things to her, touched my, touched in, bad touch, feels me, exposed himself, strip, bleeding down,
        bleeding and wants, torn, sore down, pain when she, semen, blood in her, pants, bathe, gang, forced to have, sex,
        special friend, fails me, good marks if""",
    "left": """
        left alone, alone at home, home alone, alone in the house, in the house alone, alone with, alone since, alone for, on
        their own, on her own, on his own, by themselves, by themsels, by himself, by herself, abandon, dumped, throw away,
        threw out, threw her out, threw me out, threw him out, left the baby, left her baby, left his baby, left the children,
        left the kids, left three, left two, left five, left four, left behind, left at, left in, left on, left without, left
        for, left them, with nobody, no adult, no one with, nobody with, nobody is with, nobody else, naebody else, nae sign, no
        sign of the mum, no sign of mum, nowhere to go, naewhere tae go, nowhere to sleep, nowhere to stay, kicked out, kicked
        her out, kicked him out, kicked me out, put out, put oot, locked out, locked her out, locked me out, wandering, sleeping
        rough, sleeping outside, slept outside, street, gutter, bin bag, in a bin, in the bin, in a bag, in a box, toilet,
        roadside, by the road, bus stop, bus station, church gate, doorstep, mother has gone, mum has gone, mum has left, gone
        and left, run away, walked out, fled, drove off, drop the, nobody coming, nobody is coming, nobody came, not come back,
        never came back, never came home, not been home, travelled, been away, parents died, died this morning, phone off, phone
        is off, phone aff, no food, nae food, not eaten, hungry, found a baby, found baby, found a child, newborn, passed out,
        nobody to feed, is empty, windows shut, in the cold, snawin, barefoot, parents left, went out and left, went out last,
        mother went out, gone off, went off, took off, not been seen, basket, outside the clinic, bus park, at the station
        alone, found in the, found on the, in the snow, in just a nappy, in a nappy, wrapped in, umbilical, placenta, no one in,
        nobody in, nobody answers, crying inside, hear crying, a baby crying, little one crying, days alone, alone three, living
        alone, cooking for themselves, looking after the, left to, no grown up, no parents, parents gone, mother dead, both
        parents, not come for her, not come for him, nobody collected, not collected, never collected, no one collected, refuses
        to take, will not take her, will not have her back, thrown, driven out, chased out, chased her out, chased him out,
        evicted, sleeping at the""",
    "lock": """
        lock, lockd, padlock, chain, bolted, tied, rope, cage, trapped, can not get out, cannot come out, never comes out, let
        her out, let him out, let them out, let me out, not let her, not let him, let them leave, let her leave, shut in, shut
        inside, shut up in, cupboard, shed, in the dark, basement, cellar, loft, attic, bunker, store room, took her key, took
        my key, door always, kept in, keep her in, kept inside, keep the girl, imprisoned, hold her, holding him, holding three,
        held against, prisoner, passport is taken, her passport, little hands, at the window, kept there, not allowed out, never
        allowed out, barricaded, shuts her, shuts him, shuts me, shut the, behind the, prayer camp, healing camp, bars on,
        handcuffed, handcuffs, gagged, taped, tether, leash, dog lead, kennel, outhouse, in a hole, pit, container, not see
        daylight, curtains shut, curtains have been shut, windows boarded, keeps them inside, hold us, not allowed to leave,
        cannot leave""",
    "take": """
        taken, took the, take her, taking him, taking the, taking them, took her, took him, took them, kidnap, abduct, snatch,
        grabbed him, grabbed her, grabbed the, stolen, stole, pulled into, bundle, dragged into, carry the, carried off, carry
        am, drove off, drove away, driven to, driven off, across the border, cross border, over the border, out of the country,
        another country, abroad, overseas, leaving the country, leaving with, airport, plane, flight, ferry, sold, sell her,
        buyer, trafficker, agent, recruiter, madam in, missing, disappeared, vanished, did not bring, not returned, not brought,
        no returned, soldiers, militia, armed men, rebels, into a car, into a van, in a van, into the car, onto a bus, from the
        bus, on a boat, walked off with, walked out of, refuses to give, will not give back, flat is empty, house is empty,
        passports, one way tickets, see my kids, see them again, never see, stranger, unknown man, unknown woman, coming to
        take, coming for her tomorrow, moving six, the lorry, dragged a, dragged her, dragged him, into a taxi, in a taxi, onto
        a lorry, put her on, put him on, puts them on, shipped, smuggled, smuggler, flown, flying, to fetch, fetch her, fetch
        him, older man number, bought her, bought him, buys, bought from, price for, hand over, handed to, driver took, picked
        her up, picked him up, someone else collected, collected by, not say where, took our daughter, took our son, took my
        daughter, took my son, took my baby, took my child, took my kids, from nursery, from the nursery, from the hospital,
        from the ward, from the playground, off the street, lured, conscripted, forced to fight, join the, trained to fight,
        suitcase, no one has seen, nobody has seen, last seen, not been seen, not seen since, go with him, wants me to go with""",
    "weapon": """
        knife, knives, nife, gun, gunmen, gunman, blade, machete, panga, cutlass, axe, hammer, bat, rifle, pistol, weapon,
        armed, chib, scissors, acid, petrol, kerosene, lighter, matches, stick, stones, grenade, bomb, bullet, screwdriver,
        smashed a bottle, broken bottle, shotgun, sword, rungu, explosives, matchet, waving, swinging, pointing, pulled a, stab,
        shooting, shots, iron bar, metal bar, gunshot, spear, arrow, dagger, cleaver, razor, taser, catapult at, firearm,
        ammunition, sharpened, broken glass, glass at, hot iron, iron rod, crowbar, chainsaw, torch the""",
    "marry": """
        marry, wedding, bride, groom, engaged, dowry, cows, mahr, lobola, nikah, nikkah, suitor, husband for, cutter, cutting,
        circumcise, fgm, mutilation, sunna, ceremony, forced marriage, mairrit, older man, old man, big man, promised to, given
        to, hand her over, collect her, prepared for, betrothed, promise her, husband to be, she will be his, second wife, third
        wife, become a wife, bought her, paid for her, forcing my friend, initiation, secret society, bondo, sande, the knife
        woman""",
    "medical": """
        not breathing, stopped breathing, struggling to breathe, breathing fast, gasping, is blue, turning blue, gone blue,
        lips, grey, unconscious, unconsious, passed out, unresponsive, not respond, no responding, not wake, faint, collapsed,
        fitting, seizure, convulsing, bleeding, blood, haemorrhage, swallowed, drank, ate, eaten, bleach, kerosene, paraffin,
        poison, battery, choke, burned, burnt, scalded, hot oil, snake, bitten, head injury, hit his head, hit her head,
        vomiting, being sick, floppy, limp, stiff neck, very hot, high fever, not feeding, insulin, diabetic, asthma attack,
        inhaler, allergic, swelling, swollen, anaphylaxis, electric shock, touch wire, fell out, fell from, fell off, fell down,
        hit by a, run over, knocked down, drowned, pulled from, in labour, in labor, giving birth, needle, overdose, no pulse,
        no moving, not moving, eyes rolling, eyes are rolling, rolling back, sleepy, drowsy, confused, slurring, rash, peeling,
        very cold, cold and, is cold, taken a load, cant feel, dehydrated, not crying, funny cry, too much, heatstroke, hot car,
        degrees, bluish, blueish, whole packet, hard to wake, will not open his eyes, shivering, jerking, twitching, foaming,
        froth, drooling, no heartbeat, heart stopped, stopped moving, cpr, lifeless, pale and, sweating and, hit by car, fell
        into, in the well, underwater, electrocuted, cut deep, deep cut, bone, unable to breathe, wheezing, throat closing,
        black out, dog bite, snakebite, stung, labour pains, contractions, waters, miscarrying, miscarriage, afterbirth, too
        drunk, drunk and, taken tablets""",
    "shake": """
        shake, shook, shaken, shakin, soft spot, flopping, dropped him, dropped her, threw the baby, threw him, threw her,
        thrown against, slammed, stopped crying, shut it up, shut him up, shut her up, crying for hours, rattled, awfy quiet,
        gone quiet, thrown in, threw in the cot, thrown across, threw across, tossed, flung, swung, dropped on, banged his head,
        banged her head, not cry any more, doesnt cry, looked after him alone""",
    "hopeless": """
        can not go on, im done, finished, no point, the point, nothing left, hopeless, worthless, empty, numb, feel nothing,
        falling apart, breaking down, broke me, broken, had enough, give up, everything is black, all black, darkness, death,
        can not stop crying, not ok, not okay, it to stop, disappear, nobody would, no fit again, do not deserve, my fault,
        drinking every, to cope, not slept, not sleep, no meaning, any more, anymore, any mair, every day since, carry on, can
        not carry, can not take, tired of this, trust myself, alone tonight, no one to talk to, driving home, see his face, see
        her face, dead inside, eaten me up, keep going, cant see a way, way out, drink until, black out, drink to, drinking
        myself, pills to sleep, everything to stop, stop everything, cant do this, cant face, nothing matters, dont care if, i
        died, because of me, killed by me, i failed, failed her, failed him, blame myself, hate myself, not sure i want, i am
        alone, all alone, so alone, nobody cares, no one cares, useless, at the end, end of my tether, end of my rope, my limit,
        breaking point, losing my mind, going mad, going crazy, screaming inside, crying every, cry all, wake up crying, not
        coping, without me""",
    # What keeps it quiet
    "ask": """
        what is, what are, what do they, what counts, what should, what would, what happens, what support, what health, what
        steps, what words, what to say, what to do if, what helps, what injuries, what marks, what bruises, what paperwork, what
        do i write, what do i say, what age, how do i, how do you, how can, how should, how would, how often, how long, how
        common, how much, how many, how to, how is, how dae i, how i go write, why do, why is, why are, which, is it, is there,
        is smacking, is asking, is fgm, is shaking, is emotional, is self harm, is a, are there, can i, can we, can a, can
        residential, can foster, does, do i have to, do boys, do teachers, do we, where is, who consents, who may, who signs,
        who takes, who investigates, who can see, who do i tell, am i a, when can, when should, should i, should we, could i,
        may i, difference between, meaning, means what, definition, define, explain, tell me about, is that abuse, is that
        neglect""",
    "if": """
        if a, if an, if someone, if somebody, if i ever, if parents, what if, suppose, supposing, imagine, hypothetically, in
        theory, say a, in case, would you, whenever, a child who, a girl who, a boy who, a parent who, someone who, people who,
        children who, a baby who, a mother who, a woman who, a family who, teenagers who, parents who, if one, ahead of time""",
    "work": """
        training, policy, policies, law, laws, legal, illegal, template, guidance, guideline, guidelines, form, forms, leaflet,
        poster, workshop, course, module, helpline, hotline, number for, phone number, number of, procedure, procedures,
        protocol, report, reports, reporting, record, records, recording, file, files, research, statistics, stats, assessment,
        assessments, supervision, agenda, notes, signs, indicators, indicator, red flags, checklist, tool, review, session,
        sessions, meeting, prevention, preventing, prevent, awareness, campaign, resources, programme, strategy, duty,
        threshold, referral, refer, referring, insurance, statement, investigation, investigates, legislation, convention,
        standards, worksheet, toolkit, handbook, manual, debrief, reflection, feedback, lessons, confidentiality, confidential,
        consent, evidence, long term, aftercare, counselling, therapy, group for, support group, support for, support a,
        supporting, shelter for, refuge spaces, crisis centre, care plan, care leavers, chronology, data, budget, grant,
        deadline, caseload, inbox, email, password, account, laptop, printer, slides, presentation, interview, resign, overtime,
        rota, handover, paperwork, drill, activity, activities, placement, placements, contact order, document, audit,
        inspection, donor, role of, dialogue, reintegration of, reunification, trip, safety plan, discharge, licence, licensed,
        rules, rule, regulation, certificate, vetting, follow up, shift pattern, options, benefits, attendance, appointment,
        appointments, write up, absence, absent, conference, contact visit, contact visits, supervised contact, new case, my
        case, court, paediatrician, mandatory, mandated, job description, contract, salary, promotion, appraisal, induction,
        briefing, tips, advice on, ideas for, worksheets, questionnaire, survey, interpreter, translator, minutes of, chair,
        panel, quality, complaint, complain, complained, complains, permission slip, registration, eligibility, criteria,
        waiting list, capacity, budgeting, best practice, good practice, framework, principles, definitions, abbreviations,
        statute, act says, section, article, ministry, department, association, union, e learning""",
    "learn": """
        essay, dissertation, assignment, quiz, exam, lecture, student writing, case study, scenario, role play, script, writing
        a story, story book, practising, practice, learning, learners, teach, trainer, trainers, example, examples, myth, film,
        movie, novel, video on, video game, documentary, webinar, discuss, references, reading list, module, theory, meaning,
        abbreviation, curious, interested in, comic, song""",
    "past": """
        last year, last month, last week, last summer, last winter, years ago, year ago, months ago, month ago, weeks ago, long
        ago, used to, when he was, when she was, when they were, as a baby, historic, historical, previous, previously, former,
        formerly, old file, old home, archived, closed, in january, in february, in march, in april, in may, in june, in july,
        in august, in september, in october, in november, in december, in 2010, in 2011, in 2012, in 2013, in 2014, in 2015, in
        2016, in 2017, in 2018, in 2019, in 2020, in 2021, in 2022, in 2023, in 2024, in 2025, in spring, in autumn, the
        nineties, back then, since then, grown up, now an adult, past, lessons learned, convicted, months later, years later, no
        concerns since, died by suicide, bereaved, who died, after a client, missed twice, last term, last spring, last autumn,
        earlier this year, since left, a year back, years back, as a teenager in, at the time, that time, decades, childhood in,
        died two years, was in hospital, has been released, was released""",
    "told": """
        told me, telt me, tell me say, told her teacher, told his teacher, told the group, told a teacher, told us, disclosed,
        discloses, disclosure, spoke about, spoken about, reports that, reported that, talked about, mentioned that, confided,
        in confidence, shared with me, opened up, according to, said her dad, said his dad, said that grandpa, asked me if,
        asked me about, said he used, said she used, says he used, says she used, described how, recounted, wrote in her diary""",
    "denied": """
        no marks, no injuries, no injury, no bruises, no concerns, no concern, no plan, no weapon, no sign of shaking, no signs
        of, no disclosure, no rape, no contact, no violence, nobody is hurt, no one is hurt, nobody was hurt, nobody hurt,
        nobody threatened, no one is in danger, nobody dey, not in danger, isnt in danger, not suicidal, is not suicidal, not an
        emergency, not urgent, is not an emergency, was not, were not, has not got, has never, have never had, never harmed,
        denied, denies, false alarm, did not lock, did not hit, not cut, not hurt, no longer, no risk, never hit, not at risk,
        nothing happened, without injury, was a ruler, was routine, not serious""",
    "safe": """
        she is safe, he is safe, is safe now, safe now, safe and well, are safe, they are safe, is fine, are fine, im fine, i am
        fine, i am ok, am ok, is ok, all ok, all fine, is well, been well, found safe, doing well, settled, settled now, calmed
        down, recovered, stable, back in school, happy, went well, by agreement, discharged, with their gran, with her gran,
        handled, resolved, police checked, sorted, volunteers with, but ok, but fine, just advice, want advice, only need, just
        sad, adopted, released from, loves, lovely, birthday, grieving, has been fine, doing fine, doing better, much better,
        improving, happily, no harm done, for joy, enjoys, enjoyed, proud, well supported, in good hands""",
    "idiom": """
        killing me, killing us, will kill me if, kill for, dead tired, dead on my feet, is dead phone, phone died, laptop is
        dead, battery dead, sick to death, dying for, dying to, shoot me now, shoot me an email, shoot me, hit me with, beat the
        deadline, beating myself, drowning in, murder that, murder the, was murder, to death of, laughter, laughing, died
        laughing, joke, jokes, lol, haha, game, games, the ball, balls, hide and seek, the team, other team, the other team,
        coffee, holiday fund, football, match, staff party, burnt out, burn out, burned out, burning out, on fire with, bloody
        brilliant, killer striker, killer session, killer, knackered, swamped, snowed under, hit the target, hit a wall, cut and
        paste, cut off date, cut the cake, shake hands, shook his hand, shook her hand, shook my hand, shook her head, shook his
        head, shake up, rattle, with cold, locked out of my, locked out of the, file is locked, filing cabinet, locked the
        office, stuck with the form, stuck on the form, with joy, photos, pillow fight, water pistols, toy, toys, toy guns,
        story, playground, knocked me out, knock out, torture form, fair puggled, puggled, paintball, archery, pistols,
        abandoned cases, abandoned building, building, bullet points, trigger warning, mood board, crash course, dead end,
        deadlock, flogging a dead horse, bite the bullet, nearly killed me, nearly died, almost died, killed me laughing, his
        food, her food, jumped for joy, for joy, hanged out, hang out, hanging out, hung out, peas, party, lovely party, the car
        park, in court, jump through hoops, jumping castle, trampoline, dying to know, to die for, scared of spiders, afraid
        not, im afraid, i am afraid not, afraid i cannot, wall of, hit it off, hits home, hit the road, hit a nerve, cutting
        edge, shortcut, haircut, budget cuts, cuts in, cut in funding, kick off meeting, kicks off at, kick start, punch line,
        shooting a video, photo shoot, screen shot, screenshot, a shot at, give it a shot, deadline, lifesaver, drop me, drop
        in, drop off at, dropped off the, fire drill, on fire today, fired from, firewall""",
}
