package dev.athanor.changelog.importing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a changeset in XML says by pointing elsewhere, said in place. */
final class XmlInPlace {
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\s([\\w:.-]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");

  private XmlInPlace() {}

  static String of(String changeSet, Elsewhere elsewhere) {
    var elements = XmlTags.of(changeSet);
    var text = new StringBuilder();
    int copied = 0;
    int loads = 0;
    for (var element : elements) {
      boolean load = InPlace.loads(element.name());
      if (element.start() < copied || (load && inRollback(element, elements))) {
        continue;
      }
      var tag = changeSet.substring(element.start(), element.inner());
      int line = Lines.at(changeSet, element.start());
      var change = InPlace.of(element.name(), attributes(tag), elsewhere, line, loads);
      loads += load ? 1 : 0;
      if (change.isPresent()) {
        text.append(changeSet, copied, element.start()).append(written(change.get(), prefix(tag)));
        copied = element.end();
      }
    }
    return text.append(changeSet.substring(copied)).toString();
  }

  /** Liquibase's own list of changes does not have those of the rollback. */
  private static boolean inRollback(XmlTags.Element element, List<XmlTags.Element> all) {
    return all.stream()
        .anyMatch(
            other ->
                other.name().equals("rollback")
                    && other.start() < element.start()
                    && element.end() <= other.end());
  }

  /** As they are written, entities and all. */
  private static Map<String, String> attributes(String tag) {
    var attributes = new LinkedHashMap<String, String>();
    var matcher = ATTRIBUTE.matcher(tag);
    while (matcher.find()) {
      boolean apostrophes = matcher.group(2) == null;
      attributes.put(
          matcher.group(1),
          apostrophes ? matcher.group(3).replace("\"", "&quot;") : matcher.group(2));
    }
    return attributes;
  }

  private static String prefix(String tag) {
    var name = tag.substring(1).split("[\\s/>]", 2)[0];
    return name.substring(0, name.indexOf(':') + 1);
  }

  private static String written(InPlace change, String prefix) {
    var name = prefix + change.change();
    var tag = new StringBuilder("<" + name);
    change.attributes().forEach((key, value) -> tag.append(" %s=\"%s\"".formatted(key, value)));
    return change.key().isEmpty()
        ? tag + "/>"
        : "%s><![CDATA[%n%s%n]]></%s>"
            .formatted(tag, change.text().replace("]]>", "]]]]><![CDATA[>"), name)
            .replace("\r\n", "\n");
  }
}
