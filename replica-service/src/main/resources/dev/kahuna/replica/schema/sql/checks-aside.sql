-- A constraint that a child also has of its own was set aside after its parent's and must be made before it: a
-- partition does not take one that it already has from its parent.
SELECT holder, name, definition, validated, comments FROM kahuna.row_checks ORDER BY nth DESC
