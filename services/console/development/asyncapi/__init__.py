"""The AsyncAPI document: what is on NATS, for programs."""
