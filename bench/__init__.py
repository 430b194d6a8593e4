"""Speed and memory as ratios taken side by side in one run.

Promises medians with minimum and maximum over interleaved rounds, and the table in README.md.
Must not judge: a figure that falls short is printed as it is. Never part of the test suite.
"""
