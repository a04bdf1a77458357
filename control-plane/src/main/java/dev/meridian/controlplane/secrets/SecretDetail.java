package dev.meridian.controlplane.secrets;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.meridian.tenancy.secrets.Secret;
import java.util.List;

/**
 * A secret with its history.
 *
 * @param versions newest first
 * @param usedBy names of the instances whose pods are given it
 */
record SecretDetail(
    SecretView secret,
    List<Secret.Version> versions,
    List<String> usedBy,
    @JsonIgnore String etag) {

  static SecretDetail of(Secret.Detail detail) {
    return new SecretDetail(
        SecretView.of(detail.secret()),
        detail.versions(),
        detail.usedBy(),
        "\"" + detail.secret().rowVersion() + "\"");
  }
}
