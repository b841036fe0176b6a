//! Commands become durable events: the writer, the catalogue of networks, idempotency, keys.
