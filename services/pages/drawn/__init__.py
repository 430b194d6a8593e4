"""Charts as SVG: elements with attributes and classes only, which the policy lets stand.

Every chart has a title and a description; the same numbers stand in a table of the page.
"""
