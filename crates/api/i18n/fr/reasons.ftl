# Pourquoi une partie de la demande ne convient pas

reason-unknown-field = Aucun champ ne porte ce nom.
reason-unknown-parameter = Aucun paramètre ne porte ce nom ici.
reason-missing = Il manque.
reason-given-twice = Il est donné deux fois.
reason-wrong-type = { $wanted ->
        [text] Il faut un texte.
        [number] Il faut un nombre entier qui ne soit pas trop grand.
        [boolean] Il faut true (vrai) ou false (faux).
        [list] Il faut une liste.
        [object] Il faut un objet avec des champs.
        [short-list] Il faut une liste courte, sans répétition.
        [id] Il faut un identifiant (UUID).
        [time] Il faut une date et une heure, comme 2026-03-05T17:02:11Z.
        [moment] Il faut une position ou une date, comme 42 ou 2026-03-05T17:02:11Z.
        [language] Il faut le code d'une langue, comme fr ou pt-BR.
        [time-zone] Il faut un fuseau horaire de la base IANA, comme Europe/Paris.
        [territory] Il faut le code d'un territoire : jusqu'à 12 majuscules, chiffres et traits d'union.
        [slug] Il faut un nom d'adresse : jusqu'à 40 minuscules, chiffres et traits d'union, sans trait d'union aux extrémités.
        [source] Il faut une source, comme polis:conversation.
        [e-mail] Il faut une adresse électronique.
        [web-address] Une adresse sur le web est attendue, comme https://vallee.example/entrer.
        [currency] Il faut le code d'une monnaie : trois majuscules, comme EUR.
        [origin] Il faut ce dont cela vient, comme contribution:<identifiant>, meeting:<identifiant> ou decision:<identifiant>.
       *[other] Ce n'est pas de la sorte attendue.
    }
reason-not-one-of = Il faut l'une de ces valeurs : { $words }.
reason-empty = Il ne faut pas que ce soit vide.
reason-too-long = Il faut { $max } caractères au plus.
reason-control-characters = Certains caractères ne sont pas du texte ; les retours à la ligne n'ont leur place que dans les textes longs.
reason-out-of-bounds = Il faut un nombre de { $min } à { $max }.
reason-not-in-the-future = La date doit être à venir.
reason-for-persons-only = Seules les personnes en ont.
reason-not-for-questions = Une question n'en a pas.
reason-does-not-fit = Ce n'est pas de la sorte attendue.
reason-only-on-behalf = C'est réservé à ce qui est saisi au nom de quelqu'un, avec on_behalf_of.
reason-only-with-evidence = C'est réservé à ce qui est saisi au nom de quelqu'un, avec sa preuve.
reason-not-tried-for-others = Ce qu'une personne fait à l'abri des regards se saisit pour elle, et ne s'essaie pas.
reason-in-the-future = Ce moment n'est pas encore venu.
