CREATE EXTENSION amcheck SCHEMA pg_catalog
