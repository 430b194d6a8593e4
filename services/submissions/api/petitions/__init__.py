"""PetitionService: petitions and reflections, one module a subject.

Promises one answer per message. Must not hold a rule: those are the domain's.
"""
