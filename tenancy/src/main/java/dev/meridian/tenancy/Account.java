package dev.meridian.tenancy;

import java.util.UUID;

/** A person or a service account. */
public record Account(UUID id, String username, String displayName, Kind kind, boolean disabled)
    implements Holder {

  @Override
  public String name() {
    return username;
  }

  @Override
  public String kindKey() {
    return kind.key();
  }

  /** What kind of account it is. */
  public enum Kind {
    PERSON("person"),
    SERVICE_ACCOUNT("service-account");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** The name in the database and in the API. */
    public String key() {
      return key;
    }

    static Kind of(String key) {
      return key.equals(PERSON.key) ? PERSON : SERVICE_ACCOUNT;
    }
  }
}
