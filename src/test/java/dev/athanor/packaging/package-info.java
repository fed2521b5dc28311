/** Image, chart, manifests and what stands around them: written from one source, and tested. */
@NullMarked
package dev.athanor.packaging;

import org.jspecify.annotations.NullMarked;
