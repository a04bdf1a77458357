package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Tenants;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.authentication.logout.SimpleUrlLogoutSuccessHandler;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;

/**
 * Who reaches what. Everything is denied unless a line here allows it; what a signed-in caller may
 * do with tenants is checked behind it.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class WebSecurity {
  private static final String CONTENT_POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
          + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
          + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

  /** What whoever has the link of an invitation may do without an account. */
  private static final String[] WITH_A_LINK = {
    "/api/v1/invitations/lookup", "/api/v1/invitations/register"
  };

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY");

  @Bean
  IdentitySettings identitySettings(Environment environment) {
    return IdentitySettings.from(environment);
  }

  /** What no controller ever sees is answered like what one refuses. */
  @Bean
  RequestRejectedHandler rejectedRequests() {
    return ProblemResponses::rejected;
  }

  /** Of a method that nothing answers, what is there says so itself. */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedHttpMethods(METHODS);
    return firewall;
  }

  /** Programs and the web application: a bearer token, or the session with its CSRF token. */
  @Bean
  @Order(2)
  SecurityFilterChain api(
      HttpSecurity http,
      SignedInAccounts accounts,
      SignInStates states,
      Permissions permissions,
      JwtDecoder decoder,
      RefusalAudit refusals,
      SecondFactorPolicy secondFactors,
      TenantViews views,
      Tenants tenants) {
    headers(http);
    AuditedProblems problems = new AuditedProblems(refusals);
    return http.securityMatcher("/api/**", "/actuator/**")
        .authorizeHttpRequests(
            requests ->
                requests
                    // An answer that began is finished; it was checked when it began.
                    .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(
                        HttpMethod.GET,
                        "/actuator/health",
                        "/actuator/health/**",
                        "/api/v1/openapi",
                        "/api/v1/openapi/**")
                    .permitAll()
                    .requestMatchers(HttpMethod.POST, WITH_A_LINK)
                    .permitAll()
                    .requestMatchers("/actuator/**")
                    .access(mayOnPlatform("node:read", accounts, permissions))
                    .anyRequest()
                    .authenticated())
        .oauth2ResourceServer(
            server ->
                server
                    .jwt(jwt -> jwt.decoder(decoder))
                    .authenticationEntryPoint(problems::unauthenticated)
                    .accessDeniedHandler(problems::denied))
        .csrf(
            csrf ->
                csrf.csrfTokenRepository(new HttpSessionCsrfTokenRepository())
                    // Nothing that a browser sends along by itself counts there.
                    .ignoringRequestMatchers(WITH_A_LINK))
        .requestCache(cache -> cache.requestCache(new NullRequestCache()))
        .exceptionHandling(
            errors ->
                errors
                    .authenticationEntryPoint(problems::unauthenticated)
                    .accessDeniedHandler(problems::denied))
        .addFilterBefore(new EndedSessionFilter(states), SecurityContextHolderFilter.class)
        .addFilterBefore(new EnabledAccountFilter(accounts, problems), AuthorizationFilter.class)
        .addFilterBefore(
            new RequiredSecondFactorFilter(accounts, secondFactors, problems),
            AuthorizationFilter.class)
        .addFilterBefore(
            new ViewOnlyFilter(accounts, permissions, views, tenants, problems),
            AuthorizationFilter.class)
        .build();
  }

  /** Pages: sign-in, and the web application's own files, which are no secret. */
  @Bean
  @Order(3)
  SecurityFilterChain web(
      HttpSecurity http,
      FailedAttempts attempts,
      RefusalAudit refusals,
      SignInStates states,
      WebSignIns webSignIns,
      PasswordSignIn passwordSignIn,
      InstantSource clock) {
    headers(http);
    var html =
        new MediaTypeRequestMatcher(new HeaderContentNegotiationStrategy(), MediaType.TEXT_HTML);
    html.setIgnoredMediaTypes(java.util.Set.of(MediaType.ALL));
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(
                        DispatcherType.FORWARD, DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers("/activate/confirm")
                    .authenticated()
                    .requestMatchers(HttpMethod.GET, "/**")
                    .permitAll()
                    .requestMatchers(HttpMethod.HEAD, "/**")
                    .permitAll()
                    .requestMatchers(HttpMethod.POST, SecondFactorPages.PATH)
                    .permitAll()
                    .anyRequest()
                    .denyAll())
        .formLogin(
            login ->
                login
                    .loginPage("/login")
                    .withObjectPostProcessor(new PasswordStoresNothing())
                    .successHandler(passwordSignIn)
                    .failureHandler(
                        (request, response, reason) -> {
                          if (!(reason instanceof AuthenticationServiceException)) {
                            AttemptFilter.failed(request);
                          }
                          refusals.signInFailed(
                              request,
                              request.getParameter("username"),
                              reason.getClass().getSimpleName());
                          response.sendRedirect("/login?error");
                        })
                    .permitAll())
        .addFilterBefore(new EndedSessionFilter(states), SecurityContextHolderFilter.class)
        .addFilterBefore(
            new AttemptFilter(attempts, clock), UsernamePasswordAuthenticationFilter.class)
        .oauth2Login(
            login ->
                login
                    .loginPage("/login/start")
                    .authorizedClientRepository(new ForgottenTokens())
                    .userInfoEndpoint(user -> user.userAuthoritiesMapper(WebSecurity::signedInNow))
                    .successHandler(
                        (request, response, signedIn) -> {
                          webSignIns.completed(request, signedIn);
                          ReturnTo.redirect(request, response, signedIn);
                        })
                    .failureHandler(ReturnTo::failed))
        .logout(
            logout ->
                logout
                    .addLogoutHandler(webSignIns)
                    .deleteCookies(WebSessions.COOKIE, WebSessions.SECURE_COOKIE)
                    .defaultLogoutSuccessHandlerFor(new SimpleUrlLogoutSuccessHandler(), html)
                    .logoutSuccessHandler(
                        new HttpStatusReturningLogoutSuccessHandler(HttpStatus.NO_CONTENT)))
        .build();
  }

  static void headers(HttpSecurity http) {
    http.headers(
        headers ->
            headers
                .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)));
  }

  /** Says when the person signed in, which the authorization server puts into what it issues. */
  private static List<GrantedAuthority> signedInNow(
      Collection<? extends GrantedAuthority> authorities) {
    List<GrantedAuthority> all = new ArrayList<>(authorities);
    all.add(
        FactorGrantedAuthority.fromAuthority(FactorGrantedAuthority.AUTHORIZATION_CODE_AUTHORITY));
    return all;
  }

  private static AuthorizationManager<RequestAuthorizationContext> mayOnPlatform(
      String permission, SignedInAccounts accounts, Permissions permissions) {
    return (authentication, context) -> {
      boolean granted =
          accounts
              .caller()
              .filter((Caller caller) -> permissions.mayOnPlatform(caller, permission))
              .isPresent();
      return new AuthorizationDecision(granted);
    };
  }
}
