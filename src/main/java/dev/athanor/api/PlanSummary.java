package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A plan in short, as a Job's pod leaves it.
 *
 * @param hash what an approval names
 * @param steps how many there are
 * @param destructive how many statements take data away
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanSummary(String hash, int steps, int destructive) {}
