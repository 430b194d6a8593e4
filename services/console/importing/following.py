"""What an import recorded, in figures: metrics follows the other services a moment later.

Promises that who asks for figures next sees it, or is told that they may lack some of it. Must not
fail an import that is recorded, nor wait for long.
"""

import asyncio

from services.console import terminal
from services.console.importing.outcomes import Account
from services.console.outcome import Refused, Unavailable, spoken
from services.console.portal.client import Portal
from services.console.portal.questions import FAR_DAY, get_rate, one_rate

WITHIN = 10.0  # seconds
NOT_YET = (
    "Số liệu chưa có hết những gì vừa nhập: ./motcua status cho biết khi nào đã theo kịp.",
    "Figures do not have all that was imported yet: ./motcua status says when they do.",
)


async def followed(portal: Portal, done: Account) -> None:
    """Until figures have it. Who may not read any is not told of them."""
    recorded = {name: position for name, position in done.recorded.items() if position}
    if not recorded:
        return
    try:
        async with asyncio.timeout(WITHIN):
            await get_rate(portal, one_rate("online_handling", FAR_DAY, at_least=recorded))
    except Refused:
        return
    except (TimeoutError, Unavailable):
        terminal.say(spoken(*NOT_YET), err=True)
