"""The two streams read and folded: what events say, kept so that figures can be made of it."""
