# Refus des règles : le serveur

slug-taken = Ce nom d'adresse est déjà pris
    .detail = Un autre réseau de ce serveur porte ce nom. Choisissez-en un autre.
network-already-registered = Ce réseau est déjà enregistré sur ce serveur
    .detail = Il n'y a rien à faire : retrouvez-le dans la liste des réseaux.
key-exists = Cette clé existe déjà
    .detail = Demandez une nouvelle clé : son identifiant et son secret seront tirés au sort.
scope-missing = Il manque un usage à cette clé
    .detail = Indiquez au moins un usage permis : lire (read), agir (write), administrer (admin) ou importer (import).
unknown-key = Cette clé est inconnue
    .detail = Aucune clé ne porte cet identifiant. Cherchez-la dans la liste des clés.
key-already-revoked = Cette clé est déjà révoquée
    .detail = Elle ne fonctionne plus. Il n'y a rien à faire.
key-of-a-session = Le secret d'une session ne se change pas ainsi
    .detail = Une session se renouvelle avec son propre secret de renouvellement ; les autres clés se remplacent par rotation. Pour mettre fin à une session, révoquez-la.
unknown-network = Ce réseau est inconnu
    .detail = Aucun réseau de ce serveur ne porte cet identifiant. Cherchez-le dans la liste des réseaux.
