/**
 * Used while building only: writes the CustomResourceDefinition that the types of {@code api} stand
 * for. What it needs of Fabric8 is not on the class path at run time.
 */
@NullMarked
package dev.athanor.api.crd;

import org.jspecify.annotations.NullMarked;
