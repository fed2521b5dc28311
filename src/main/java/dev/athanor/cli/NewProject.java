package dev.athanor.cli;

import dev.athanor.changelog.Template;
import dev.athanor.changelog.Templates;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What {@code init} writes: all of it, or nothing. */
final class NewProject {
  private final Path folder;
  private final Map<Path, String> files = new LinkedHashMap<>();

  NewProject(Path folder, Templates template) {
    this.folder = folder;
    var templateName = Template.fileName(template.id());
    var values = Map.of("${name}", InitCommand.name(folder), "${template}", templateName);
    var revisions = folder.resolve("revisions");
    for (var name : List.of("athanor.yaml", "kustomization.yaml", "databasemigration.yaml")) {
      files.put(folder.resolve(name), filled(name, values));
    }
    files.put(revisions.resolve("README.md"), filled("README.md", values));
    files.put(revisions.resolve(templateName), template.template().text());
  }

  private static String filled(String name, Map<String, String> values) {
    var text = resource(name);
    for (var value : values.entrySet()) {
      text = text.replace(value.getKey(), value.getValue());
    }
    return text;
  }

  private static String resource(String name) {
    try (var in = NewProject.class.getResourceAsStream("init/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the files and names them.
   *
   * @throws AthanorException {@code FileExists} when one of them is there: then none is written
   */
  List<Path> write() {
    for (var file : files.keySet()) {
      if (Files.exists(file)) {
        throw new AthanorException(
                Reason.FILE_EXISTS,
                "%s is there already, and is not overwritten; nothing was written. Move it away, or begin in another folder."
                    .formatted(file))
            .at(file.toString(), 0);
      }
    }
    var written = new ArrayList<Path>();
    try {
      Files.createDirectories(folder.resolve("revisions"));
      for (var file : files.entrySet()) {
        Files.writeString(file.getKey(), file.getValue(), StandardOpenOption.CREATE_NEW);
        written.add(file.getKey());
      }
      return written;
    } catch (IOException e) {
      throw unwritable(e, written);
    }
  }

  private AthanorException unwritable(IOException cause, List<Path> written) {
    for (var file : written) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
    return new AthanorException(
            Reason.INVALID_CONFIGURATION,
            "A project cannot be begun in %s (%s); check that it is a folder that may be written to."
                .formatted(folder, cause.getClass().getSimpleName()),
            cause)
        .at(folder.toString(), 0);
  }
}
