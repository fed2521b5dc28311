package dev.athanor.changelog;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/** A place that revision files come from. */
public sealed interface Source permits FolderSource, ConfigMapSource {
  /** What a person calls it: the folder's path, or {@code ConfigMap ns/name}. */
  String name();

  /** Every candidate in it by file name, as the bytes that are stored. Read anew at each call. */
  SortedMap<String, byte[]> entries();

  /** Where one entry is, for messages: its path, or {@code ConfigMap ns/name, key k}. */
  String origin(String entry);

  /**
   * A folder, for example a mounted ConfigMap. Sub-folders, entries that start with a dot and
   * {@code README*} are no candidates.
   */
  static Source folder(Path folder) {
    return new FolderSource(folder);
  }

  /**
   * A ConfigMap's content as the API server has it.
   *
   * @param data the texts by key
   * @param binaryData base64 by key
   */
  static Source configMap(
      String namespace, String name, Map<String, String> data, Map<String, String> binaryData) {
    return new ConfigMapSource(namespace, name, data, binaryData);
  }
}
