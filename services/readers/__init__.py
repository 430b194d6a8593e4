"""Readers' requests about a stream: checked, bounded, and forwarded to JetStream in turn."""
