/**
 * A Kubernetes small enough for a unit test: {@link dev.athanor.testing.kube.MockCluster} is the
 * API server, {@link dev.athanor.testing.kube.ScriptedKubelet} and {@link
 * dev.athanor.testing.kube.StandInKubelet} are the Job controller and the node behind it.
 *
 * <p>It may know Kubernetes, and of Athanor only the name of its main class: what is tested must
 * not be able to lean on the harness.
 */
package dev.athanor.testing.kube;
