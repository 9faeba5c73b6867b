# Restarts Postgres with the configuration that it has.
sudo systemctl restart kahuna-postgres.service
