/**
 * Observe, decide, act: the controller of DatabaseMigration resources. Never opens a connection to
 * a database.
 */
@NullMarked
package dev.athanor.operator;

import org.jspecify.annotations.NullMarked;
