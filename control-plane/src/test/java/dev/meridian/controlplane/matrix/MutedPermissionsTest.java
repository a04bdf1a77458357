package dev.meridian.controlplane.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.Permissions;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A new question of {@link Permissions} is taken away by the mutations too. */
class MutedPermissionsTest {
  @Test
  void takesAwayEachQuestionThatCanBeAsked() {
    assertThat(
            Arrays.stream(Permissions.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> name.matches("(require|may|reach).*"))
                .collect(Collectors.toSet()))
        .isEqualTo(MutedPermissions.CHECKS);
  }
}
