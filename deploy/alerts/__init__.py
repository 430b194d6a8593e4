"""Rules of Prometheus: when somebody is woken, and what service levels are computed."""
