"""Tables that follow streams, made again beside those in use, which they take the place of."""
