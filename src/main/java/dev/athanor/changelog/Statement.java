package dev.athanor.changelog;

/**
 * One SQL statement as it stands in a file.
 *
 * @param text from its first token to its last, without the semicolon that ends it; comments inside
 *     stay
 * @param line the line of its first token in the file, from 1
 */
public record Statement(String text, int line) {}
