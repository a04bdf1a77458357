package dev.meridian.tenancy.secrets;

import dev.meridian.tenancy.TenancyException;
import java.util.regex.Pattern;

/** Paths of secrets, and who may read what is at them. */
public final class SecretPath {
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,62}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,62}){0,7}");
  private static final int LONGEST = 255;

  private SecretPath() {}

  /**
   * @throws TenancyException.Invalid when it cannot be the path of a secret
   */
  static String checked(String path) {
    if (path.length() > LONGEST || !FORM.matcher(path).matches()) {
      throw new TenancyException.Invalid(
          "path",
          "'%s' cannot be the path of a secret: give 1 to 8 names of letters, digits, '.', '_' and '-', divided by '/', without a leading '.' or '/' and at most 255 characters."
              .formatted(path));
    }
    return path;
  }

  /**
   * Whether pods of an instance may read a secret of their tenant. The namespace of the secret (its
   * path without the last element) must be empty or begin the instance's name: {@code password} is
   * for all instances, {@code kafka/password} for the instance {@code kafka}.
   */
  public static boolean isVisibleTo(String path, String instance) {
    int slash = path.lastIndexOf('/');
    return slash < 0 || path.substring(0, slash).equals(instance);
  }
}
