"""Files of other systems, as records: CSV, Excel, XES, JSON lines."""
