"""Another system's records as facts of a dossier: read, stated with their contradictions, grown.

Times that contradict one another are named as anomalies; only what has no meaning is refused.
"""
