package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The templates that come with the program, each named after the ending of its files. */
public enum Templates {
  /** Plain SQL in two sections. */
  SQL("Plain SQL with an upgrade and a downgrade section."),
  /** A Liquibase changelog in YAML. */
  YAML("A Liquibase changelog in YAML: change types that suit every database."),
  /** A Liquibase changelog in XML. */
  XML("A Liquibase changelog in XML: the same, with an editor's help from the schema.");

  private final String description;

  Templates(String description) {
    this.description = description;
  }

  /** What to call it, which is also the ending of its files. */
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** One line for people. */
  public String description() {
    return description;
  }

  /** The template itself. */
  public Template template() {
    return new Template("template '" + id() + "'", id(), resource("template." + id()));
  }

  /** A revision that joins others and does nothing itself. */
  public static Template merge() {
    return new Template("template 'merge'", "sql", resource("merge.sql"));
  }

  /**
   * The template in a folder of revisions, where somebody put one of this kind.
   *
   * @throws AthanorException {@code UnreadableFile}
   */
  public Optional<Template> in(Path folder) {
    var file = folder.resolve(Template.fileName(id()));
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Template(file.toString(), id(), Files.readString(file)));
    } catch (IOException e) {
      throw new AthanorException(
              Reason.UNREADABLE_FILE,
              "The template %s cannot be read (%s).".formatted(file, e.getClass().getSimpleName()),
              e)
          .at(file.toString(), 0);
    }
  }

  private static String resource(String name) {
    try (var in = Templates.class.getResourceAsStream("templates/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
