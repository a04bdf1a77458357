package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class PlainHttpRefusalTest {
  private final MockEnvironment environment = new MockEnvironment();

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", ""})
  void refusesToServeOthersInTheClear(String address) {
    environment.setProperty("server.address", address);
    environment.setProperty("server.forward-headers-strategy", "none");

    assertThatThrownBy(() -> new PlainHttpRefusal(environment).afterPropertiesSet())
        .hasMessageContaining(address)
        .hasMessageContaining("--server.ssl.certificate")
        .hasMessageContaining("--address 127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "server.ssl.certificate, tls.crt",
    "server.ssl.bundle, web",
    "server.ssl.key-store, web.p12",
    "server.forward-headers-strategy, native"
  })
  void servesThemWithACertificateOrBehindAProxy(String key, String value) {
    environment.setProperty("server.address", "0.0.0.0");
    environment.setProperty(key, value);

    assertThatCode(() -> new PlainHttpRefusal(environment).afterPropertiesSet())
        .doesNotThrowAnyException();
  }

  @Test
  void servesLoopbackInTheClear() {
    environment.setProperty("server.address", "127.0.0.1");

    assertThatCode(() -> new PlainHttpRefusal(environment).afterPropertiesSet())
        .doesNotThrowAnyException();
  }
}
