package dev.athanor.database;

/**
 * Who has the lock that we wait for, as the server tells it.
 *
 * @param description one line for people: process id, application, address, since when
 */
public record LockHolder(String description) {}
