/**
 * Revision files: header, formats, the set and its digest; reading a folder or the data of
 * ConfigMaps. Knows {@code revision}.
 */
@NullMarked
package dev.athanor.changelog;

import org.jspecify.annotations.NullMarked;
