"""Federation: the members of a nation, and figures made of what its members published.

Must not know how a member's stream is reached.
"""
