package dev.meridian.controlplane.apidocument;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What the document says of the API as a whole. */
@Configuration(proxyBeanMethods = false)
class DocumentConfiguration {
  static {
    // Comes from the session, not from the request's parameters.
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(CsrfToken.class);
    // A stream of text.
    SpringDocUtils.getConfig().replaceWithClass(SseEmitter.class, String.class);
  }

  @Bean
  OpenAPI apiDocument() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Meridian")
                .version("v1")
                .description(
                    "Installs, runs, repairs and removes distributed systems across regions."));
  }
}
