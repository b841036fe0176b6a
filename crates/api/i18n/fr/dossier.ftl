# Le dossier d'une décision : la page à lire et à imprimer. Ce qui est compté choisit le singulier ou le pluriel.

dossier-verify = La commande recompte les bulletins publiés dans ce fichier, sans serveur, et compare au résultat enregistré ; l’empreinte d’un événement est le SHA-256 d’un octet nul et de ses octets, tels que l’historique les sert.

## Les mots

dossier-quoted = « { $title } »
dossier-untitled = n° { $number }
dossier-list = { $first } et { $last }
dossier-others = { $count ->
        [one] { $count } autre
       *[other] { $count } autres
    }
dossier-persons = { $count } personnes du réseau
dossier-times = { $name } (× { $count })
dossier-with = { $option } { $has }
dossier-money = { $amount } { $symbol ->
        [EUR] €
       *[other] { $symbol }
    }
dossier-about = environ { $amount }
dossier-moment = { $date } à { $time }
dossier-date = { $day ->
        [1] 1er
       *[other] { $day }
    } { $month ->
        [m1] janvier
        [m2] février
        [m3] mars
        [m4] avril
        [m5] mai
        [m6] juin
        [m7] juillet
        [m8] août
        [m9] septembre
        [m10] octobre
        [m11] novembre
       *[m12] décembre
    } { $year }
dossier-counted = { $word ->
        [approvals] { $count ->
            [one] { $count } approbation
           *[other] { $count } approbations
        }
        [points] { $count ->
            [one] { $count } point
           *[other] { $count } points
        }
        [borda] { $count ->
            [one] { $count } point de rang
           *[other] { $count } points de rang
        }
        [ranks] { $count ->
            [one] { $count } bulletin
           *[other] { $count } bulletins
        }
        [grade] la mention { $count }
       *[votes] { $count } voix
    }
dossier-says = { $yes } oui, { $no } non, { $abstain ->
        [one] { $abstain } abstention
       *[other] { $abstain } abstentions
    }
dossier-says-consent = { $yes } sans objection, { $no ->
        [one] { $no } objection maintenue
       *[other] { $no } objections maintenues
    }, { $abstain ->
        [one] { $abstain } abstention
       *[other] { $abstain } abstentions
    }
dossier-untold = rien qui s’additionne, ou trop peu de bulletins pour être dits

## La page

dossier-title = Dossier : { $question }
dossier-kind = Dossier d’une décision
dossier-no-question = Question effacée
dossier-skip = Aller au contenu
dossier-contents = Dans cette page
dossier-read-at = Lu à la position { $position } de l’historique, dont le dernier événement est du { $at }.
dossier-proposed-by = Proposée par { $who } le { $at }.

dossier-section-outcome = Le résultat
dossier-section-rules = Les règles
dossier-section-trace = Le décompte, pas à pas
dossier-section-origins = Ce qui y a mené
dossier-section-objections = Les objections
dossier-section-follow-up = Ce qui en est venu
dossier-section-history = L’historique
dossier-section-verify = Vérifier

dossier-phase = { $word ->
        [proposed] Proposée
        [open] Ouverte
        [closed] Close
        [decided] Décidée
       *[voided] Déclarée nulle
    }

## En une phrase

dossier-outcome-proposed = Rien n’est décidé : le vote n’est pas ouvert.
dossier-outcome-open = Rien n’est décidé : le vote est ouvert.
dossier-outcome-open-until = Rien n’est décidé : le vote est ouvert jusqu’au { $at }.
dossier-outcome-closed = Le vote est clos ; les bulletins restent à compter.
dossier-outcome-closed-lot = Le vote est clos ; le résultat attend un tirage au sort public.
dossier-outcome-voided = Cette décision a été déclarée nulle le { $at }.
dossier-outcome-voided-why = Motif : { $reason }
dossier-outcome-passed = La proposition est adoptée : { $told }.
dossier-outcome-rejected = La proposition n’est pas adoptée : { $told }.
dossier-outcome-passed-untold = La proposition est adoptée.
dossier-outcome-rejected-untold = La proposition n’est pas adoptée.
dossier-outcome-elected = { $count ->
        [one] Le choix se porte sur { $options }{ $word ->
            [told] , avec { $with }
           *[untold] {""}
        }.
       *[other] Le choix se porte sur { $options }.
    }
dossier-outcome-funded = { $count ->
        [one] Un projet est financé, pour { $cost } sur { $budget } : { $options }.
       *[other] { $count } projets sont financés, pour { $cost } sur { $budget } : { $options }.
    }
dossier-outcome-drawn = Le sort a désigné { $actors }.
dossier-outcome-nothing = Rien n’est retenu : aucune option ne remplit ce que les règles demandent.
dossier-outcome-no-quorum = Rien n’est décidé : trop peu ont pris part ({ $cast } sur { $electorate }).
dossier-outcome-attested = Trop peu ont voté en secret pour que les bulletins soient publiés : ce résultat est attesté par le serveur, et ne se recompte pas.

## Le résultat

dossier-chart = { $word ->
        [approvals] Combien approuvent chaque option
        [points] Les points de chaque option
        [borda] Les points de rang de chaque projet
        [ranks] Les premiers choix, au premier tour
        [grade] La mention médiane de chaque option
        [votes] Les voix de chaque projet
        [consent] Ce que disent les bulletins
       *[says] Ce que disent les bulletins
    }
dossier-chart-part = Le graphique montre les { $shown } premières ; le tableau les a toutes.
dossier-column-option = Option
dossier-column-answer = Réponse
dossier-column-sum = { $word ->
        [approvals] Approbations
        [points] Points
        [borda] Points de rang
        [ranks] Premiers choix
        [grade] Mention médiane
        [votes] Voix
       *[says] Bulletins
    }
dossier-column-cost = Coût
dossier-column-outcome = Résultat
dossier-won = { $word ->
        [funded] financé
       *[elected] retenu
    }
dossier-lost = –
dossier-say = { $word ->
        [yes] Oui
        [no] Non
        [objections] Objections maintenues
        [nothing_against] Sans objection
       *[abstain] Abstention
    }
dossier-drawn-heading = Les personnes tirées au sort
dossier-draw = Tirage public annoncé : { $draw }
dossier-lot = Numéros du tirage public : { $numbers }. Ils ont été saisis le { $at }.
dossier-option-withdrawn = retirée

dossier-turnout-heading = Qui pouvait voter, et combien ont voté
dossier-electorate = Pouvaient voter : { $who }.
dossier-electorate-is = { $word ->
        [persons] toutes les personnes du réseau
        [imported] les personnes reprises d’un jeu de données
        [organisations] les organisations et services, par qui les représente
        [role_driver] les acteurs moteurs
        [role_tutor] les tuteurs
        [role_facilitator] les animateurs
        [role_moderator] les modérateurs
        [role_steward] les responsables
        [role_auditor] les auditeurs
       *[listed] des acteurs nommés un par un
    }
dossier-electorate-audience = les personnes du public « { $name } »
dossier-electorate-group = les membres du groupe « { $name } »
dossier-electorate-some-audience = les personnes d’un public
dossier-electorate-some-group = les membres d’un groupe de travail
dossier-turnout = { $cast ->
        [one] { $cast } bulletin
       *[other] { $cast } bulletins
    } pour { $electorate ->
        [one] { $electorate } votant possible
       *[other] { $electorate } votants possibles
    } ({ $percent } %).
dossier-turnout-lot = { $electorate ->
        [one] { $electorate } acteur pouvait être tiré au sort.
       *[other] { $electorate } acteurs pouvaient être tirés au sort.
    }
dossier-opened = Vote ouvert le { $at } ; qui pouvait voter a été figé à la position { $position }.
dossier-closed = Vote clos le { $at }.
dossier-hands = { $how ->
        [show_of_hands] À main levée
       *[paper] Sur papier
    }, à la rencontre « { $meeting } » : { $count ->
        [one] { $count } bulletin, saisi par { $who }
       *[other] { $count } bulletins, saisis par { $who }
    }{ $witnesses ->
        [none] {""}
       *[other] {" "}; témoins : { $witnesses }
    }.
dossier-hands-withdrawn = (saisie retirée)

## Les règles

dossier-mode = { $word ->
        [roll_call] Vote public : chaque bulletin porte le nom de qui l’a déposé.
        [pseudonymous] Chaque bulletin est public sous un pseudonyme, propre à cette décision.
       *[secret] Vote secret : les bulletins sont publiés après la clôture, sans leurs votants.
    }
dossier-quorum-none = Aucun quorum n’est demandé.
dossier-quorum-ballots = { $count ->
        [one] Il faut au moins { $count } bulletin.
       *[other] Il faut au moins { $count } bulletins.
    }
dossier-quorum-percent = Il faut qu’au moins { $percent } % de ceux qui peuvent voter le fassent.
dossier-ties = À égalité passe { $word ->
        [listed_first] l’option inscrite la première
        [listed_last] l’option inscrite la dernière
        [cheaper] l’option la moins chère, puis l’option inscrite la première
       *[lot] celle que le sort désigne
    }.
dossier-rule-consent = La proposition est adoptée si personne ne maintient d’objection motivée à la clôture.
dossier-rule-majority = La proposition est adoptée { $word ->
        [simple] si les oui sont plus nombreux que les non.
        [absolute] si plus de la moitié { $base ->
            [expressed] de ceux qui disent oui ou non
            [cast] de ceux qui votent
           *[electorate] de ceux qui peuvent voter
        } disent oui.
       *[two_thirds] si deux tiers au moins { $base ->
            [expressed] de ceux qui disent oui ou non
            [cast] de ceux qui votent
           *[electorate] de ceux qui peuvent voter
        } disent oui.
    }
dossier-rule-approval = { $winners ->
        [one] Chacun approuve autant d’options qu’il veut ; la plus approuvée est retenue.
       *[other] Chacun approuve autant d’options qu’il veut ; les { $winners } plus approuvées sont retenues.
    }
dossier-rule-approval-most = { $count ->
        [one] Un bulletin nomme { $count } option au plus.
       *[other] Un bulletin nomme { $count } options au plus.
    }
dossier-rule-approval-least = Pour être retenue, une option doit être approuvée par au moins { $percent } % de ceux qui votent.
dossier-rule-score = { $winners ->
        [one] Chacun donne de 0 à { $highest } points à chaque option ; la plus grande somme l’emporte.
       *[other] Chacun donne de 0 à { $highest } points à chaque option ; les { $winners } plus grandes sommes l’emportent.
    }
dossier-rule-judgement = Chacun donne à chaque option une mention de 0 à { $best } ; la meilleure mention médiane l’emporte (jugement majoritaire). Ce qui n’est pas jugé reçoit 0. À mention égale, on retire à chacune une mention médiane, jusqu’à ce qu’elles diffèrent.
dossier-rule-runoff = Chacun classe les options ; la moins souvent première est écartée, et ses bulletins vont à la suivante, jusqu’à ce qu’une option ait plus de la moitié.
dossier-rule-sortition = { $seats ->
        [one] Une personne est tirée au sort : celle dont le SHA-256 de la graine et de l’identifiant est le plus petit.
       *[other] { $seats } personnes sont tirées au sort : celles dont le SHA-256 de la graine et de l’identifiant est le plus petit.
    }
dossier-rule-budget = { $budget } sont à répartir entre des projets.
dossier-rule-budget-ballot = { $word ->
        [approval] Chacun coche les projets qu’il approuve.
        [choose_1] Chacun choisit un projet.
        [ordinal] Chacun classe des projets.
        [cumulative] Chacun répartit des points entre des projets.
       *[scoring] Chacun donne des points à des projets.
    }
dossier-rule-budget-limits = Un bulletin qui n’est pas blanc porte { $limits }.
dossier-limit-min-length = { $count ->
        [one] au moins { $count } projet
       *[other] au moins { $count } projets
    }
dossier-limit-max-length = { $count ->
        [one] au plus { $count } projet
       *[other] au plus { $count } projets
    }
dossier-limit-min-points = { $count ->
        [one] au moins { $count } point par projet
       *[other] au moins { $count } points par projet
    }
dossier-limit-max-points = { $count ->
        [one] au plus { $count } point par projet
       *[other] au plus { $count } points par projet
    }
dossier-limit-min-sum-points = { $count ->
        [one] au moins { $count } point en tout
       *[other] au moins { $count } points en tout
    }
dossier-limit-max-sum-points = { $count ->
        [one] au plus { $count } point en tout
       *[other] au plus { $count } points en tout
    }
dossier-limit-cost = des projets pour { $cost } au plus
dossier-satisfaction = { $word ->
        [votes] 1
        [cost] son coût
        [points] ses points
        [points_times_cost] ses points multipliés par son coût
        [borda_0] le nombre de projets classés après lui
        [borda_1] le nombre de projets classés après lui, plus 1
       *[borda_1_times_cost] le nombre de projets classés après lui, plus 1, multiplié par son coût
    }
dossier-rule-greedy = Un projet compte { $satisfaction } sur chaque bulletin qui le nomme ; ceux qui comptent le plus sont financés d’abord, et ce qui ne tient plus dans le budget est passé.
dossier-rule-shares = Chaque votant dispose d’une part égale du budget ; un projet est acheté quand ceux qui l’ont nommé peuvent le payer ensemble (méthode des parts égales).
dossier-rule-shares-worth = Un projet vaut { $satisfaction } pour qui l’a nommé.
dossier-rule-shares-completion = { $word ->
        [none] Ce qui reste n’est pas dépensé.
        [add_one] S’il reste de l’argent, on recommence en donnant à chacun une unité de plus, tant que le tout tient dans le budget.
       *[add_one_then_utilitarian] S’il reste de l’argent, on recommence en donnant à chacun une unité de plus, tant que le tout tient dans le budget ; puis viennent les projets qui comptent le plus, tant qu’il reste assez.
    }

## Le décompte

dossier-step-quorum = { $cast ->
        [one] { $cast } bulletin
       *[other] { $cast } bulletins
    } pour { $electorate ->
        [one] { $electorate } votant possible
       *[other] { $electorate } votants possibles
    } ; { $word ->
        [none] aucun quorum n’est demandé.
        [met] il en fallait au moins { $needed } : le quorum est atteint.
       *[missed] il en fallait au moins { $needed } : le quorum n’est pas atteint.
    }
dossier-step-summed = Les bulletins donnent : { $told }.
dossier-step-held = { $yes } oui sur { $of } ; il en fallait au moins { $needed }.
dossier-step-short = { $option } : { $has } ; il en fallait au moins { $needed }.
dossier-step-tied = À égalité : { $options }. Passe en premier { $first }, { $word ->
        [listed_first] inscrite la première
        [listed_last] inscrite la dernière
        [cheaper] la moins chère, ou inscrite la première
       *[lot] par le sort
    }.
dossier-step-won = { $option } l’emporte, avec { $with }.
dossier-step-graded = { $option } : mention médiane { $median } ({ $counts }).
dossier-grade-count = { $count } × mention { $grade }
dossier-step-regraded = { $removed ->
        [one] Une mention médiane ôtée à chacune, restent
       *[other] { $removed } mentions médianes ôtées à chacune, restent
    } : { $medians }.
dossier-step-round = Tour { $round } : { $counts }{ $exhausted ->
        [0] {""}
        [one] {" "}; { $exhausted } bulletin n’en classe plus aucune
       *[other] {" "}; { $exhausted } bulletins n’en classent plus aucune
    }.
dossier-step-taken-out = { $option } est hors course.
dossier-step-drawn = Le sort désigne { $actor } (clé { $key }…).
dossier-step-funded = Le projet { $option }, avec { $votes }, est financé pour { $cost } ; il reste { $left }.
dossier-step-skipped = Le projet { $option }, à { $cost }, ne tient pas dans les { $left } qui restent.
dossier-step-shared = Chacun dispose de { $share }.
dossier-step-shared-more = Chacun dispose de { $share }, dont { $added } ajoutés.
dossier-step-bought = Le projet { $option } est acheté { $cost } par { $payers ->
        [one] { $payers } votant, qui donne au plus
       *[other] { $payers } votants, qui donnent chacun au plus
    } { $word ->
        [cost] { $price } % de son coût
        [each] { $price }
       *[unit] { $price } pour chaque unité qu’il leur vaut
    }{ $emptied ->
        [0] {""}
        [one] {" "}; { $emptied } d’entre eux donne tout ce qui lui reste
       *[other] {" "}; { $emptied } d’entre eux donnent tout ce qui leur reste
    }.
dossier-step-completed = Le décompte s’arrête là : { $word ->
        [exceeds] une unité de plus pour chacun dépasserait le budget
       *[nothing] rien d’autre ne tient dans le budget
    }.
dossier-step-completed-more = Le décompte avec { $added } de plus pour chacun est le bon : { $word ->
        [exceeds] une unité de plus dépasserait le budget
       *[nothing] rien d’autre ne tient dans le budget
    }.
dossier-trace-none = { $word ->
        [proposed] Le décompte commence à la clôture.
        [open] Le décompte commence à la clôture.
        [waiting] Le décompte attend la clôture et les bulletins publiés.
        [voided] Elle a été déclarée nulle avant que rien ne soit compté.
       *[untold] Les bulletins ne sont pas publiés : rien ne se recompte.
    }
dossier-trace-beyond = { $count ->
        [one] { $count } autre pas est dans le dossier en JSON.
       *[other] { $count } autres pas sont dans le dossier en JSON.
    }

## Ce qui y a mené, ce qui en est venu

dossier-origins-none = La décision n’est reliée à rien.
dossier-contribution-kind = { $word ->
        [question] Question
        [idea] Idée
        [proposal] Proposition
        [argument_for] Argument pour
        [argument_against] Argument contre
        [comment] Commentaire
        [answer] Réponse
        [resource] Ressource
       *[statement] Énoncé
    }
dossier-meeting-kind = { $word ->
        [outreach] Rencontre vers un public
        [launch] Lancement
        [presentation] Présentation
        [workshop] Atelier
        [training] Formation
        [convivial] Moment convivial
       *[steering] Comité de suivi
    }
dossier-decision-kind = Décision
dossier-by = par { $who }, le { $at }
dossier-at-position = position { $position }
dossier-supports = { $supports ->
        [one] { $supports } soutien
       *[other] { $supports } soutiens
    }, { $replies ->
        [one] { $replies } réponse
       *[other] { $replies } réponses
    }
dossier-hidden = Texte masqué par la modération.
dossier-withdrawn = Retirée par son auteur.
dossier-meeting-when = le { $from }, jusqu’à { $to }
dossier-attendance = { $count ->
        [one] { $count } présent
       *[other] { $count } présents
    }
dossier-cancelled = annulée
dossier-minutes = Compte rendu
dossier-minutes-approved = Approuvé le { $at } par { $who }.
dossier-minutes-none = Pas de compte rendu approuvé.
dossier-objections-none = Personne n’a fait d’objection.
dossier-objection-stands = maintenue
dossier-objection-lifted = levée le { $at }
dossier-objection-raised = Objection du { $at }
dossier-objections-beyond = { $count ->
        [one] { $count } autre objection est dans le dossier en JSON.
       *[other] { $count } autres objections sont dans le dossier en JSON.
    }
dossier-follow-up-none = Rien n’a encore été prévu à partir de cette décision.
dossier-action-kind = Action
dossier-action-phase = { $word ->
        [planned] prévue
        [under_way] en cours
        [blocked] bloquée
        [completed] terminée
       *[abandoned] abandonnée
    }
dossier-action-progress = Avancement : { $percent } %
dossier-action-responsible = Responsables : { $who }
dossier-action-budget = Budget : { $budget }
dossier-action-obstacle = { $word ->
        [abandoned] Pourquoi l’action est abandonnée :
       *[blocked] Ce qui bloque :
    }
dossier-action-results = Ce qui en est sorti :
dossier-milestones = Étapes
dossier-milestone-reached = atteinte le { $at }
dossier-milestone-due = prévue pour le { $at }

## L'historique

dossier-column-position = Position
dossier-column-event = Ce qui s’est passé
dossier-column-leaf = Empreinte
dossier-history-intro = Les événements de la décision elle-même, dans l’ordre où ils ont été enregistrés ; les bulletins n’y sont pas. L’empreinte est le début de la feuille de l’événement dans l’historique vérifiable.
dossier-history-left-out = { $count ->
        [one] { $count } événement n’est pas montré.
       *[other] { $count } événements ne sont pas montrés.
    }
dossier-event = { $word ->
        [proposed] Décision proposée
        [amended] Proposition modifiée
        [option_set] Option inscrite ou modifiée
        [option_withdrawn] Option retirée
        [linked] Lien ajouté
        [unlinked] Lien défait
        [opened] Vote ouvert
        [meeting_ballots_entered] Bulletins d’une rencontre saisis
        [meeting_ballots_withdrawn] Bulletins d’une rencontre retirés
        [closed] Vote clos
        [ballots_published_part] Bulletins publiés
        [lot_drawn] Tirage au sort
        [outcome_recorded] Résultat enregistré
       *[voided] Décision déclarée nulle
    }
dossier-event-by = par { $who }
dossier-event-for = par { $who }, pour { $whom }

## Vérifier

dossier-verify-how = Enregistrez le dossier et recomptez-le, sans serveur :
dossier-verify-compare = La commande { $command } recompte les bulletins publiés et compare au résultat enregistré. L’empreinte d’un événement est le SHA-256 d’un octet nul et de ses octets, tels que l’historique les sert.
dossier-verify-export = Ce qu’il faut pour recompter, seul (JSON)
dossier-verify-electorate = Empreinte de qui pouvait voter (SHA-256 des identifiants, dans l’ordre)
dossier-verify-input = Empreinte de ce qui a été compté (SHA-256)
dossier-verify-origin = Nom du réseau dans les points de contrôle signés
dossier-verify-id = Identifiant de la décision

## Cahiers des charges et constats

dossier-requirement-kind = { $word ->
        [goal] Objectif
        [means] Moyen
       *[constraint] Contrainte
    }
dossier-requirement-text = Texte n° { $number }, celui de l’ouverture.
dossier-requirement-priority = { $word ->
        [must] indispensable
        [should] important
        [could] souhaité
       *[wont] pas cette fois
    }
dossier-specification-version = Version { $number } d’un cahier des charges
dossier-finding-kind = Constat de diagnostic
dossier-selection-kind = Choix d’un outil
dossier-selection-assessors = { $count ->
        [one] { $count } personne a évalué les candidats
       *[other] { $count } personnes ont évalué les candidats
    }
dossier-selection-score = rang { $rank }, note { $score } sur 1000
dossier-selection-unranked = sans rang
dossier-selection-cost = { $amount } en { $years ->
        [one] { $years } an
       *[other] { $years } ans
    }
