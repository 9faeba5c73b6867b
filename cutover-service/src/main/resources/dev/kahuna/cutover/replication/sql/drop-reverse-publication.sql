DO $$
BEGIN
  DROP PUBLICATION IF EXISTS kahuna_reverse;
  DROP ROLE IF EXISTS kahuna_reverse;
END
$$
