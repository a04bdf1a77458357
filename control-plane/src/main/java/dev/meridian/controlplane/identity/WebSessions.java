package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** Sessions of the web live in the database, so that any replica knows them. */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class WebSessions {
  static final String COOKIE = "MERIDIAN_SESSION";
  static final String SECURE_COOKIE = "__Host-" + COOKIE;

  @Bean
  JdbcIndexedSessionRepository sessionRepository(DataSource dataSource, Scopes scopes) {
    JdbcIndexedSessionRepository repository =
        new JdbcIndexedSessionRepository(new JdbcTemplate(dataSource), asIdentity(scopes));
    repository.setTableName("web_session");
    repository.setDefaultMaxInactiveInterval(SignInStates.WEB_IDLE);
    return repository;
  }

  @Bean
  CookieSerializer cookieSerializer(IdentitySettings settings) {
    DefaultCookieSerializer cookie = new DefaultCookieSerializer();
    cookie.setCookieName(settings.isTls() ? SECURE_COOKIE : COOKIE);
    cookie.setCookiePath("/");
    cookie.setUseHttpOnlyCookie(true);
    cookie.setUseSecureCookie(settings.isTls());
    // The way back from another site's issuer is a navigation across sites, which Strict cuts off.
    cookie.setSameSite(settings.external().isPresent() ? "Lax" : "Strict");
    return cookie;
  }

  private static TransactionOperations asIdentity(Scopes scopes) {
    return new TransactionOperations() {
      @Override
      public <T extends @org.jspecify.annotations.Nullable Object> T execute(
          TransactionCallback<T> action) {
        TransactionStatus status = new SimpleTransactionStatus();
        return scopes.asSystemApart(SystemJob.IDENTITY, () -> action.doInTransaction(status));
      }
    };
  }
}
