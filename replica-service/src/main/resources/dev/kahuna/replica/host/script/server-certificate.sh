# Makes the Postgres server's key and self-signed certificate, once, and prints the certificate.
# NAMES is its subjectAltName.
key=$home/etc/server.key
certificate=$home/etc/server.crt
if ! as_postgres test -s "$certificate"; then
  as_postgres openssl req -new -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
    -days 3650 -subj "/CN=kahuna-postgres" -addext "subjectAltName=$NAMES" \
    -keyout "$key" -out "$certificate.new" 2>/dev/null
  as_postgres chmod 0600 "$key"
  as_postgres mv "$certificate.new" "$certificate"
fi
as_postgres cat "$certificate"
