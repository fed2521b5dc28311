/** Pictures of the revision graph: as text, Mermaid, DOT and SVG. Knows only {@code revision}. */
@NullMarked
package dev.athanor.cli.graph;

import org.jspecify.annotations.NullMarked;
