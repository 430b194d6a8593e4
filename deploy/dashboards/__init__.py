"""Grafana's dashboards as code; what it makes is committed as JSON, and compared by the suite."""
