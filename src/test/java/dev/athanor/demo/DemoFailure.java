package dev.athanor.demo;

import java.io.Serial;

/** The demo saw what it should not have seen. */
final class DemoFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  DemoFailure(String message) {
    super(message);
  }
}
