ALTER SUBSCRIPTION kahuna SET (slot_name = NONE)
