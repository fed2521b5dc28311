package dev.athanor.cli.graph;

/**
 * A line of the picture, from a revision down to what it stands on.
 *
 * @param from the later revision
 * @param to what must be applied before it
 * @param dependency whether it is a dependency, drawn dashed, and no down-revision
 */
public record Edge(String from, String to, boolean dependency) {}
