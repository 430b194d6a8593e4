"""The client: which installation, as whom, by which connection, and questions to the services."""
