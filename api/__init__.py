"""The service over HTTP: FastAPI on the flows of `qa`."""
