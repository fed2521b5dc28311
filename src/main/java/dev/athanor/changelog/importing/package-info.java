/**
 * The histories of other tools, turned into revision files: plain text in, plain text out. Knows
 * {@code changelog}, no database and no Liquibase.
 */
@NullMarked
package dev.athanor.changelog.importing;

import org.jspecify.annotations.NullMarked;
