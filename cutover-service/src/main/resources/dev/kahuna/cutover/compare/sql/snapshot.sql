-- Any query would take the transaction's snapshot.
SELECT txid_current_snapshot()
