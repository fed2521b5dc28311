/**
 * The graph of revisions, targets and plans: pure values and functions, no I/O. Knows only {@code
 * error}.
 */
@NullMarked
package dev.athanor.revision;

import org.jspecify.annotations.NullMarked;
