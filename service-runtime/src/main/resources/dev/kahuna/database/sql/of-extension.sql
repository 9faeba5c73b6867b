-- Whether the relation c is a member of an extension, and so the extension's on each server.
EXISTS (
  SELECT FROM pg_depend d
  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
