package dev.meridian.controlplane.platform;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How parameters of addresses are read, where that differs from what the framework does. */
@Configuration(proxyBeanMethods = false)
class ParameterConfiguration implements WebMvcConfigurer {
  private static final class WholeNumber implements Converter<String, Integer> {
    @Override
    public Integer convert(String source) {
      return Integer.valueOf(source.strip());
    }
  }

  /** An empty number is a mistake, not a number that was left out. */
  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverter(new WholeNumber());
  }
}
