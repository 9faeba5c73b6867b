-- PGDATA is the server's working directory.
COPY kahuna_df FROM PROGRAM
  'df --block-size=1 --output=size,avail . | tail -n 1 | tr -s " " "\t" | sed "s/^\t//"'
