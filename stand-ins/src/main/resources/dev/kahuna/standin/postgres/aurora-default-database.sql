-- No database was asked for; the master user owns the one there is.
ALTER DATABASE postgres OWNER TO ":master";
