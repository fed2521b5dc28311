/** Why something could not be done: the stable reasons and the one exception that carries them. */
@NullMarked
package dev.athanor.error;

import org.jspecify.annotations.NullMarked;
