"""Every page by its path: what it asks the services, and what its template gets."""

from services.pages.views import (
    catalogue,
    drafts,
    figure,
    indicators,
    league,
    nation,
    overview,
    published,
    reconciliation,
    scores,
    statements,
    track,
    watched,
)
from services.pages.views.refusals import ways_out

GET = ["GET"]
PAGES = {
    "/": (overview.city, GET),
    "/units/{unit:str}": (overview.unit, GET),
    "/league": (league.league, GET),
    "/figures/{figure:str}": (figure.figure, GET),
    "/indicators": (indicators.indicators, GET),
    "/indicators/{indicator:str}": (indicators.indicator, GET),
    "/indicators/{indicator:str}/draft": (drafts.draft, ["GET", "POST"]),
    "/scores": (scores.scores, GET),
    "/nation": (nation.nation, GET),
    "/publications": (published.publications, GET),
    "/publications/{publication:str}": (published.publication, GET),
    "/live": (watched.watched, GET),
    "/assertions": (statements.assertions, GET),
    "/inspections": (statements.inspections, GET),
    "/reconciliation": (reconciliation.reconciliation, GET),
    "/services": (catalogue.services, GET),
    "/services/{service:str}": (catalogue.service, GET),
    "/services/{service:str}/offerings/{unit:str}": (catalogue.offering, GET),
    "/track": (track.track, ["GET", "POST"]),
}

__all__ = ["PAGES", "ways_out"]
