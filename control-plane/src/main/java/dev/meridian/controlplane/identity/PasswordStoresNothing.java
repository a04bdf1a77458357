package dev.meridian.controlplane.identity;

import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;

/**
 * The right password alone makes no session somebody's. The configurer's own setting for this is
 * overwritten when the chain is built.
 */
final class PasswordStoresNothing
    implements ObjectPostProcessor<UsernamePasswordAuthenticationFilter> {
  @Override
  public <O extends UsernamePasswordAuthenticationFilter> O postProcess(O filter) {
    filter.setSecurityContextRepository(new NullSecurityContextRepository());
    return filter;
  }
}
