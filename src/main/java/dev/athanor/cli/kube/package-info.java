/** What {@code kubectl athanor} knows of a cluster, and how it says it. */
@NullMarked
package dev.athanor.cli.kube;

import org.jspecify.annotations.NullMarked;
