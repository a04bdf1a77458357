package dev.meridian.controlplane.secrets;

import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.tenancy.secrets.Secret;
import java.util.List;

/**
 * A secret with its history.
 *
 * @param versions newest first
 * @param usedBy names of the instances whose pods are given it
 * @param etag of description and labels, for {@code If-Match}
 */
record SecretDetail(
    SecretView secret, List<Secret.Version> versions, List<String> usedBy, String etag) {

  static SecretDetail of(Secret.Detail detail) {
    return new SecretDetail(
        SecretView.of(detail.secret()),
        detail.versions(),
        detail.usedBy(),
        EntityTag.of(detail.secret().rowVersion()));
  }
}
