package dev.athanor.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/**
 * The scripts for Argo CD, run with what its sandbox lets a user's script have: no string, no math.
 */
final class ArgoScripts {
  static final Path FOLDER =
      Path.of("examples/argocd/resource_customizations/athanor.dev/DatabaseMigration");

  private static final YAMLMapper YAML = new YAMLMapper();

  private ArgoScripts() {}

  /** What a script makes of an object. */
  static JsonNode run(Path script, JsonNode object) throws IOException {
    var globals = new Globals();
    globals.load(new BaseLib());
    globals.load(new PackageLib());
    globals.load(new TableLib());
    LoadState.install(globals);
    LuaC.install(globals);
    globals.set("obj", toLua(object));
    return toJson(globals.load(Files.readString(script), script.toString()).call());
  }

  static JsonNode read(Path file) throws IOException {
    return YAML.readTree(Files.readString(file));
  }

  private static LuaValue toLua(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var table = new LuaTable();
        node.properties()
            .forEach(property -> table.set(property.getKey(), toLua(property.getValue())));
        yield table;
      }
      case ARRAY -> {
        var table = new LuaTable();
        node.forEach(element -> table.set(table.length() + 1, toLua(element)));
        yield table;
      }
      case STRING -> LuaValue.valueOf(node.asText());
      case NUMBER -> LuaValue.valueOf(node.asDouble());
      case BOOLEAN -> LuaValue.valueOf(node.asBoolean());
      case NULL, MISSING -> LuaValue.NIL;
      case BINARY, POJO -> throw new IllegalArgumentException(node.toString());
    };
  }

  private static JsonNode toJson(LuaValue value) {
    var nodes = JsonNodeFactory.instance;
    if (value instanceof LuaTable table) {
      if (table.length() > 0) {
        var array = nodes.arrayNode();
        for (var i = 1; i <= table.length(); i++) {
          array.add(toJson(table.get(i)));
        }
        return array;
      }
      var object = nodes.objectNode();
      for (var key : table.keys()) {
        object.set(key.tojstring(), toJson(table.get(key)));
      }
      return object;
    }
    if (value.isboolean()) {
      return nodes.booleanNode(value.toboolean());
    }
    // a text that looks like a number is one for isnumber
    if (value.type() == LuaValue.TNUMBER) {
      return value.isint() ? nodes.numberNode(value.toint()) : nodes.numberNode(value.todouble());
    }
    return nodes.textNode(value.tojstring());
  }
}
