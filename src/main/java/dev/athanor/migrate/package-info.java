/** Carrying out a plan against a database through Liquibase. Knows nothing of Kubernetes. */
@NullMarked
package dev.athanor.migrate;

import org.jspecify.annotations.NullMarked;
