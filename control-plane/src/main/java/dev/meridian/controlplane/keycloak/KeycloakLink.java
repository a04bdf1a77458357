package dev.meridian.controlplane.keycloak;

import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keycloak.OAuth2Constants;
import org.keycloak.admin.client.JacksonProvider;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;
import org.keycloak.admin.client.resource.RealmResource;

/** Questions to a realm of Keycloak. Each has a time limit, and fails with a reason to read. */
final class KeycloakLink implements AutoCloseable {
  private static final int PAGE = 500;
  private static final int CONNECT_SECONDS = 5;
  private static final int ANSWER_SECONDS = 20;

  private final KeycloakSettings settings;
  private final Client client;
  private final Keycloak keycloak;

  KeycloakLink(KeycloakSettings settings) {
    this.settings = settings;
    this.client =
        ClientBuilder.newBuilder()
            .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
            .readTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
            // A newer Keycloak says more than this client knows.
            .register(new JacksonProvider(), 100)
            .build();
    this.keycloak =
        KeycloakBuilder.builder()
            .serverUrl(settings.server())
            .realm(settings.realm())
            .grantType(OAuth2Constants.CLIENT_CREDENTIALS)
            .clientId(settings.clientId())
            .clientSecret(settings.clientSecret())
            .resteasyClient(client)
            .build();
  }

  /** The answer. */
  <T> T ask(Function<RealmResource, T> question) {
    return explained(() -> question.apply(keycloak.realm(settings.realm())));
  }

  /** The answer; empty when what it is about is not there. */
  <T> Optional<T> find(Function<RealmResource, T> question) {
    return explained(
        () -> {
          try {
            return Optional.of(question.apply(keycloak.realm(settings.realm())));
          } catch (NotFoundException e) {
            return Optional.empty();
          }
        });
  }

  /** All pages of an answer. */
  <T> List<T> all(Function<RealmResource, BiFunction<Integer, Integer, Collection<T>>> question) {
    return explained(
        () -> {
          var page = question.apply(keycloak.realm(settings.realm()));
          List<T> all = new ArrayList<>();
          Collection<T> some;
          do {
            some = page.apply(all.size(), PAGE);
            all.addAll(some);
          } while (some.size() == PAGE);
          return all;
        });
  }

  private <T> T explained(Supplier<T> question) {
    try {
      return question.get();
    } catch (NotAuthorizedException e) {
      throw new KeycloakException(
          "Keycloak does not take the client %s or its secret: check MERIDIAN_KEYCLOAK_CLIENT_ID and MERIDIAN_KEYCLOAK_CLIENT_SECRET."
              .formatted(settings.clientId()),
          e);
    } catch (WebApplicationException e) {
      throw new KeycloakException(refused(e.getResponse().getStatus()), e);
    } catch (ProcessingException e) {
      if (e.getCause() instanceof NotAuthorizedException refused) {
        return explained(
            () -> {
              throw refused;
            });
      }
      if (e.getCause() instanceof WebApplicationException refused) {
        throw new KeycloakException(refused(refused.getResponse().getStatus()), e);
      }
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new KeycloakException(
          "Keycloak at %s does not answer (%s): check that it runs and can be reached from here."
              .formatted(settings.server(), cause.getMessage()),
          e);
    }
  }

  private String refused(int status) {
    return switch (status) {
      case 400, 401 ->
          "Keycloak does not take the client %s or its secret: check MERIDIAN_KEYCLOAK_CLIENT_ID and MERIDIAN_KEYCLOAK_CLIENT_SECRET."
              .formatted(settings.clientId());
      case 403 ->
          "Keycloak does not let the client %s read the realm %s: give its service account the roles view-users, query-groups, view-clients and view-organizations of realm-management%s."
              .formatted(
                  settings.clientId(),
                  settings.realm(),
                  settings.publish() ? ", and manage-users and manage-clients to publish" : "");
      case 404 ->
          "Keycloak at %s has no realm %s: check MERIDIAN_OIDC_ISSUER."
              .formatted(settings.server(), settings.realm());
      default -> "Keycloak at %s answers %d: see its log.".formatted(settings.server(), status);
    };
  }

  @Override
  public void close() {
    keycloak.close();
    client.close();
  }
}
