package dev.athanor.testing.kube;

/** Where the API finds the log of a pod: the kubelet, when there is one. */
public interface PodLogs {
  /** The log so far; empty for a pod that has written none. */
  String log(String namespace, String pod);
}
