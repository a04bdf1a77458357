package dev.meridian.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the platform that their {@link OnPlatform} names. */
final class SharedPlatforms implements ParameterResolver {
  private static final Namespace PLATFORMS = Namespace.create(SharedPlatforms.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == Platform.class;
  }

  @Override
  public Platform resolveParameter(ParameterContext parameter, ExtensionContext test) {
    OnPlatform.Kind kind = test.getRequiredTestClass().getAnnotation(OnPlatform.class).value();
    // In the store of the whole run, which closes what it holds when the last test has ended.
    return test.getRoot()
        .getStore(PLATFORMS)
        .computeIfAbsent(
            kind,
            wanted ->
                switch (wanted) {
                  case THREE_NODES -> Platform.withThreeNodes();
                  case OUTSIDE_DATABASE -> Platform.onOutsideDatabase();
                },
            Platform.class);
  }
}
