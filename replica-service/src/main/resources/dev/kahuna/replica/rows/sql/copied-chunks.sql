SELECT schema, relation, chunk, chunks, rows, bytes FROM kahuna.copied_chunks
