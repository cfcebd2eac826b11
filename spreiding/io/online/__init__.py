"""The official sources: addresses, downloads and the service that finds addresses."""
