"""What an offering is at an instant, derived from what people decided and nobody withdrew.

Commands record what was decided. In the same append they record, of every offering that is
`concerned`, the `difference` between what was published of it and what is derived now. Nothing is
compensated: a fact that is withdrawn is left out, and everything is derived again.

| module       | from                                    | what                            |
|--------------|-----------------------------------------|---------------------------------|
| `own`        | the facts of an offering's stream       | sections of own facts           |
| `rules`      | capabilities, terms and ceiling         | the level, or the verdict       |
| `handover`   | the predecessors' periods at an instant | what a successor begins with    |
| `periods`    | own facts, or a handover with them      | what holds while it is open     |
| `timeline`   | own sections, handovers, bounds         | the periods of offerings        |
| `spans`      | periods and the service's versions      | what is published, with levels  |
| `difference` | spans published and derived             | the event that is published     |
| `aggregate`  | an offering's stream                    | its own facts, what is published |
| `shown`      | own facts and published spans           | the periods of a read table     |
| `cause`      | the events of a command                 | which change an event follows from |
| `concerned`  | what changed, and the forest            | whose offerings may differ      |
| `situation`  | an offering, its periods, service, unit | what its commands are judged by |

Commands are judged on a `situation`, each in a module of its own, and come to the facts decided:
`opening`, `recording`, `ceilings`, `closing`, `withdrawal`; `intake` is a row of a table.

Example: ward Q has offered a service since 1 January and is merged into ward P on 1 July; P opens
the same service by itself on 1 September. Then Q has an own period from 1 January to 1 July. P has
a period that follows from Q, from 1 July to 1 September, and an own period from then on.
"""
