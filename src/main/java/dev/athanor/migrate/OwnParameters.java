package dev.athanor.migrate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import liquibase.ContextExpression;
import liquibase.Labels;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ${…}} in a file may mean: its own properties and Liquibase's facts about the
 * database. Liquibase would also put in system properties and environment variables, and so, for
 * example, a password.
 */
final class OwnParameters extends ChangeLogParameters {
  private final Database database;
  private final Map<String, Object> own = new HashMap<>();

  OwnParameters(Database database) {
    super(database);
    this.database = database;
  }

  @Override
  public void set(
      String key,
      Object value,
      @Nullable ContextExpression contexts,
      @Nullable Labels labels,
      @Nullable String databases,
      boolean global,
      @Nullable DatabaseChangeLog changeLog) {
    if (DatabaseList.definitionMatches(databases, database, true)) {
      own.putIfAbsent(key, value);
    }
  }

  @Override
  public @Nullable Object getValue(String key, @Nullable DatabaseChangeLog changeLog) {
    var value = Optional.ofNullable(own.get(key));
    return value.isPresent() || !key.startsWith("database.")
        ? value.orElse(null)
        : super.getValue(key, changeLog);
  }

  @Override
  public boolean hasValue(String key, @Nullable DatabaseChangeLog changeLog) {
    return getValue(key, changeLog) != null;
  }
}
