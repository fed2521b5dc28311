package dev.athanor.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.lang.module.ModuleFinder;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The modules of the image's Java, against the classes that the image holds. */
class ModulesTest {
  private static final Map<String, String> MODULE_OF_PACKAGE = modulesOfPackages();

  @Test
  void the_image_has_the_modules_that_its_classes_name() throws IOException {
    var expected = new TreeSet<String>(named());
    // commons-text can look up values by a script, which nothing asks it to do
    expected.remove("java.scripting");
    // no class of ours names them: drivers that people add, and a provider that Java looks up
    expected.addAll(List.of("jdk.unsupported", "jdk.zipfs"));

    assertThat(listed()).containsExactlyElementsOf(expected);
  }

  private static List<String> listed() throws IOException {
    try (var lines = Files.lines(Path.of("operator/modules"))) {
      return lines.filter(line -> !line.startsWith("#")).toList();
    }
  }

  private static Set<String> named() throws IOException {
    var modules = new TreeSet<String>(namedIn(Path.of("target/classes")).toList());
    try (var jars = Files.newDirectoryStream(Path.of("target/lib"), "*.jar")) {
      for (var jar : jars) {
        try (var content = FileSystems.newFileSystem(jar)) {
          namedIn(content.getPath("/")).forEach(modules::add);
        }
      }
    }
    return modules;
  }

  private static Stream<String> namedIn(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.endsWith("module-info.class"))
          .flatMap(ModulesTest::packages)
          .distinct()
          .filter(MODULE_OF_PACKAGE::containsKey)
          .map(MODULE_OF_PACKAGE::get)
          .collect(Collectors.toSet())
          .stream();
    }
  }

  private static Stream<String> packages(Path file) {
    try {
      var packages = new TreeSet<String>();
      for (var entry : ClassFile.of().parse(file).constantPool()) {
        if (entry instanceof ClassEntry named) {
          packages.add(element(named.asSymbol()).packageName());
        }
      }
      return packages.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClassDesc element(ClassDesc type) {
    var element = type.componentType();
    return element == null ? type : element(element);
  }

  private static Map<String, String> modulesOfPackages() {
    var modules = new HashMap<String, String>();
    for (var module : ModuleFinder.ofSystem().findAll()) {
      for (var name : module.descriptor().packages()) {
        modules.put(name, module.descriptor().name());
      }
    }
    return modules;
  }
}
