/**
 * What {@code make demo} runs: the main job from an empty database to a mended failure, with the
 * real operator, the real program and a real PostgreSQL, on the test harness instead of a cluster.
 */
package dev.athanor.demo;
