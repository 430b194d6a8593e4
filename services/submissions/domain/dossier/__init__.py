"""A dossier from its submission to the archive: its state, and what each command may add to it.

Every other module here decides on a state that `state` folds; `steps` says in which status what is
allowed.
"""
