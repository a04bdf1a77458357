package dev.meridian.controlplane.identity;

import static dev.meridian.controlplane.identity.GivenRoles.invalid;

import dev.meridian.tenancy.Accounts;
import java.util.Locale;
import java.util.regex.Pattern;

/** E-mail addresses that can be user names, which they become. */
final class MailAddress {
  private static final Pattern FORM = Pattern.compile("[^@]+@[a-z0-9-]+(\\.[a-z0-9-]+)+");

  private MailAddress() {}

  /** The address in lower case, when it can be used. */
  static String require(String given) {
    String address = given.strip().toLowerCase(Locale.ROOT);
    if (!FORM.matcher(address).matches() || !Accounts.isPossibleName(address)) {
      throw invalid(
          "/email",
          "\"%s\" cannot be the user name of an account. Give an address such as ada@example.org, of at most 100 letters, digits, dots, underscores and dashes."
              .formatted(given.strip()));
    }
    return address;
  }
}
