package dev.athanor.testing.kube;

/**
 * A write that a client asked for, granted or not.
 *
 * @param verb as RBAC has it: create, update, patch, delete, deletecollection
 * @param resource plural, with the subresource: {@code jobs}, {@code databasemigrations/status}
 * @param agent the client's User-Agent: tells the operator's writes from those of a test
 * @param code HTTP status of the answer
 */
public record ApiWrite(
    String verb, String resource, String namespace, String name, String agent, int code) {}
