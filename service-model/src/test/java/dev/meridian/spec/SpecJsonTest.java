package dev.meridian.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpecJsonTest {

  @Test
  void readsWhatItWrote() {
    for (ServiceSpec spec :
        new ServiceSpec[] {Specs.helloWorld(), Specs.kafka(), Specs.cassandra()}) {
      assertThat(SpecJson.read(SpecJson.write(spec))).isEqualTo(spec);
    }
  }

  @Test
  void keepsTheOrderOfTheFile() {
    ServiceSpec read = SpecJson.read(SpecJson.write(Specs.cassandra()));

    assertThat(read.pod("node").tasks().keySet())
        .containsExactly("server", "init_keyspaces", "backup", "cleanup");
    assertThat(read.plans().keySet()).containsExactly("deploy", "backup-s3", "once");
  }

  @Test
  void carriesTheSchemaNumber() {
    assertThat(SpecJson.write(Specs.helloWorld())).startsWith("{\"schema\":1,");
  }

  @Test
  void refusesASchemaThatIsNewer() {
    assertThatThrownBy(() -> SpecJson.read("{\"schema\":99,\"spec\":{}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schema 99");
  }

  @Test
  void refusesWhatIsNoStoredSpec() {
    for (String text :
        new String[] {"", "[]", "{}", "{\"schema\":1}", "{\"schema\":1,\"spec\":{}}"}) {
      assertThatThrownBy(() -> SpecJson.read(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not a stored spec");
    }
  }
}
