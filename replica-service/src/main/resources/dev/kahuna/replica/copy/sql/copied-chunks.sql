SELECT schema, relation, chunk, chunks FROM kahuna.copied_chunks
