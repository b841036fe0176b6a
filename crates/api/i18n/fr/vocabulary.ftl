# Refus des règles : les thèmes et les étiquettes

no-such-theme = Ce thème est inconnu
    .detail = Aucun thème du réseau ne porte cet identifiant. Cherchez-le dans la liste des thèmes.
theme-retired = Ce thème n'a plus cours
    .detail = Il ne change plus. Définissez-en un nouveau, ou choisissez-en un autre dans la liste des thèmes.
theme-id-taken = Cet identifiant est déjà pris
    .detail = Un thème le porte déjà. Définissez le vôtre avec un nouvel identifiant.
unknown-theme = Le thème indiqué est inconnu ou n'a plus cours
    .detail = Choisissez-en un dans la liste des thèmes, ou n'en indiquez pas.
no-such-tag = Cette étiquette est inconnue
    .detail = Aucune étiquette du réseau ne porte cet identifiant. Cherchez-la dans la liste des étiquettes.
tag-retired = Cette étiquette n'a plus cours
    .detail = Elle ne change plus. Définissez-en une nouvelle, ou choisissez-en une autre dans la liste des étiquettes.
tag-id-taken = Cet identifiant est déjà pris
    .detail = Une étiquette le porte déjà. Définissez la vôtre avec un nouvel identifiant.
unknown-tag = L'une des étiquettes indiquées est inconnue ou n'a plus cours
    .detail = Choisissez-les dans la liste des étiquettes, et retirez celles qui n'y sont plus.

## Ce qui s'est passé (les mots sont dits dans activity.ftl)

activity-theme-defined = { $who } a défini un thème
activity-theme-relabelled = { $who } a renommé un thème
activity-theme-retired = { $who } a retiré un thème
activity-tag-defined = { $who } a défini une étiquette
activity-tag-relabelled = { $who } a renommé une étiquette
activity-tag-retired = { $who } a retiré une étiquette
