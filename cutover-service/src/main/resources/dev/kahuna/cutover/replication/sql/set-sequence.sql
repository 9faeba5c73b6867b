SELECT setval(?::regclass, ?, ?)
