"""Monthly reports: the published figures of a month as PDF, HTML, CSV or JSON, signed.

All forms are made of the one JSON document, so that no two of them can say different numbers.
"""
