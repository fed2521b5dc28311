package dev.athanor.testing.kube;

/**
 * How a container ended.
 *
 * @param exitCode 128 + signal for one that was killed
 * @param message of the termination message file; empty when nothing was written
 * @param disrupted evicted, drained or preempted: the pod gets the condition DisruptionTarget
 */
record PodEnd(int exitCode, String message, boolean disrupted) {}
