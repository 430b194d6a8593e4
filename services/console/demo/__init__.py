"""The demo: a city, its two years of dossiers, and people at work in it."""
