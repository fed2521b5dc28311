package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The check of one change in YAML, XML or JSON. */
final class ChangeCheck {
  private static final Set<String> NESTED =
      Set.of("columns", "column", "whereParams", "where", "comment");

  private final RevisionFile file;

  ChangeCheck(RevisionFile file) {
    this.file = file;
  }

  void check(Node change) {
    var attributes = ChangeTypes.attributes(change.name());
    if (attributes.isEmpty()) {
      throw notAllowed(change);
    }
    var sqlNames = ChangeTypes.SQL_TEXT.getOrDefault(change.name(), List.of());
    if (sqlNames.isEmpty()) {
      Names.refuseText(file, change);
      if (change.shape() == Node.Shape.SCALAR && !change.text().isBlank()) {
        throw invalid(change, "%s holds text where its attributes belong".formatted(change.name()));
      }
    }
    boolean nothing = change.shape() == Node.Shape.SCALAR && change.text().isBlank();
    if (nothing && !change.name().equals("empty")) {
      throw invalid(
          change,
          "%s holds nothing; are its attributes indented below it?".formatted(change.name()));
    }
    if (change.shape() == Node.Shape.LIST) {
      throw invalid(change, "%s holds a list where its attributes belong".formatted(change.name()));
    }
    refuseFiles(change);
    Names.refuseUnknown(file, change, attributes.get(), NESTED);
    change.child("columns").ifPresent(this::columns);
    change.children().stream().filter(one -> one.name().equals("column")).forEach(this::column);
    change.child("whereParams").ifPresent(this::parameters);
    if (!change.text().isBlank()) {
      sql(change, change);
    }
    for (var name : sqlNames) {
      change.child(name).ifPresent(text -> sql(text, change));
    }
  }

  /** Checks text that is SQL; its change says how it is cut. */
  void sql(Node text, Node change) {
    var rules = text.linesKept() ? new SqlRules(file) : new SqlRules(file, text.line());
    rules.check(text.text(), text.textLine(), delimiter(change));
  }

  private Optional<Delimiter> delimiter(Node change) {
    var value = change.value("endDelimiter").filter(text -> !text.equals(";"));
    boolean whole = change.value("splitStatements").filter("false"::equalsIgnoreCase).isPresent();
    if (value.isEmpty() || whole) {
      return Optional.empty();
    }
    var delimiter = Delimiter.parse(value.get());
    if (delimiter.isEmpty()) {
      throw invalid(
          change,
          "endDelimiter is no plain text; only \\n at its beginning is understood, for the start of"
              + " a line");
    }
    return delimiter;
  }

  private void columns(Node columns) {
    for (var column : columns.parts()) {
      if (!column.name().equals("column")) {
        throw invalid(
            column, "columns holds \"- column:\" entries, not \"%s\"".formatted(column.name()));
      }
      column(column);
    }
  }

  private void column(Node column) {
    if (column.shape() == Node.Shape.SCALAR && column.text().isBlank()) {
      throw invalid(column, "column holds nothing; are its attributes indented below it?");
    }
    refuseFiles(column);
    Names.refuseUnknown(file, column, ChangeTypes.COLUMN, Set.of("constraints"));
    column
        .child("constraints")
        .ifPresent(
            constraints ->
                Names.refuseUnknown(file, constraints, ChangeTypes.CONSTRAINTS, Set.of()));
  }

  private void parameters(Node parameters) {
    for (var parameter : parameters.parts()) {
      if (!parameter.name().equals("param")) {
        throw invalid(parameter, "whereParams holds \"param\" entries only");
      }
      refuseFiles(parameter);
      Names.refuseUnknown(file, parameter, ChangeTypes.COLUMN, Set.of());
    }
  }

  private void refuseFiles(Node node) {
    for (var child : node.children()) {
      if (ChangeTypes.FILES.contains(child.name())) {
        throw file.refused(
            Reason.FORBIDDEN_CHANGE,
            child.line(),
            "%s of %s reads another file. A revision holds all it needs."
                .formatted(child.name(), node.name()));
      }
    }
  }

  private AthanorException notAllowed(Node change) {
    var why = ChangeTypes.forbidden(change.name());
    if (why.isPresent()) {
      return file.refused(
          Reason.FORBIDDEN_CHANGE,
          change.line(),
          "a revision may not use %s: it %s.".formatted(change.name(), why.get()));
    }
    var known = new ArrayList<>(ChangeTypes.allowed());
    known.addAll(ChangeTypes.forbidden());
    return Spelling.nearest(change.name(), known).isPresent() || change.name().isEmpty()
        ? invalid(
            change,
            "there is no change \"%s\"%s"
                .formatted(
                    change.name().isEmpty() ? change.text().strip() : change.name(),
                    Spelling.hint(change.name(), known)))
        : file.refused(
            Reason.FORBIDDEN_CHANGE,
            change.line(),
            "%s is none of the changes that a revision may use. Write it as sql."
                .formatted(change.name()));
  }

  private AthanorException invalid(Node node, String what) {
    return file.refused(Reason.INVALID_CHANGELOG, node.line(), what + ".");
  }
}
