"""Open data: published figures for programs, as anybody may read them, under `/data/`.

A data set for each indicator, described in DCAT-AP; as CSV and as JSON.
"""
