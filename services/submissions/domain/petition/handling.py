"""A petition is handled: who answers for it, what is asked for, the answer, and its disclosure.

No term waits for what is asked for.
"""

from motcua.submissions.v1 import petition_events_pb2 as events
from services.chassis.decider import Fact
from services.submissions.domain.petition import terms
from services.submissions.domain.petition.live import Given, live_facts
from services.submissions.domain.petition.state import Petition
from services.submissions.domain.petition.steps import live_time


def start_handling(petition: Petition, given: Given) -> list[Fact]:
    """Begin to handle it, or go on without what was asked for."""
    return live_facts(petition, given, events.PetitionHandlingStarted())


def assign(petition: Petition, given: Given, *, assignee: str) -> list[Fact]:
    """Say who answers for it from now on."""
    return live_facts(petition, given, events.PetitionAssigned(assignee=assignee))


def request_supplement(petition: Petition, given: Given, *, reason_code: str) -> list[Fact]:
    """Ask the petitioner for more."""
    requested = events.PetitionSupplementRequested(reason_code=reason_code)
    return live_facts(petition, given, requested)


def answer_supplement(petition: Petition, given: Given) -> list[Fact]:
    """Take in what the petitioner hands in."""
    return live_facts(petition, given, events.PetitionSupplementAnswered())


def answer(petition: Petition, given: Given) -> list[Fact]:
    """Answer it: from here the term of the publication runs."""
    at = live_time(petition, given.clock)
    calendar = given.calendars.of_unit(petition.holder, at)
    answered = events.PetitionAnswered(
        terms_rule=given.rule.id,
        publication_term=terms.stated(given.rule.publication, calendar),
    )
    return live_facts(petition, given, answered)


def refuse(petition: Petition, given: Given, *, reason_code: str) -> list[Fact]:
    """Do not take it up."""
    return live_facts(petition, given, events.PetitionRefused(reason_code=reason_code))


def publish(petition: Petition, given: Given, *, publication: str) -> list[Fact]:
    """Disclose the answer, as the text of that name."""
    return live_facts(petition, given, events.PetitionPublished(publication=publication))
