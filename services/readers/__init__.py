"""What readers of the streams ask: looked at here, and handed on to JetStream."""
