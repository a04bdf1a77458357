package dev.meridian.spec.parse;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a template see the values of maps and nothing else: mustache's own collector would also call
 * the methods of the objects that it meets.
 */
final class PlainValues implements Mustache.Collector {

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable Iterator<?> toIterator(Object value) {
    return value instanceof Collection<?> collection ? collection.iterator() : null;
  }

  @Override
  public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
    if (name.equals(".") || name.equals("this")) {
      return (value, ignored) -> value;
    }
    if (!(context instanceof Map<?, ?>)) {
      return null;
    }
    return (value, key) -> {
      Object found = ((Map<?, ?>) value).get(key);
      return found == null ? Template.NO_FETCHER_FOUND : found;
    };
  }

  @Override
  public <K, V> Map<K, V> createFetcherCache() {
    return new HashMap<>();
  }
}
