package dev.athanor.cli;

import dev.athanor.migrate.DowngradePolicy;
import dev.athanor.migrate.OnNotEmpty;
import dev.athanor.migrate.Request;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What an upgrade may do to a database that is not where an upgrade would expect it. */
final class UpgradeTerms {
  @Option(
      names = "--downgrade-policy",
      paramLabel = "Forbid|RequireApproval|Allow",
      converter = PolicyName.class,
      description =
          "What to do when the target lies behind the database; without it that is nothing to do,"
              + " as in Alembic.")
  private Optional<DowngradePolicy> downgradePolicy = Optional.empty();

  @Option(
      names = "--baseline",
      paramLabel = "REVISION",
      description =
          "Where a database is that has tables and no version table: it is stamped there first,"
              + " once.")
  private Optional<String> baseline = Optional.empty();

  @Option(
      names = "--on-not-empty",
      defaultValue = "fail",
      paramLabel = "Fail|Accept",
      description =
          "What to do about such a database without a baseline; Accept begins at the base."
              + " Default: Fail.")
  private OnNotEmpty onNotEmpty = OnNotEmpty.FAIL;

  /** Reads a policy by the name that the resource has for it. */
  static final class PolicyName implements ITypeConverter<DowngradePolicy> {
    @Override
    public DowngradePolicy convert(String value) {
      return switch (value.toLowerCase(java.util.Locale.ROOT)) {
        case "forbid" -> DowngradePolicy.FORBID;
        case "requireapproval" -> DowngradePolicy.REQUIRE_APPROVAL;
        case "allow" -> DowngradePolicy.ALLOW;
        default ->
            throw new TypeConversionException(
                "'" + value + "' is none of Forbid, RequireApproval, Allow");
      };
    }
  }

  /** The request on these terms. */
  Request on(Request request) {
    var terms = request.terms().withOnNotEmpty(onNotEmpty);
    var onTerms = request.withTerms(baseline.map(terms::withBaseline).orElse(terms));
    return downgradePolicy.map(onTerms::withDowngradePolicy).orElse(onTerms);
  }

  /** The same for a look: what needs an approval is shown, to be approved. */
  Request planned(Request request) {
    var asked = on(request);
    return asked.downgradePolicy().filter(it -> it == DowngradePolicy.REQUIRE_APPROVAL).isPresent()
        ? asked.withDowngradePolicy(DowngradePolicy.ALLOW)
        : asked;
  }
}
