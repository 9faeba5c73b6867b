package dev.kahuna.replica.schema;

import dev.kahuna.database.PlainNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One entry of a dump of a schema, such as an index.
 *
 * @param type as pg_dump names it: {@code INDEX}, {@code CONSTRAINT}, {@code FK CONSTRAINT}, …
 * @param schema that it is in, or {@code -}
 * @param name of the entry; that of a constraint or a trigger begins with its table's
 * @param nth among those with the same type, schema and name, such as operators, from 1
 * @param sql one or more statements, without what pg_dump writes around them
 */
public record SchemaEntry(String type, String schema, String name, int nth, String sql) {
  private static final Pattern HEADER =
      Pattern.compile(
          "-- Name: (?<name>.*); Type: (?<type>[A-Z ]+); Schema: (?<schema>.*); Owner: .*");

  /** A command of psql, which a server does not understand. */
  private static final Pattern META_COMMAND = Pattern.compile("\\\\(un)?restrict .*");

  /**
   * A setting for the entry that follows. It stands in the text of the entry before, is the
   * target's default, and would make two statements of a text that the driver can't split, such as
   * a function with {@code BEGIN ATOMIC}.
   */
  private static final Pattern SETTING =
      Pattern.compile("SET default_(tablespace|table_access_method|with_oids) = .*;");

  private static final String NOT_VALID = " NOT VALID;";

  /** What pg_dump writes around an entry: blank lines and lines of a comment's two dashes. */
  private static final Pattern FRAME = Pattern.compile("^(\\s|--\\n)+|(\\s|\\n--)+$");

  /** The entries of what pg_dump wrote as plain SQL, in its order, without what it sets before. */
  public static List<SchemaEntry> parse(String dump) {
    var entries = new ArrayList<SchemaEntry>();
    var seen = new HashMap<String, Integer>();
    var literals = new SqlLiterals();
    var sql = new StringBuilder();
    for (var line : dump.lines().toList()) {
      var header = HEADER.matcher(line);
      if (literals.outside() && header.matches()) {
        finish(entries, sql);
        entries.add(
            headed(header.group("type"), header.group("schema"), header.group("name"), seen));
      } else if (!literals.outside() || !isForPsql(line)) {
        sql.append(line).append('\n');
        literals.read(line + '\n');
      }
    }
    finish(entries, sql);
    return List.copyOf(entries);
  }

  private static boolean isForPsql(String line) {
    return META_COMMAND.matcher(line).matches() || SETTING.matcher(line).matches();
  }

  private static SchemaEntry headed(
      String type, String schema, String name, Map<String, Integer> seen) {
    var nth = seen.merge("%s %s %s".formatted(type, schema, name), 1, Integer::sum);
    return new SchemaEntry(type, schema, name, nth, "");
  }

  /** The text so far belongs to the newest entry; text before the first entry is dropped. */
  private static void finish(List<SchemaEntry> entries, StringBuilder sql) {
    if (!entries.isEmpty()) {
      var last = entries.removeLast();
      entries.add(last.with(FRAME.matcher(sql).replaceAll("")));
    }
    sql.setLength(0);
  }

  /** Identifies the entry in the journal. */
  String key() {
    return "%s %s %s%s".formatted(type, schema, name, nth == 1 ? "" : " #" + nth);
  }

  /** With its schema if it has one, as a server's messages print it. */
  String qualifiedName() {
    return PlainNames.of(isInSchema() ? schema + "." + name : name);
  }

  /** As a statement names it; a function's name has the types of its arguments. */
  String quotedName() {
    var arguments = name.indexOf('(');
    return arguments < 0
        ? inSchema(name)
        : inSchema(name.substring(0, arguments)) + name.substring(arguments);
  }

  /** Something of the same schema, as a statement names it. */
  String inSchema(String other) {
    return isInSchema()
        ? PlainNames.quoted(schema) + "." + PlainNames.quoted(other)
        : PlainNames.quoted(other);
  }

  private boolean isInSchema() {
    return !schema.equals("-");
  }

  /** The same entry with other SQL. */
  SchemaEntry with(String otherSql) {
    return new SchemaEntry(type, schema, name, nth, otherSql);
  }

  /** Whether it makes an event trigger, or comments on one. */
  boolean isOfEventTrigger() {
    return type.equals("EVENT TRIGGER")
        || type.equals("COMMENT") && name.startsWith("EVENT TRIGGER ");
  }

  /** Whether it makes an extension, or comments on one. */
  boolean isOfExtension() {
    return type.equals("EXTENSION") || type.equals("COMMENT") && name.startsWith("EXTENSION ");
  }

  /** The same entry, content with a schema that was made with an extension. */
  SchemaEntry besideWhatIsThere() {
    return type.equals("SCHEMA")
        ? with(sql.replaceFirst("^CREATE SCHEMA ", "CREATE SCHEMA IF NOT EXISTS "))
        : this;
  }

  /** A foreign key that is valid and enforced on the source; any other stays as it is. */
  boolean isForeignKeyToValidate() {
    return type.equals("FK CONSTRAINT")
        && sql.startsWith("ALTER TABLE ONLY ")
        && sql.endsWith(";")
        && !sql.endsWith(NOT_VALID)
        && !sql.endsWith(" NOT ENFORCED;");
  }

  /**
   * The same entry, made at once as not valid: validated later, beside others, it takes no lock
   * that blocks reads.
   */
  SchemaEntry withoutValidation() {
    return isForeignKeyToValidate() ? with(sql.substring(0, sql.length() - 1) + NOT_VALID) : this;
  }

  /** What validates the foreign key. */
  String validation() {
    return sql.replaceFirst(
        "(?s)\\s+ADD CONSTRAINT (\"(?:[^\"]|\"\")+\"|\\w+) FOREIGN KEY .*",
        " VALIDATE CONSTRAINT $1;");
  }

  /** Whether it builds an index by which replicated changes find their rows. */
  boolean identifiesRows() {
    return buildsIndex()
        && (sql.contains(" PRIMARY KEY ") || sql.contains(" REPLICA IDENTITY USING INDEX "));
  }

  /** Whether it builds an index of its own, and needs no other entry for that. */
  boolean buildsIndex() {
    return type.equals("INDEX") || type.equals("CONSTRAINT");
  }
}
