"""Argilla as it is, but for one setting of its indices that needs OpenSearch's k-NN plugin (for vectors, unused here)."""

from argilla_server.search_engine.commons import BaseElasticAndOpenSearchEngine
from argilla_server.search_engine.opensearch import OpenSearchEngine

OpenSearchEngine._configure_index_settings = BaseElasticAndOpenSearchEngine._configure_index_settings

from argilla_server import app  # noqa: E402, F401
