package dev.athanor.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A Secret mounted as files, one for each key. A value that is a JSON document, as AWS Secrets
 * Manager keeps it, counts as the keys it holds.
 */
final class SecretFolder {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final NavigableMap<String, String> values = new TreeMap<>();

  /** What is there and cannot be used, and why. */
  private final Map<String, String> unusable = new TreeMap<>();

  private SecretFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads it.
   *
   * @param field whether a key is one that we look for, and so holds no document
   * @throws AthanorException MissingSecretKey if there is no such folder
   */
  static SecretFolder read(Path folder, Predicate<String> field) {
    var secret = new SecretFolder(folder);
    try (var entries = Files.newDirectoryStream(folder)) {
      for (var entry : entries) {
        var name = entry.getFileName().toString();
        // the kubelet keeps the real files under ..data
        if (!name.startsWith(".") && Files.isRegularFile(entry)) {
          secret.add(name, entry);
        }
      }
    } catch (IOException e) {
      throw new AthanorException(
          Reason.MISSING_SECRET_KEY,
          "the database's Secret cannot be read from " + folder + ": mount it there as files",
          e);
    }
    secret.values.entrySet().stream()
        .filter(
            each -> !field.test(each.getKey()) && each.getValue().stripLeading().startsWith("{"))
        .toList()
        .forEach(each -> secret.expand(each.getKey(), each.getValue()));
    return secret;
  }

  private void add(String key, Path file) throws IOException {
    try {
      var value = Secret.in(file).value();
      values.put(key, value);
      if (value.isBlank()) {
        unusable.put(key, "is empty");
      }
    } catch (CharacterCodingException e) {
      // a key store beside the keys that we need is not our concern
      unusable.put(key, "is no UTF-8 text");
    }
  }

  private void expand(String key, String document) {
    try {
      JSON.readTree(document)
          .properties()
          .forEach(
              field -> {
                if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                  values.putIfAbsent(field.getKey(), field.getValue().asText());
                }
              });
    } catch (JsonProcessingException e) {
      // its message would quote the document
      unusable.put(key, "begins like JSON and is none");
    }
  }

  /** The value, unless it is missing or empty. */
  Optional<String> get(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isBlank());
  }

  /** The file of a key, for what reads files; its value need not be text. */
  Optional<Path> file(String key) {
    return get(key).map(value -> folder.resolve(key)).filter(Files::isRegularFile);
  }

  Path folder() {
    return folder;
  }

  /** The keys, and what is wrong with some: no value. */
  @Override
  public String toString() {
    var keys = new TreeMap<String, String>(unusable);
    keys.replaceAll((key, why) -> key + " (" + why + ")");
    values.keySet().forEach(key -> keys.putIfAbsent(key, key));
    return keys.isEmpty() ? "no keys" : keys.values().stream().collect(Collectors.joining(", "));
  }
}
