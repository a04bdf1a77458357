package dev.meridian.controlplane.web;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/**
 * Serves the folder {@code meridian.web-ui} (the build's {@code dist}). A page of the UI is a route
 * in the browser: every path that is no file gets the index page.
 */
@Configuration(proxyBeanMethods = false)
class WebUiConfiguration implements WebMvcConfigurer {
  private final String folder;

  WebUiConfiguration(@Value("${meridian.web-ui:}") String folder) {
    this.folder = folder;
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    if (folder.isBlank()) {
      return;
    }
    String location = "file:" + folder + "/";
    // The names of assets hold a hash of their content; the index page names them.
    registry
        .addResourceHandler("/assets/**")
        .addResourceLocations(location + "assets/")
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
    registry
        .addResourceHandler("/**")
        .addResourceLocations(location)
        .setCacheControl(CacheControl.noCache())
        .resourceChain(true)
        .addResolver(new IndexFallback());
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    if (!folder.isBlank()) {
      // Resource handlers never see the empty path.
      registry.addViewController("/").setViewName("forward:/index.html");
    }
  }

  private static final class IndexFallback extends PathResourceResolver {
    @Override
    protected @Nullable Resource getResource(String path, Resource location) throws IOException {
      Resource file = super.getResource(path, location);
      if (file != null) {
        return file;
      }
      boolean ofServer =
          path.startsWith("api/")
              || path.startsWith("actuator/")
              || path.startsWith("oauth2/")
              || path.startsWith("swagger-ui");
      return ofServer ? null : super.getResource("index.html", location);
    }
  }
}
