package dev.meridian.controlplane.apidocument;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordMemberTest {
  record Plain(String always, @Nullable String maybe, int number) {}

  record Renamed(@JsonProperty("package") String packageName) {}

  record LeftOut(@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {}

  record Whole(@JsonUnwrapped Plain description, String more) {}

  record Defaulted(String spread) {
    Defaulted(@Nullable String spread) {
      this.spread = spread == null ? "REGIONS" : spread;
    }
  }

  @Test
  void whatMayNotBeNullIsSentAndAnswered() {
    assertThat(RecordMember.of(Plain.class))
        .containsExactly(
            new RecordMember("always", false, false, true),
            new RecordMember("maybe", true, true, true),
            new RecordMember("number", false, false, true));
  }

  @Test
  void aMemberHasItsNameInJson() {
    assertThat(RecordMember.of(Renamed.class))
        .containsExactly(new RecordMember("package", false, false, true));
  }

  @Test
  void whatIsLeftOutWhenNullIsNotAlwaysAnswered() {
    assertThat(RecordMember.of(LeftOut.class))
        .containsExactly(new RecordMember("secret", true, true, false));
  }

  @Test
  void unwrappedMembersStandForTheirComponent() {
    assertThat(RecordMember.of(Whole.class))
        .extracting(RecordMember::name)
        .containsExactly("always", "maybe", "number", "more");
  }

  @Test
  void whatTheConstructorFillsInMayBeLeftOutAndIsAlwaysAnswered() {
    assertThat(RecordMember.of(Defaulted.class))
        .containsExactly(new RecordMember("spread", false, true, true));
  }
}
