package dev.kahuna.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainNamesTest {
  @Test
  void onlyNamesThatNeedThemBySpellingKeepTheirQuotes() {
    assertThat(PlainNames.of("\"shop\".\"system_user\"(\"json\", \"shop\".\"Odd\"[])"))
        .isEqualTo("shop.system_user(json, shop.\"Odd\"[])");
    assertThat(PlainNames.of("\"a b\".\"\"\"\".\"a\"\"b\".\"1st\".\"größe\".\"$\""))
        .isEqualTo("\"a b\".\"\"\"\".\"a\"\"b\".\"1st\".\"größe\".\"$\"");
    assertThat(PlainNames.of("public.orders")).isEqualTo("public.orders");
  }

  @Test
  void whatLooksLikeANameInALiteralStaysAsItIs() {
    assertThat(PlainNames.of("\"plan\" 'it''s \"paid\"' \"x\""))
        .isEqualTo("plan 'it''s \"paid\"' x");
    assertThat(PlainNames.of("\"it's\" \"x\" '\"y\"'")).isEqualTo("\"it's\" x '\"y\"'");
  }
}
