package dev.athanor.changelog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The content of one ConfigMap. */
record ConfigMapSource(
    String namespace, String configMap, Map<String, String> data, Map<String, String> binaryData)
    implements Source {

  /** A person may wrap base64 in YAML. */
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  ConfigMapSource {
    data = Map.copyOf(data);
    binaryData = Map.copyOf(binaryData);
  }

  @Override
  public String name() {
    return "ConfigMap %s/%s".formatted(namespace, configMap);
  }

  @Override
  public String origin(String entry) {
    return "%s, key %s".formatted(name(), entry);
  }

  @Override
  public SortedMap<String, byte[]> entries() {
    var entries = new TreeMap<String, byte[]>();
    data.forEach((key, text) -> add(entries, key, text.getBytes(UTF_8)));
    binaryData.forEach((key, base64) -> add(entries, key, decode(key, base64)));
    return entries;
  }

  private static void add(SortedMap<String, byte[]> entries, String key, byte[] bytes) {
    if (FileNames.candidate(key)) {
      entries.put(key, bytes);
    }
  }

  private byte[] decode(String key, String base64) {
    try {
      return Base64.getDecoder().decode(WHITE_SPACE.matcher(base64).replaceAll(""));
    } catch (IllegalArgumentException e) {
      throw new AthanorException(
              Reason.UNREADABLE_FILE,
              "%s in binaryData is not base64. Let kubectl create the ConfigMap from the file."
                  .formatted(origin(key)),
              e)
          .at(origin(key), 0);
    }
  }
}
