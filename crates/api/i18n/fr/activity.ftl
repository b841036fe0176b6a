# Ce qui s'est passé, en une phrase : qui a agi, de qui il s'agit, la sorte de la contribution. La phrase de chaque
# type d'événement est dans le fichier de son agrégat. Ce qui n'est pas un nom commence par une minuscule ; la phrase
# reçoit sa majuscule.

activity-titled = { $sentence } : « { $title } »
activity-about = { $sentence }, à propos de « { $title } »
activity-operator = l'opérateur du serveur
activity-system = le serveur
activity-somebody = { $kind ->
        [organisation] une organisation
        [service] un service public
       *[person] une personne du réseau
    }
activity-kind = { $kind ->
        [question] une question
        [idea] une idée
        [proposal] une proposition
        [argument_for] un argument pour
        [argument_against] un argument contre
        [comment] un commentaire
        [answer] une réponse
        [resource] une ressource
        [statement] un énoncé
       *[other] une contribution
    }
activity-role = { $word ->
        [driver] d'acteur moteur
        [tutor] de tuteur
        [facilitator] d'animateur
        [moderator] de modérateur
        [steward] de responsable
        [auditor] d'auditeur
       *[other] { $word }
    }
