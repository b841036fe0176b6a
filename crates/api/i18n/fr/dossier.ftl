dossier-verify = x
