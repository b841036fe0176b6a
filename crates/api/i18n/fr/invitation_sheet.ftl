# La feuille d'invitations à imprimer

sheet-title = Invitations : { $network }
sheet-cut = Découpez le long des traits ; chaque carte est pour une personne. Les codes ne sont montrés que cette fois : imprimez cette page maintenant.
sheet-invited = Vous êtes invité·e
sheet-code = Votre code
sheet-code-spoken = Votre code, lettre par lettre
sheet-open = Ouvrez cette adresse :
sheet-enter = Saisissez votre code, en majuscules ou non, avec ou sans tirets.
sheet-once = Le code vaut pour une seule personne.
sheet-until = Valable jusqu'au { $day } { $month ->
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
    } { $year }, { $time }
