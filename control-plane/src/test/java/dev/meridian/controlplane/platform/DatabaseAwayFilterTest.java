package dev.meridian.controlplane.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.servlet.mvc.method.annotation.ExceptionHandlerExceptionResolver;

class DatabaseAwayFilterTest {
  private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/me");
  private final MockHttpServletResponse response = new MockHttpServletResponse();
  private final DatabaseAwayFilter filter = new DatabaseAwayFilter(problems());

  private static ExceptionHandlerExceptionResolver problems() {
    StaticApplicationContext context = new StaticApplicationContext();
    context.registerBean(ProblemAdvice.class);
    context.refresh();
    ExceptionHandlerExceptionResolver resolver = new ExceptionHandlerExceptionResolver();
    resolver.setApplicationContext(context);
    resolver.setMessageConverters(List.of(new JacksonJsonHttpMessageConverter()));
    resolver.afterPropertiesSet();
    return resolver;
  }

  private void fail(RuntimeException failure) throws Exception {
    FilterChain chain =
        (asked, answered) -> {
          throw failure;
        };
    filter.doFilter(request, response, chain);
  }

  @Test
  void answersWithAProblemWhenAFilterFindsNoDatabase() throws Exception {
    fail(new CannotCreateTransactionException("refused"));

    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getContentType()).startsWith("application/problem+json");
    assertThat(response.getHeader("Retry-After")).isNotBlank();
    assertThat(response.getContentAsString()).contains("nothing was changed");
  }

  @Test
  void answersTheSameWhenTheConnectionBreaks() throws Exception {
    fail(new DataAccessResourceFailureException("broken"));

    assertThat(response.getStatus()).isEqualTo(503);
  }

  @Test
  void promisesNothingAboutAChangeThatWasBeingStored() throws Exception {
    fail(new TransactionSystemException("commit"));

    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getContentAsString())
        .contains("look whether it was")
        .doesNotContain("nothing was changed");
  }

  @Test
  void touchesNoAnswerThatIsUnderWay() {
    response.setCommitted(true);

    assertThatThrownBy(() -> fail(new CannotCreateTransactionException("refused")))
        .isInstanceOf(CannotCreateTransactionException.class);
  }
}
