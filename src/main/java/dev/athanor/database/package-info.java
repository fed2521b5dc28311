/**
 * Connecting, dialects, the session lock, the version table, the journal and the archive. Knows
 * nothing of Liquibase or Kubernetes.
 */
@NullMarked
package dev.athanor.database;

import org.jspecify.annotations.NullMarked;
