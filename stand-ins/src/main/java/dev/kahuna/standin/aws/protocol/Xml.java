package dev.kahuna.standin.aws.protocol;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Writes the XML of an answer. */
public final class Xml {
  private final StringBuilder out = new StringBuilder();

  /** {@code <name>value</name>}. */
  public Xml text(String name, Object value) {
    out.append('<').append(name).append('>');
    escape(value.toString());
    return close(name);
  }

  /** As {@link #text(String, Object)}, or nothing. */
  public Xml text(String name, Optional<?> value) {
    value.ifPresent(present -> text(name, present));
    return this;
  }

  /** A time as AWS writes it, to the millisecond. */
  public Xml time(String name, Instant instant) {
    return text(name, Instant.ofEpochMilli(instant.toEpochMilli()).toString());
  }

  /** An element with elements. */
  public Xml group(String name, Consumer<Xml> content) {
    out.append('<').append(name).append('>');
    content.accept(this);
    return close(name);
  }

  /** The outermost element. */
  Xml root(String name, String namespace, Consumer<Xml> content) {
    out.append('<').append(name).append(" xmlns=\"").append(namespace).append("\">");
    content.accept(this);
    return close(name);
  }

  /** A list: {@code <name><item>…</item>…</name>}. */
  public <T> Xml list(String name, String item, Iterable<T> values, BiConsumer<Xml, T> content) {
    return group(
        name, list -> values.forEach(value -> list.group(item, xml -> content.accept(xml, value))));
  }

  /** A list of scalars. */
  public Xml texts(String name, String item, Iterable<String> values) {
    return group(name, list -> values.forEach(value -> list.text(item, value)));
  }

  /** Tags, with the element names of EC2. */
  public Xml ec2Tags(Map<String, String> tags) {
    return list(
        "tagSet",
        "item",
        tags.entrySet(),
        (xml, tag) -> xml.text("key", tag.getKey()).text("value", tag.getValue()));
  }

  /** Tags, with the element names of RDS. */
  public Xml rdsTags(Map<String, String> tags) {
    return list(
        "TagList",
        "Tag",
        tags.entrySet(),
        (xml, tag) -> xml.text("Key", tag.getKey()).text("Value", tag.getValue()));
  }

  private Xml close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  private void escape(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\r' -> out.append("&#13;");
        default -> out.append(c);
      }
    }
  }

  @Override
  public String toString() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + out;
  }
}
