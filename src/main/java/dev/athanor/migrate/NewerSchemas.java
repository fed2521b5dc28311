package dev.athanor.migrate;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import liquibase.resource.AbstractResourceAccessor;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.Resource;

/**
 * The XML schemas of Liquibase 5, which 4.33 does not have: its own newest stands in for them, and
 * refuses what it does not know.
 */
final class NewerSchemas extends AbstractResourceAccessor {
  private static final Pattern NEWER = Pattern.compile("(.*/dbchangelog(?:-ext)?)-5[.\\d]*\\.xsd");

  private final ClassLoaderResourceAccessor own = new ClassLoaderResourceAccessor();

  @Override
  public List<Resource> search(String path, boolean recursive) {
    return List.of();
  }

  @Override
  public List<Resource> getAll(String path) throws IOException {
    var newer = NEWER.matcher(path);
    return newer.matches() ? own.getAll(newer.group(1) + "-latest.xsd") : List.of();
  }

  @Override
  public List<String> describeLocations() {
    return List.of();
  }

  /** The class path is not ours to close. */
  @Override
  public void close() {}
}
