# Refus des règles : les besoins et les offres

unknown-exchange = Ce besoin ou cette offre est inconnu
    .detail = Rien ne porte cet identifiant. Cherchez dans la liste des besoins et des offres.
exchange-withdrawn = Ce besoin ou cette offre a été retiré
    .detail = Il ne change plus. Vous pouvez en déclarer un nouveau.
exchange-id-taken = Cet identifiant est déjà pris
    .detail = Un besoin ou une offre le porte déjà. Déclarez le vôtre avec un nouvel identifiant.

## Ce qui s'est passé (les mots sont dits dans activity.ftl)

activity-exchange-declared = { $word ->
        [need] { $who } a déclaré un besoin
       *[offer] { $who } a fait une offre
    }
activity-exchange-revised = { $who } a remanié un besoin ou une offre
activity-exchange-withdrawn = { $who } a retiré un besoin ou une offre
