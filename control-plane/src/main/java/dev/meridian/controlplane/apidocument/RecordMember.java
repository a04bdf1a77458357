package dev.meridian.controlplane.apidocument;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member of a record as JSON.
 *
 * @param nullable whether the value may be null
 * @param mayBeLeftOut whether a request may leave it out
 * @param alwaysAnswered whether an answer always has it, be it null
 */
record RecordMember(String name, boolean nullable, boolean mayBeLeftOut, boolean alwaysAnswered) {

  /** The members of a record, with those of unwrapped components in their place. */
  static List<RecordMember> of(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    AnnotatedType[] parameters = canonical(type, components).getAnnotatedParameterTypes();
    List<RecordMember> members = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        members.addAll(of(component.getType()));
        continue;
      }
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
      JsonInclude included = component.getAccessor().getAnnotation(JsonInclude.class);
      members.add(
          new RecordMember(
              named == null || named.value().isEmpty() ? component.getName() : named.value(),
              nullable,
              nullable || parameters[i].isAnnotationPresent(Nullable.class),
              included == null || included.value() == JsonInclude.Include.ALWAYS));
    }
    return members;
  }

  private static Constructor<?> canonical(Class<?> type, RecordComponent[] components) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("Every record has a canonical constructor: " + type, e);
    }
  }
}
