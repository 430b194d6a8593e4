"""Times as other systems write them: formats, and the parts that a text states."""
