package dev.athanor.docs;

import java.util.ArrayList;
import java.util.List;

/** A line as a shell reads it, as far as documentation has need of it. */
public final class ShellLine {
  private static final String ENDS = "|&;<>";

  private final String line;
  private int at;

  private ShellLine(String line) {
    this.line = line;
  }

  /**
   * The simple commands of a line, each as its words: without quotes, comments, redirections and
   * the variables that are set in front. What is substituted stays as it is written.
   */
  public static List<List<String>> commands(String line) {
    return new ShellLine(line).commands();
  }

  private List<List<String>> commands() {
    var commands = new ArrayList<List<String>>();
    var words = new ArrayList<String>();
    boolean redirected = false;
    while (at < line.length()) {
      char next = line.charAt(at);
      if (Character.isWhitespace(next)) {
        at++;
      } else if (next == '#') {
        break;
      } else if (next == '<' || next == '>') {
        redirected = true;
        at++;
      } else if (ENDS.indexOf(next) >= 0) {
        commands.add(List.copyOf(words));
        words.clear();
        at++;
      } else {
        var word = word();
        boolean variable = words.isEmpty() && word.matches("[A-Z_]+=.*");
        if (!redirected && !variable) {
          words.add(word);
        }
        redirected = false;
      }
    }
    commands.add(List.copyOf(words));
    return commands.stream().filter(command -> !command.isEmpty()).toList();
  }

  private String word() {
    var word = new StringBuilder();
    while (at < line.length()) {
      char next = line.charAt(at);
      if (next == '\'' || next == '"') {
        word.append(upTo(next));
      } else if (line.startsWith("$(", at)) {
        word.append("$(").append(upTo(')')).append(')');
      } else if (Character.isWhitespace(next) || ENDS.indexOf(next) >= 0) {
        break;
      } else {
        word.append(next);
        at++;
      }
    }
    return word.toString();
  }

  /** What stands up to the sign that ends it, and goes behind that. */
  private String upTo(char end) {
    int from = line.indexOf(end == ')' ? '(' : end, at) + 1;
    int to = line.indexOf(end, from);
    if (to < 0) {
      throw new IllegalArgumentException("no " + end + " ends what begins in: " + line);
    }
    at = to + 1;
    return line.substring(from, to);
  }
}
