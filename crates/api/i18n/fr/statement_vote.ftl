# Refus des règles : les votes sur les énoncés

unknown-statement = Cet énoncé est inconnu
    .detail = Aucune contribution du réseau ne porte cet identifiant. Cherchez l'énoncé sous sa question.
not-a-statement = On ne vote que sur des énoncés
    .detail = Cette contribution n'est pas un énoncé. Choisissez un énoncé sous une question, ou soutenez plutôt cette contribution.
statement-withdrawn = Cet énoncé a été retiré
    .detail = On ne peut plus voter sur lui ; les votes déjà donnés restent comptés. Choisissez un autre énoncé.
was-differs = Le vote précédent indiqué n'est pas le bon
    .detail = Votre vote a changé entre-temps. Relisez-le, puis votez de nouveau.
statement-merged = Cet énoncé a été fusionné avec un autre
    .detail = Les votes déjà donnés restent comptés pour lui. Votez sur l'énoncé indiqué par son « merged_into ».
statement-hidden = Cet énoncé est masqué
    .detail = Les modérateurs en ont décidé ainsi ; on ne vote pas sur lui tant que cela dure. Choisissez un autre énoncé.
