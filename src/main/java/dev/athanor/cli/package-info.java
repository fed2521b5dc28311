/** The commands; the only place that prints or exits. */
@NullMarked
package dev.athanor.cli;

import org.jspecify.annotations.NullMarked;
