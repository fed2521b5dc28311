package dev.athanor.changelog;

/**
 * Something that is allowed and that a person will want to know.
 *
 * @param file where: a path, or a ConfigMap and its key
 * @param line the line in it, from 1; 0 when it is about the whole file
 * @param message what, and what to do about it
 */
public record Warning(String file, int line, String message) {}
