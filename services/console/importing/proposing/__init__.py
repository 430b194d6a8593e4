"""A mapping proposed from a table's headings and values, with what it is unsure of as comments."""
