package dev.athanor.operator;

import dev.athanor.api.ErrorDetail;
import org.jspecify.annotations.Nullable;

/** Cuts texts to what the CRD and Kubernetes take: a status that is refused says nothing at all. */
final class Fitting {
  private Fitting() {}

  static String cut(String text, int characters) {
    if (text.codePointCount(0, text.length()) <= characters) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, characters - 1)) + "…";
  }

  static @Nullable String cutOrNull(@Nullable String text, int characters) {
    return text == null ? null : cut(text, characters);
  }

  static ErrorDetail into(ErrorDetail error) {
    return new ErrorDetail(
        cut(error.reason(), 128),
        cut(error.message(), 2048),
        cutOrNull(error.file(), 1024),
        error.line(),
        cutOrNull(error.revision(), 255),
        cutOrNull(error.statement(), 2048),
        cutOrNull(error.sqlState(), 16));
  }
}
