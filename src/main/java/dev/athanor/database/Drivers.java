package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;

/** Whether a product's JDBC driver is there: not all of them are ours to ship. */
final class Drivers {
  private Drivers() {}

  /**
   * Throws when the driver is not on the class path.
   *
   * @throws AthanorException UnsupportedDatabase
   */
  static void require(Capabilities product) {
    var driver = product.driver();
    try {
      Class.forName(driver.className());
    } catch (ClassNotFoundException e) {
      throw new AthanorException(
          Reason.UNSUPPORTED_DATABASE,
          "no driver for %s is here: %s (%s) is not part of the image. Put its jar into the folder that ATHANOR_DRIVERS names, or into /app/drivers of an image of your own; docs/databases.md says how"
              .formatted(product.product(), driver.artifact(), driver.licence()),
          e);
    }
  }
}
