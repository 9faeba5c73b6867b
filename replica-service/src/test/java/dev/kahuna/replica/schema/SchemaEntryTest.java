package dev.kahuna.replica.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemaEntryTest {
  @Test
  void eventTriggersAndTheirCommentsAreKnown() {
    var entries =
        SchemaEntry.parse(
            """
            -- Name: log_drop; Type: EVENT TRIGGER; Schema: -; Owner: -
            CREATE EVENT TRIGGER log_drop ON sql_drop EXECUTE FUNCTION _heroku.look();
            -- Name: EVENT TRIGGER log_drop; Type: COMMENT; Schema: -; Owner: -
            COMMENT ON EVENT TRIGGER log_drop IS 'x';
            -- Name: orders touch; Type: TRIGGER; Schema: shop; Owner: -
            CREATE TRIGGER touch AFTER INSERT ON shop.orders EXECUTE FUNCTION shop.touch();
            """);
    assertThat(entries)
        .extracting(SchemaEntry::isOfEventTrigger)
        .containsExactly(true, true, false);
  }

  @Test
  void anEntryBeginsAtItsHeaderAndNowhereElse() {
    var entries =
        SchemaEntry.parse(
            """
            --
            -- PostgreSQL database dump
            --

            \\restrict abc123

            SET statement_timeout = 0;

            --
            -- Name: note(text); Type: FUNCTION; Schema: shop; Owner: -
            --

            CREATE FUNCTION shop.note(text) RETURNS text LANGUAGE sql AS $_$
            SELECT 'it''s
            -- Name: none; Type: INDEX; Schema: shop; Owner: -
            ' $_$;


            --
            -- Name: COLUMN orders.note; Type: COMMENT; Schema: shop; Owner: -
            --

            COMMENT ON COLUMN shop.orders.note IS 'a "quote, and
            -- Name: none; Type: INDEX; Schema: shop; Owner: -
            \\restrict too';


            --
            -- Name: odd "name; Type: INDEX; Schema: shop; Owner: -
            --

            CREATE INDEX "odd ""name" ON shop.orders (/* -- it's */ note); -- isn't it
            ALTER TABLE ONLY shop.orders REPLICA IDENTITY USING INDEX "odd ""name";


            \\unrestrict abc123

            --
            -- PostgreSQL database dump complete
            --

            """);

    assertThat(entries)
        .extracting(SchemaEntry::key)
        .containsExactly(
            "FUNCTION shop note(text)", "COMMENT shop COLUMN orders.note", "INDEX shop odd \"name");
    assertThat(entries.get(0).sql())
        .startsWith("CREATE FUNCTION shop.note")
        .contains("-- Name: none")
        .endsWith("$_$;");
    assertThat(entries.get(1).sql()).contains("\\restrict too'");
    assertThat(entries.get(2).sql()).contains("REPLICA IDENTITY").doesNotContain("\\unrestrict");
  }

  /** As 15 writes a function before the first table. */
  @Test
  void aSettingForTheNextEntryIsNoPartOfTheOneBefore() {
    var entries =
        SchemaEntry.parse(
            """
            --
            -- Name: zulu(integer); Type: FUNCTION; Schema: shop; Owner: -
            --

            CREATE FUNCTION shop.zulu(hour integer) RETURNS integer
                LANGUAGE sql IMMUTABLE
                BEGIN ATOMIC
             SELECT (hour * 60);
            END;


            SET default_tablespace = '';

            SET default_table_access_method = heap;

            --
            -- Name: trips; Type: TABLE; Schema: shop; Owner: -
            --

            CREATE TABLE shop.trips (
                id integer NOT NULL
            );


            """);
    assertThat(entries.get(0).sql()).endsWith("END;");
    assertThat(entries.get(1).sql())
        .isEqualTo("CREATE TABLE shop.trips (\n    id integer NOT NULL\n);");
  }

  @Test
  void entriesOfOneNameAreToldApart() {
    var header = "-- Name: +; Type: OPERATOR; Schema: shop; Owner: -\n";
    assertThat(SchemaEntry.parse(header + "one;\n" + header + "two;\n"))
        .extracting(SchemaEntry::key, SchemaEntry::sql)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("OPERATOR shop +", "one;"),
            org.assertj.core.groups.Tuple.tuple("OPERATOR shop + #2", "two;"));
  }

  @Test
  void whatABackslashEscapesEndsNoLiteral() {
    var literals = new SqlLiterals();
    literals.read("SELECT E'a\\'");
    assertThat(literals.outside()).isFalse();
    literals.read("', 'b\\'");
    assertThat(literals.outside()).isTrue();
    literals.read("$a$ $b$ ' $a");
    assertThat(literals.outside()).isFalse();
    literals.read("$a$");
    assertThat(literals.outside()).isTrue();
  }
}
