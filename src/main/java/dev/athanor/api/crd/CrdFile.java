package dev.athanor.api.crd;

import dev.athanor.api.DatabaseMigration;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the CustomResourceDefinition into a folder; started by the build. */
public final class CrdFile {
  private CrdFile() {}

  /**
   * Takes the folder to write into.
   *
   * @throws Exception when it cannot be written: the build then fails
   */
  public static void main(String... args) throws Exception {
    var folder = Files.createDirectories(Path.of(args[0]));
    new CRDGenerator()
        .inOutputDir(folder.toFile())
        .forCRDVersions("v1")
        // kubectl reads YAML 1.1, in which a bare True is no text
        .withMinQuotes(false)
        .withPostProcessor(new CrdTouches())
        .customResourceClasses(DatabaseMigration.class)
        .generate();
  }
}
