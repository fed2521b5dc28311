package dev.athanor.cli.graph;

import dev.athanor.revision.HistoryEntry;
import dev.athanor.revision.RevisionGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What is drawn: revisions, each before all that it stands on, and the lines between them. Lines
 * that lead out of the picture are left out.
 */
public final class Picture {
  private final List<HistoryEntry> entries;
  private final List<List<Strand>> strands;

  /**
   * A line on its way down.
   *
   * @param to the place in the picture of the revision that it leads to
   */
  record Strand(int to, boolean dependency) {}

  private Picture(List<HistoryEntry> entries, List<List<Strand>> strands) {
    this.entries = List.copyOf(entries);
    this.strands = List.copyOf(strands);
  }

  /**
   * The picture of these revisions, in an order in which it is easy to read.
   *
   * @param newestFirst as {@link dev.athanor.revision.History} lists them
   */
  public static Picture of(RevisionGraph graph, List<HistoryEntry> newestFirst) {
    var listed = wired(graph, newestFirst);
    return wired(graph, DrawingOrder.of(listed.strands).stream().map(newestFirst::get).toList());
  }

  private static Picture wired(RevisionGraph graph, List<HistoryEntry> entries) {
    var places = HashMap.<String, Integer>newHashMap(entries.size());
    for (int place = 0; place < entries.size(); place++) {
      places.put(entries.get(place).revision().id(), place);
    }
    var strands = new ArrayList<List<Strand>>();
    for (int place = 0; place < entries.size(); place++) {
      strands.add(strands(graph, entries.get(place), place, places));
    }
    return new Picture(entries, strands);
  }

  private static List<Strand> strands(
      RevisionGraph graph, HistoryEntry entry, int place, Map<String, Integer> places) {
    var revision = entry.revision();
    var strands = new LinkedHashSet<Strand>();
    for (var id : revision.downRevisions()) {
      int to = places.getOrDefault(id, -1);
      if (to > place) {
        strands.add(new Strand(to, false));
      }
    }
    for (var id : graph.dependencies(revision.id())) {
      int to = places.getOrDefault(id, -1);
      if (to > place && !strands.contains(new Strand(to, false))) {
        strands.add(new Strand(to, true));
      }
    }
    return List.copyOf(strands);
  }

  /** The revisions, each before all that it stands on. */
  public List<HistoryEntry> entries() {
    return entries;
  }

  /** The lines, those of one revision together, in the order of the revisions. */
  public List<Edge> edges() {
    var edges = new ArrayList<Edge>();
    for (int place = 0; place < entries.size(); place++) {
      for (var strand : strands.get(place)) {
        edges.add(new Edge(id(place), id(strand.to()), strand.dependency()));
      }
    }
    return edges;
  }

  String id(int place) {
    return entries.get(place).revision().id();
  }

  /** The lines down from the revision at this place. */
  List<Strand> strands(int place) {
    return strands.get(place);
  }
}
