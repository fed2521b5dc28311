/**
 * The DatabaseMigration resource and the JSON that the commands, the Job's result and the status
 * share.
 */
@NullMarked
package dev.athanor.api;

import org.jspecify.annotations.NullMarked;
