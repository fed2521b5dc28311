package dev.athanor.migrate;

import dev.athanor.changelog.RevisionFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import liquibase.resource.AbstractResource;
import liquibase.resource.AbstractResourceAccessor;
import liquibase.resource.OpenOptions;
import liquibase.resource.Resource;

/** All the files that Liquibase can reach: the one it reads, from memory. */
final class OneFile extends AbstractResourceAccessor {
  private final String path;
  private final byte[] bytes;

  OneFile(RevisionFile file) {
    this(name(file), file.text().getBytes(StandardCharsets.UTF_8));
  }

  private OneFile(String path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  /** Not even one. */
  static OneFile none() {
    return new OneFile("", new byte[0]);
  }

  /** Liquibase chooses its parser by the ending. */
  static String name(RevisionFile file) {
    return file.name().endsWith(".gz")
        ? file.name().substring(0, file.name().length() - ".gz".length())
        : file.name();
  }

  @Override
  public List<Resource> search(String folder, boolean recursive) {
    return List.of();
  }

  @Override
  public List<Resource> getAll(String wanted) {
    return wanted.equals(path) ? List.of(new InMemory(path, bytes)) : List.of();
  }

  @Override
  public List<String> describeLocations() {
    return List.of(path);
  }

  @Override
  public void close() {}

  private static final class InMemory extends AbstractResource {
    private final byte[] bytes;

    InMemory(String path, byte[] bytes) {
      super(path, URI.create("memory:/" + path));
      this.bytes = bytes;
    }

    @Override
    public InputStream openInputStream() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public boolean exists() {
      return true;
    }

    @Override
    public Resource resolve(String other) {
      return this;
    }

    @Override
    public Resource resolveSibling(String other) {
      return this;
    }

    @Override
    public OutputStream openOutputStream(OpenOptions options) throws IOException {
      throw new IOException("a revision file is not written to");
    }
  }
}
