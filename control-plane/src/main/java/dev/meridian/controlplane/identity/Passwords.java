package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** How passwords are kept (Argon2id; bcrypt is read) and who signs in with one. */
@Configuration(proxyBeanMethods = false)
class Passwords {

  @Bean
  PasswordEncoder passwordEncoder() {
    return new DelegatingPasswordEncoder(
        "argon2",
        Map.of(
            "argon2",
            Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8(),
            "bcrypt",
            new BCryptPasswordEncoder()));
  }

  @Bean
  UserDetailsService userDetailsService(Accounts accounts) {
    return username -> {
      Account account =
          accounts
              .byUsername(username)
              .orElseThrow(() -> new UsernameNotFoundException("no such account"));
      String hash =
          accounts
              .passwordHash(username)
              .orElseThrow(() -> new UsernameNotFoundException("no password"));
      return User.withUsername(account.username())
          .password(hash)
          .disabled(account.disabled())
          .authorities("SIGNED_IN")
          .build();
    };
  }
}
