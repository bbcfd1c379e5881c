"""What fills the ports: the only place that names llama_index, chromadb, openai, sqlite3 and onnxruntime."""
