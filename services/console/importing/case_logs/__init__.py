"""Case logs of other systems become records of dossiers, as a mapping says."""
