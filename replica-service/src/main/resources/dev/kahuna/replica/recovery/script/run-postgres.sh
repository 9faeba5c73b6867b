# Starts Postgres unless it runs, with the configuration that it has.
sudo systemctl start kahuna-postgres.service
