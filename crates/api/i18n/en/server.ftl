# Refusals by the rules: the server

slug-taken = This address name is already taken
    .detail = Another network of this server has this name. Choose another one.
network-already-registered = This network is already registered on this server
    .detail = There is nothing to do: you will find it in the list of networks.
key-exists = This key already exists
    .detail = Ask for a new key: its identifier and its secret will be drawn at random.
scope-missing = This key lacks a scope
    .detail = Give at least one scope: reading (read), acting (write), administering (admin) or importing (import).
unknown-key = This key is unknown
    .detail = No key has this identifier. Look for it in the list of keys.
key-already-revoked = This key is already revoked
    .detail = It no longer works. There is nothing to do.
key-of-a-session = The secret of a session is not changed this way
    .detail = A session is renewed with its own renewal secret; other keys are rotated. To end a session, revoke it.
unknown-network = This network is unknown
    .detail = No network of this server has this identifier. Look for it in the list of networks.
