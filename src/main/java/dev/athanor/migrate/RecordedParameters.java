package dev.athanor.migrate;

import dev.athanor.changelog.importing.ChangeLogText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import liquibase.ContextExpression;
import liquibase.Contexts;
import liquibase.Labels;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import org.jspecify.annotations.Nullable;

/** The properties that changelogs define, in their order. */
final class RecordedParameters extends ChangeLogParameters {
  private final Set<String> contexts;
  private final List<ChangeLogText.Property> recorded;

  /** What is given wins over what a changelog says: it comes first. */
  RecordedParameters(Database database, Set<String> contexts, Map<String, String> given) {
    super(database);
    this.contexts = contexts;
    this.recorded = new ArrayList<>();
    given.forEach(
        (name, value) -> set(name, value, new ContextExpression(), null, null, true, null));
  }

  List<ChangeLogText.Property> recorded() {
    return recorded;
  }

  @Override
  public void set(
      String key,
      Object value,
      @Nullable ContextExpression condition,
      @Nullable Labels labels,
      @Nullable String databases,
      boolean global,
      @Nullable DatabaseChangeLog changeLog) {
    super.set(key, value, condition, labels, databases, global, changeLog);
    // the constructor of the superclass sets what Liquibase knows by itself
    if (recorded == null || !(value instanceof String text)) {
      return;
    }
    var only = Optional.ofNullable(condition).filter(expression -> !expression.isEmpty());
    boolean applies =
        contexts.isEmpty()
            || only.stream()
                .allMatch(
                    expression ->
                        expression.matches(new Contexts(contexts.toArray(String[]::new))));
    if (applies) {
      var attributes = new TreeMap<String, String>();
      if (databases != null && !databases.isBlank()) {
        attributes.put("dbms", databases);
      }
      if (contexts.isEmpty()) {
        only.ifPresent(expression -> attributes.put("context", expression.toString()));
      }
      recorded.add(new ChangeLogText.Property(key, text, attributes));
    }
  }
}
