"""The language in which definitions state conditions on an item's facts: a subset of CEL.

A fact that is not known is absent, and so is whatever is computed from it, unless `&&`, `||` or
`?:` can do without. There is no `null`: `has(fact)` asks whether a fact is known. Example:
`channel == "online"` is true, false, or absent where the channel of a dossier is not known.
"""
