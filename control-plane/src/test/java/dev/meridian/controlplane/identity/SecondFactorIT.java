package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.Device;
import dev.meridian.controlplane.testing.OneSecond;
import dev.meridian.controlplane.testing.Person;
import dev.meridian.controlplane.testing.Replicas;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.SystemJob;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class SecondFactorIT {
  /** Ten wrong codes as ever, and none comes back while the test runs. */
  @RegisterExtension
  static final Replicas replicas =
      new Replicas(Map.of("meridian.rate-limit.sign-in-account", "10/5h"));

  private static final RunningControlPlane first = replicas.first();
  private static final RunningControlPlane second = replicas.second();

  private final Person person = Person.in(first);
  private final Browser own = person.signedIn(first);

  @Test
  void asksForTheCodeAfterThePasswordAndGivesNothingBefore() {
    EnrolledPerson enrolled = enrol();
    Browser browser = new Browser(first.url());

    HttpResponse<String> page = browser.signIn(person.name(), person.password(), "/");

    assertThat(page.uri().getPath()).isEqualTo("/login/code");
    assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
    assertThat(browser.get("/activate/confirm?user_code=X&client_id=Y&state=Z").uri().getPath())
        .startsWith("/login");
    assertThat(browser.get("/oauth2/device_verification?user_code=BCDF-GHJK").uri().getPath())
        .isEqualTo("/login");
    HttpResponse<String> wrong = browser.submit(page, Map.of("code", enrolled.wrongCode()));
    assertThat(wrong.body()).contains("The code is not right");
    assertThat(browser.get("/api/v1/me").statusCode()).isEqualTo(401);
    assertThat(own.json("/api/v1/me/sessions").path("items").size())
        .as("half a sign-in is none")
        .isEqualTo(1);
  }

  @Test
  void goesOnToWhereTheSignInBegan() {
    EnrolledPerson enrolled = enrol();
    Browser browser = new Browser(first.url());
    HttpResponse<String> page =
        browser.signIn(person.name(), person.password(), "/api/v1/me/sessions");

    HttpResponse<String> done = browser.submit(page, Map.of("code", enrolled.nextCode(first)));

    assertThat(done.uri().getPath()).isEqualTo("/api/v1/me/sessions");
    assertThat(done.statusCode()).isEqualTo(200);
    JsonNode tokens =
        Device.connect(
            first,
            (browserOfDevice, login) ->
                browserOfDevice.submit(
                    browserOfDevice.submit(
                        login, Map.of("username", person.name(), "password", person.password())),
                    Map.of("code", enrolled.nextCode(first))));
    assertThat(tokens.path("access_token").asString()).isNotEmpty();
  }

  @Test
  void takesNoCodeTwiceOnWhateverReplica() {
    EnrolledPerson enrolled = enrol();
    String code = enrolled.nextCode(first);
    assertThat(withCode(first, code).get("/api/v1/me").statusCode()).isEqualTo(200);

    for (RunningControlPlane replica : replicas.both()) {
      assertThat(withCode(replica, code).get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    assertThat(withCode(second, enrolled.nextCode(first)).get("/api/v1/me").statusCode())
        .as("the replica takes a code that is new")
        .isEqualTo(200);
  }

  @Test
  void endsTheOtherSignInsWhenItIsSetUpAndWhenItIsTakenAway() {
    Browser other = person.signedIn(first);
    assertThat(other.get("/api/v1/me").statusCode()).isEqualTo(200);

    EnrolledPerson enrolled = enrol();

    OneSecond.passes();
    assertThat(other.get("/api/v1/me").statusCode()).isEqualTo(401);
    Browser later = withCode(first, enrolled.nextCode(first));
    assertThat(later.get("/api/v1/me").statusCode()).isEqualTo(200);
    assertThat(disable("{\"code\":\"%s\"}".formatted(enrolled.wrongCode())).statusCode())
        .isEqualTo(422);
    assertThat(disable("{\"password\":\"not it\"}").statusCode()).isEqualTo(422);
    assertThat(disable("{}").statusCode()).isEqualTo(422);
    assertThat(later.get("/api/v1/me").statusCode()).isEqualTo(200);

    HttpResponse<String> gone = disable("{\"code\":\"%s\"}".formatted(enrolled.nextCode(first)));

    assertThat(gone.statusCode()).as(gone.body()).isEqualTo(204);
    OneSecond.passes();
    assertThat(later.get("/api/v1/me").statusCode()).isEqualTo(401);
    assertThat(own.get("/api/v1/me").statusCode()).isEqualTo(200);
    assertThat(person.signedIn(second).get("/api/v1/me").statusCode())
        .as("the password alone is enough again")
        .isEqualTo(200);
    assertThat(person.audited(first))
        .contains("account.enable-second-factor", "account.disable-second-factor");
  }

  @Test
  void takesARecoveryCodeOnceAndCountsThoseThatAreLeft() {
    EnrolledPerson enrolled = enrol();
    assertThat(own.json(EnrolledPerson.PATH).path("recoveryCodes").asInt()).isEqualTo(10);
    String code = enrolled.recoveryCodes().getFirst();

    assertThat(withCode(first, code.toUpperCase(Locale.ROOT)).get("/api/v1/me").statusCode())
        .isEqualTo(200);
    assertThat(withCode(second, code).get("/api/v1/me").statusCode()).isEqualTo(401);

    JsonNode shown = own.json(EnrolledPerson.PATH);
    assertThat(shown.path("recoveryCodes").asInt()).isEqualTo(9);
    assertThat(shown.path("since").asString()).isNotEmpty();
    assertThat(shown.path("possible").asBoolean()).isTrue();
    assertThat(person.audited(first)).contains("account.use-recovery-code");
  }

  @Test
  void countsWrongCodesLikeWrongPasswordsAlsoWhenTheRightPasswordIsGivenInBetween() {
    EnrolledPerson enrolled = enrol();
    Browser half = new Browser(first.url());
    HttpResponse<String> page = password(half);
    for (int i = 0; i < 10; i++) {
      assertThat(codePage(first, enrolled.wrongCode()).statusCode()).as("try " + i).isEqualTo(200);
    }

    HttpResponse<String> refused = half.submit(page, Map.of("code", enrolled.nextCode(first)));

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
    assertThat(password(new Browser(first.url())).statusCode()).isEqualTo(429);
  }

  @Test
  void takesRecoveryCodesAloneAfterAHundredWrongCodesOnAllReplicasTogether() {
    EnrolledPerson enrolled = enrol();
    first.rows(
        SystemJob.IDENTITY,
        jdbc ->
            jdbc.sql(
                    """
                    update second_factor set wrong_codes = 100
                    where account_id = (select id from account where username = ?)
                    """)
                .param(person.name())
                .update());

    assertThat(codePage(second, enrolled.nextCode(first)).body())
        .contains("Too many codes were wrong");
    assertThat(withCode(first, enrolled.recoveryCodes().get(1)).get("/api/v1/me").statusCode())
        .isEqualTo(200);
    assertThat(withCode(first, enrolled.nextCode(first)).get("/api/v1/me").statusCode())
        .as("a right recovery code forgives")
        .isEqualTo(200);
  }

  @Test
  void isResetByAnAdministratorWhoEndsAllSignInsOfThePerson() {
    enrol();
    Browser admin = Browser.admin(first);
    String path = "/api/v1/accounts/" + person.name() + "/second-factor";
    assertThat(own.change("DELETE", path, "", Map.of()).statusCode()).isEqualTo(403);

    HttpResponse<String> reset = admin.change("DELETE", path, "", Map.of());

    assertThat(reset.statusCode()).as(reset.body()).isEqualTo(204);
    OneSecond.passes();
    assertThat(own.get("/api/v1/me").statusCode()).isEqualTo(401);
    assertThat(person.signedIn(first).get("/api/v1/me").statusCode()).isEqualTo(200);
    assertThat(person.audited(first)).contains("account.reset-second-factor");
    assertThat(admin.change("DELETE", path, "", Map.of()).statusCode()).isEqualTo(409);
    assertThat(admin.change("DELETE", "/api/v1/accounts/admin/second-factor", "", Map.of()).body())
        .contains("your own account");
  }

  @Test
  void countsForNothingBeforeACodeHasConfirmedItInTime() {
    assertThat(begin("{\"password\":\"not it\"}").statusCode()).isEqualTo(422);
    JsonNode offer = EnrolledPerson.offer(own, person.password());
    assertThat(offer.path("uri").asString()).startsWith("otpauth://totp/Meridian%20localhost:p-");
    assertThat(offer.path("qrCode").size()).isGreaterThan(20);
    EnrolledPerson offered =
        new EnrolledPerson(new TimeCodes(offer.path("secret").asString()), List.of());
    assertThat(confirm(offered.wrongCode()).statusCode()).isEqualTo(422);
    assertThat(person.signedIn(first).get("/api/v1/me").statusCode()).isEqualTo(200);
    first.rows(
        SystemJob.IDENTITY,
        jdbc ->
            jdbc.sql("update second_factor set offered_at = offered_at - interval '16 min'")
                .update());

    assertThat(confirm(offered.nextCode(first)).statusCode()).isEqualTo(409);

    enrol();
    assertThat(begin("{\"password\":\"%s\"}".formatted(person.password())).statusCode())
        .as("one at a time")
        .isEqualTo(409);
  }

  @Test
  void keepsNothingThatLetsSomebodyInWhoReadsTheDatabase() {
    EnrolledPerson enrolled = enrol();
    String code = enrolled.recoveryCodes().getFirst();

    String stored =
        first.rows(
            SystemJob.IDENTITY,
            jdbc ->
                jdbc.sql(
                        """
                        select jsonb_build_array(
                          (select jsonb_agg(to_jsonb(f)) from second_factor f),
                          (select jsonb_agg(to_jsonb(c)) from recovery_code c))::text
                        """)
                    .query(String.class)
                    .single());

    assertThat(stored)
        .doesNotContain(enrolled.codes().secret())
        .contains(HexFormat.of().formatHex(RecoveryCodes.digest(code)))
        .doesNotContain(code)
        .doesNotContain(hex(code))
        .doesNotContain(hex(code.replace("-", "")));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private EnrolledPerson enrol() {
    return EnrolledPerson.in(own, person.password());
  }

  private HttpResponse<String> begin(String body) {
    return own.change("POST", EnrolledPerson.PATH, body, Map.of());
  }

  private HttpResponse<String> confirm(String code) {
    return own.change(
        "POST", EnrolledPerson.PATH + "/confirm", "{\"code\":\"%s\"}".formatted(code), Map.of());
  }

  private HttpResponse<String> disable(String body) {
    return own.change("DELETE", EnrolledPerson.PATH, body, Map.of());
  }

  /** A browser in which the person has given the password and a code, right or wrong. */
  private Browser withCode(RunningControlPlane replica, String code) {
    Browser browser = new Browser(replica.url());
    submitted(browser, code);
    return browser;
  }

  private HttpResponse<String> codePage(RunningControlPlane replica, String code) {
    return submitted(new Browser(replica.url()), code);
  }

  private HttpResponse<String> submitted(Browser browser, String code) {
    HttpResponse<String> page = password(browser);
    assertThat(page.uri().getPath()).as(page.body()).isEqualTo("/login/code");
    return browser.submit(page, Map.of("code", code));
  }

  private HttpResponse<String> password(Browser browser) {
    return browser.submit(
        browser.get("/login"), Map.of("username", person.name(), "password", person.password()));
  }
}
