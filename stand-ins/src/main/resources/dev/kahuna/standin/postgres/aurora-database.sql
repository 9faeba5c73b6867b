-- The database that was asked for, beside postgres; the master user owns both.
CREATE DATABASE ":database" OWNER ":master";
ALTER DATABASE postgres OWNER TO ":master";
