"""The embedded stack: PostgreSQL, NATS and the three services as child processes of one command, on
loopback.

Start at `stack.Stack`, or `cluster.Cluster` for several of everything; `description.attach` finds a
running one and `tokens.issue_token` signs for it. Promises that nothing survives the process that
started it. Must not import a service nor need a network.
"""
