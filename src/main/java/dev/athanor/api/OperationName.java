package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.athanor.revision.Operation;

/** {@link Operation} as the resource's field has it. */
public enum OperationName {
  @JsonProperty("upgrade")
  UPGRADE(Operation.UPGRADE),
  @JsonProperty("downgrade")
  DOWNGRADE(Operation.DOWNGRADE),
  @JsonProperty("stamp")
  STAMP(Operation.STAMP);

  private final Operation operation;

  OperationName(Operation operation) {
    this.operation = operation;
  }

  /** The same in the vocabulary of plans. */
  public Operation operation() {
    return operation;
  }

  /** The field's value: {@code upgrade}, … */
  public String id() {
    return operation.id();
  }
}
