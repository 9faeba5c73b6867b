package dev.kahuna.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Parses the text of a request into a tree, or says why it can't. As the text may contain a secret,
 * messages repeat nothing of it but plain field names.
 */
final class YamlParser {
  private static final YAMLFactory YAML = new YAMLFactory();
  private static final int DEEPEST = 8;

  private final JsonParser tokens;
  private final List<String> problems;

  /** The text is not YAML, or uses YAML that a request may not use. */
  static final class NotYaml extends RuntimeException {
    NotYaml(String sentence) {
      super(sentence);
    }
  }

  private YamlParser(JsonParser tokens, List<String> problems) {
    this.tokens = tokens;
    this.problems = problems;
  }

  /**
   * Parses one document.
   *
   * @param problems receives a sentence for each field that appears twice
   * @throws NotYaml with a sentence
   */
  static YamlNode.Mapping parse(String text, List<String> problems) {
    try (var tokens = YAML.createParser(ObjectReadContext.empty(), text)) {
      if (tokens.nextToken() == null) {
        throw new NotYaml("The request is empty.");
      }
      var root = new YamlParser(tokens, problems).node(1, 0);
      if (tokens.nextToken() != null) {
        throw new NotYaml(
            "Line %d begins a second document; write one request per file."
                .formatted(tokens.currentTokenLocation().getLineNr()));
      }
      return switch (root) {
        case YamlNode.Mapping mapping -> mapping;
        case YamlNode.Sequence s -> throw noFields();
        case YamlNode.Scalar s -> throw noFields();
        case YamlNode.Nothing n -> throw new NotYaml("The request is empty.");
      };
    } catch (JacksonException e) {
      throw new NotYaml(sentence(e));
    }
  }

  private YamlNode node(int line, int depth) {
    if (depth > DEEPEST) {
      throw new NotYaml(
          "Line %d is nested too deeply; a request has at most three levels.".formatted(line));
    }
    if (tokens instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw new NotYaml("Line %d uses a YAML alias; write the value out.".formatted(line));
    }
    return switch (tokens.currentToken()) {
      case START_OBJECT -> mapping(line, depth);
      case START_ARRAY -> sequence(line, depth);
      case VALUE_NULL -> new YamlNode.Nothing(line);
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          new YamlNode.Scalar(line, tokens.getString().strip());
      case VALUE_EMBEDDED_OBJECT, END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE ->
          throw new NotYaml("Line %d must hold text or a number.".formatted(line));
    };
  }

  private YamlNode mapping(int line, int depth) {
    var fields = new LinkedHashMap<String, YamlNode>();
    while (tokens.nextToken() != JsonToken.END_OBJECT) {
      var name = tokens.currentName();
      var at = tokens.currentTokenLocation().getLineNr();
      tokens.nextToken();
      if (fields.put(name, node(at, depth + 1)) != null) {
        problems.add("%s (line %d) appears twice; remove one.".formatted(Quoting.field(name), at));
      }
    }
    return new YamlNode.Mapping(line, fields);
  }

  private YamlNode sequence(int line, int depth) {
    var items = new ArrayList<YamlNode>();
    while (tokens.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(tokens.currentTokenLocation().getLineNr(), depth + 1));
    }
    return new YamlNode.Sequence(line, List.copyOf(items));
  }

  private static NotYaml noFields() {
    return new NotYaml("The request must be YAML with fields, such as 'id: shop-2026'.");
  }

  /** The parser's own message quotes the text, so only its position is used. */
  private static String sentence(JacksonException e) {
    if (e.getCause() instanceof MarkedYamlEngineException marked
        && marked.getProblemMark().isPresent()) {
      var mark = marked.getProblemMark().get();
      return "Line %d, column %d is not YAML: check indentation, quotes and colons there."
          .formatted(mark.getLine() + 1, mark.getColumn() + 1);
    }
    var place = e.getLocation();
    return place == null || place.getLineNr() < 1
        ? "The request is not YAML."
        : "Line %d is not YAML: check indentation, quotes and colons there."
            .formatted(place.getLineNr());
  }
}
