package dev.athanor.database;

/**
 * A revision's file as it was when it was applied.
 *
 * @param revision its id
 * @param fileName what the file was called
 * @param checksum of its text
 * @param text all of it, header included
 */
public record ArchivedRevision(String revision, String fileName, String checksum, String text) {}
