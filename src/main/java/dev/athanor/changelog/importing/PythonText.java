package dev.athanor.changelog.importing;

import java.util.ArrayList;
import java.util.List;

/**
 * Python source as tokens, as far as finding assignments needs it: names, strings, single symbols
 * and the ends of logical lines. Runs nothing.
 */
final class PythonText {
  private static final String PREFIXES = "rRbBuUfF";

  private final String text;
  private int position;
  private int line = 1;
  private int depth;
  private final List<Token> tokens = new ArrayList<>();

  /** What a token is. */
  enum Kind {
    NAME,
    STRING,
    SYMBOL,
    /** The end of a logical line. */
    END
  }

  /**
   * A token.
   *
   * @param text a name, a symbol, or what a string holds
   * @param line where it begins, from 1
   * @param margin whether nothing stands before it on its line, no white space either
   */
  record Token(Kind kind, String text, int line, boolean margin) {
    boolean is(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }
  }

  private PythonText(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) {
    var reader = new PythonText(text);
    while (reader.position < text.length()) {
      reader.next();
    }
    reader.tokens.add(new Token(Kind.END, "", reader.line, false));
    return reader.tokens;
  }

  private void next() {
    char c = text.charAt(position);
    if (c == '\n') {
      if (depth == 0) {
        tokens.add(new Token(Kind.END, "", line, false));
      }
      line++;
      position++;
    } else if (c == '\\' && at(1) == '\n') {
      line++;
      position += 2;
    } else if (Character.isWhitespace(c)) {
      position++;
    } else if (c == '#') {
      while (position < text.length() && text.charAt(position) != '\n') {
        position++;
      }
    } else if (c == '\'' || c == '"') {
      string(position);
    } else if (Character.isJavaIdentifierStart(c)) {
      name();
    } else {
      depth += "([{".indexOf(c) >= 0 ? 1 : 0;
      depth -= ")]}".indexOf(c) >= 0 && depth > 0 ? 1 : 0;
      add(Kind.SYMBOL, String.valueOf(c), position, line);
      position++;
    }
  }

  private void name() {
    int start = position;
    while (position < text.length() && Character.isJavaIdentifierPart(text.charAt(position))) {
      position++;
    }
    var name = text.substring(start, position);
    boolean prefix = name.length() <= 2 && name.chars().allMatch(c -> PREFIXES.indexOf(c) >= 0);
    if (prefix && (at(0) == '\'' || at(0) == '"')) {
      string(start);
    } else {
      add(Kind.NAME, name, start, line);
    }
  }

  private void string(int start) {
    boolean raw = text.substring(start, position).toLowerCase(java.util.Locale.ROOT).contains("r");
    int firstLine = line;
    char quote = text.charAt(position);
    var three = String.valueOf(quote).repeat(3);
    var end = text.startsWith(three, position) ? three : String.valueOf(quote);
    position += end.length();
    var value = new StringBuilder();
    while (position < text.length() && !text.startsWith(end, position)) {
      char c = text.charAt(position);
      line += c == '\n' ? 1 : 0;
      if (c == '\\' && !raw && position + 1 < text.length()) {
        position++;
        escape(value);
      } else {
        value.append(c);
      }
      position++;
    }
    position = Math.min(text.length(), position + end.length());
    add(Kind.STRING, value.toString(), start, firstLine);
  }

  private void escape(StringBuilder value) {
    char c = text.charAt(position);
    switch (c) {
      case '\n' -> line++;
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      default -> value.append(c);
    }
  }

  private void add(Kind kind, String value, int start, int atLine) {
    boolean margin = depth <= 1 && (start == 0 || text.charAt(start - 1) == '\n');
    tokens.add(new Token(kind, value, atLine, margin));
  }

  private char at(int ahead) {
    int index = position + ahead;
    return index < text.length() ? text.charAt(index) : ' ';
  }
}
