package dev.meridian.tenancy.secrets;

import java.util.UUID;

/**
 * Names a value without holding it.
 *
 * @param binary its values are bytes, for files only; otherwise they are text
 */
public record SecretVersion(UUID secret, int number, boolean binary) {

  /** Tells this version at this path from all others. */
  public String digest(String path) {
    return path + "@" + secret + "." + number;
  }
}
