package dev.athanor.changelog.importing;

import java.nio.file.Path;

/** Migrations that are programs: nothing but the tool itself could run them. */
final class Code {
  private Code() {}

  /**
   * A part without statements in the place of a program.
   *
   * @throws dev.athanor.error.AthanorException unless that was asked for
   */
  static Part nothing(Path path, SourceFolder folder) {
    if (!folder.options().emptyForCode()) {
      throw SourceFolder.invalid(
          path.toString(),
          0,
          "this migration is a program, which Athanor does not run. Write what it does as SQL into"
              + " a migration of the same version, or import with --empty-for-code and write it"
              + " into the revision");
    }
    folder.warn(
        path.toString(),
        0,
        "This migration is a program: its revision does nothing. Write what it does as SQL into the"
            + " revision.");
    return Part.of("-- what " + SourceFolder.name(path) + " does", path.toString());
  }
}
