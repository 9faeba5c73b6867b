SELECT schema, relation, rows, bytes FROM kahuna.copied_chunks WHERE chunk = 0
