package dev.meridian.controlplane.audit.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
  private static AddressGuard guard(boolean loopback, boolean privateAddresses, String... answers) {
    return new AddressGuard(
        new SinkSettings(loopback, privateAddresses),
        host -> {
          InetAddress[] addresses = new InetAddress[answers.length];
          for (int i = 0; i < answers.length; i++) {
            addresses[i] = InetAddress.ofLiteral(answers[i]);
          }
          return addresses;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "172.32.0.1"})
  void lets(String address) throws IOException {
    assertThat(guard(false, false, address).resolve("siem.example.org"))
        .containsExactly(InetAddress.ofLiteral(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "fe80::1",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "ff02::1",
        "168.63.129.16",
        "100.100.100.200",
        "fd00:ec2::254",
        "192.0.0.192",
        "255.255.255.255",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::1"
      })
  void refusesReservedAddressesWhateverTheSettingsSay(String address) {
    assertThatThrownBy(() -> guard(true, true, address).resolve("x"))
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("reserved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd12::1"})
  void refusesPrivateAddressesUnlessTheSettingAllowsThem(String address) throws IOException {
    assertThatThrownBy(() -> guard(true, false, address).resolve("x"))
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("private-addresses")
        .hasMessageNotContaining(address);
    assertThat(guard(false, true, address).resolve("x")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
  void refusesThisMachineUnlessTheSettingAllowsIt(String address) throws IOException {
    assertThatThrownBy(() -> guard(false, true, address).resolve("x"))
        .isInstanceOf(TargetRefusedException.class)
        .hasMessageContaining("loopback");
    assertThat(guard(true, false, address).resolve("x")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.0.0.1"})
  void refusesANameWithOneBadAddressAmongGoodOnes(String bad) {
    assertThatThrownBy(() -> guard(false, false, "93.184.216.34", bad).resolve("x"))
        .isInstanceOf(TargetRefusedException.class);
  }
}
