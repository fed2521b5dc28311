package dev.athanor.testing;

import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC connection to nothing, for products that no test can start: it writes down what it is
 * asked, and answers what the test says. What it cannot answer it refuses.
 */
public final class ScriptedConnection {
  private final Map<String, Object> answers = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();

  /** Answers whatever contains that text: with a value, or by throwing if it is an exception. */
  public ScriptedConnection answer(String part, Object value) {
    answers.put(part, value);
    return this;
  }

  /** Every statement, in order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** The connection. */
  public Connection connection() {
    return proxy(
        Connection.class,
        (method, arguments) ->
            switch (method) {
              case "createStatement" -> statement("");
              case "prepareStatement", "prepareCall" -> statement((String) arguments[0]);
              case "getMetaData" -> metaData();
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private DatabaseMetaData metaData() {
    return proxy(
        DatabaseMetaData.class,
        (method, arguments) -> answers.getOrDefault(method, method.startsWith("get") ? 0 : ""));
  }

  private CallableStatement statement(String prepared) {
    return proxy(
        CallableStatement.class,
        (method, arguments) ->
            switch (method) {
              case "execute", "executeUpdate" -> {
                ask(arguments.length == 0 ? prepared : (String) arguments[0]);
                yield method.equals("execute") ? (Object) false : (Object) 1;
              }
              case "executeQuery" -> {
                var value = ask(arguments.length == 0 ? prepared : (String) arguments[0]);
                yield rows(value);
              }
              case "getInt" -> Integer.valueOf(find(prepared).toString());
              case "close", "registerOutParameter", "setObject", "setString", "setLong" -> null;
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private Object ask(String sql) throws SQLException {
    asked.add(sql);
    var value = find(sql);
    if (value instanceof SQLException failure) {
      throw failure;
    }
    return value;
  }

  private Object find(String sql) {
    return answers.entrySet().stream()
        .filter(answer -> sql.contains(answer.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  private static ResultSet rows(Object value) {
    var left = new ArrayList<Object>(value.equals("") ? List.of() : List.of(value));
    return proxy(
        ResultSet.class,
        (method, arguments) ->
            switch (method) {
              case "next" -> !left.isEmpty();
              case "getString" -> left.removeFirst().toString();
              case "close" -> null;
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private interface Call {
    @Nullable Object of(String method, Object[] arguments) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                call.of(method.getName(), arguments == null ? new Object[0] : arguments)));
  }
}
