package dev.meridian.controlplane.platform;

import dev.meridian.tenancy.TenancyException;
import dev.meridian.tenancy.keys.KeyEncryptionException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.util.ClassUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import tools.jackson.core.JacksonException;

/** The one mapping of exceptions to problem documents (RFC 9457). */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice {
  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<ProblemDetail> problem(ProblemException e, HttpServletRequest request) {
    ProblemDetail body = document(e.type(), e.getMessage(), request);
    if (!e.errors().isEmpty()) {
      body.setProperty("errors", e.errors());
    }
    e.extensions().forEach(body::setProperty);
    HttpHeaders headers = new HttpHeaders();
    e.retryAfter()
        .ifPresent(wait -> headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds())));
    return answer(body, headers);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> ofTenancy(TenancyException e, HttpServletRequest request) {
    String message = String.valueOf(e.getMessage());
    ProblemException problem =
        switch (e) {
          case TenancyException.NotFound n -> new ProblemException(ProblemType.NOT_FOUND, message);
          case TenancyException.Forbidden f -> new ProblemException(ProblemType.FORBIDDEN, message);
          case TenancyException.NotHeld h ->
              new ProblemException(
                  ProblemType.FORBIDDEN,
                  message,
                  List.of(new FieldError("/" + h.field(), message)));
          case TenancyException.Suspended s ->
              new ProblemException(ProblemType.TENANT_SUSPENDED, message);
          case TenancyException.Deleting d ->
              new ProblemException(ProblemType.TENANT_DELETING, message);
          case TenancyException.Conflict c -> new ProblemException(ProblemType.CONFLICT, message);
          case TenancyException.NotSignedIn n ->
              new ProblemException(ProblemType.UNAUTHENTICATED, message);
          case TenancyException.NameTaken n ->
              new ProblemException(ProblemType.NAME_TAKEN, message);
          case TenancyException.InUse u -> new ProblemException(ProblemType.CONFLICT, message);
          case TenancyException.Invalid i ->
              new ProblemException(
                  ProblemType.INVALID, message, List.of(new FieldError("/" + i.field(), message)));
          case TenancyException.QuotaExceeded q ->
              new ProblemException(ProblemType.QUOTA_EXCEEDED, message)
                  .with("tenant", q.tenantPath())
                  .with("scope", q.scope())
                  .with("resource", q.resource().key())
                  .with("limit", q.limit())
                  .with("used", q.used())
                  .with("guaranteed", q.guaranteed())
                  .with("asked", q.asked());
        };
    ResponseEntity<ProblemDetail> answer = problem(problem, request);
    if (e instanceof TenancyException.Forbidden || e instanceof TenancyException.Suspended) {
      // Only the check of permissions throws these, and writes them down itself.
      new AnsweredProblem(problem.type(), message, true).keepFor(request);
    }
    return answer;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unreadable(
      HttpMessageNotReadableException e, HttpServletRequest request) {
    // Never the parser's own words: they quote the body, which may hold a secret.
    String reason =
        e.getMostSpecificCause() instanceof JacksonException j && j.getLocation() != null
            ? "it is wrong at line %d, column %d%s"
                .formatted(
                    j.getLocation().getLineNr(),
                    j.getLocation().getColumnNr(),
                    j.getPath().isEmpty() ? "" : " (" + member(j) + ")")
            : "it is missing or no JSON";
    return answer(
        document(
            ProblemType.MALFORMED,
            "The request's body cannot be read: " + reason + ". Send JSON as the API describes it.",
            request),
        HttpHeaders.EMPTY);
  }

  private static String member(JacksonException e) {
    return e.getPath().stream()
        .map(r -> r.getPropertyName() == null ? "[" + r.getIndex() + "]" : r.getPropertyName())
        .collect(Collectors.joining("/"));
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> invalidFields(
      MethodArgumentNotValidException e, HttpServletRequest request) {
    List<FieldError> errors =
        e.getBindingResult().getFieldErrors().stream()
            .map(f -> new FieldError("/" + f.getField(), String.valueOf(f.getDefaultMessage())))
            .toList();
    return problem(
        new ProblemException(
            ProblemType.INVALID,
            "The request is not valid: "
                + String.join(
                    "; ", errors.stream().map(f -> f.pointer() + " " + f.message()).toList())
                + ".",
            errors),
        request);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> mistyped(
      MethodArgumentTypeMismatchException e, HttpServletRequest request) {
    return answer(
        document(
            ProblemType.MALFORMED,
            "%s is not %s; send it once, and as the API describes it."
                .formatted(e.getName(), kind(e.getRequiredType())),
            request),
        HttpHeaders.EMPTY);
  }

  private static String kind(@Nullable Class<?> type) {
    if (type == null) {
      return "what is expected";
    }
    if (type == UUID.class) {
      return "an id";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    return Number.class.isAssignableFrom(ClassUtils.resolvePrimitiveIfNecessary(type))
        ? "a number"
        : "a " + type.getSimpleName().toLowerCase(Locale.ROOT);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> noMultipart(MultipartException e, HttpServletRequest request) {
    return answer(
        document(
            ProblemType.MALFORMED,
            "The Content-Type says multipart, and the body is not. Send JSON with Content-Type: application/json.",
            request),
        HttpHeaders.EMPTY);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unreadableParameters(
      InvalidParameterException e, HttpServletRequest request) {
    return answer(
        document(
            ProblemType.MALFORMED,
            "The query of the address cannot be read: a parameter has no name or is wrongly encoded.",
            request),
        HttpHeaders.EMPTY);
  }

  @ExceptionHandler({
    CannotGetJdbcConnectionException.class,
    CannotCreateTransactionException.class,
    DataAccessResourceFailureException.class,
    TransientDataAccessException.class
  })
  ResponseEntity<ProblemDetail> databaseAway(Exception e, HttpServletRequest request) {
    return databaseAway(
        "The database does not answer right now; nothing was changed. Try again in a moment.",
        e,
        request);
  }

  /** What opens keys, such as a vault, does not answer; its message says so and what to do. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> keysAway(KeyEncryptionException e, HttpServletRequest request) {
    log.warn("Keys not available for {}: {}", request.getRequestURI(), e.getMessage());
    return answer(document(ProblemType.UNAVAILABLE, e.getMessage(), request), HttpHeaders.EMPTY);
  }

  /** Another change holds what this one needs, for longer than it waits. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> busy(
      PessimisticLockingFailureException e, HttpServletRequest request) {
    return databaseAway(
        "Somebody else is changing this right now; nothing was changed here. Try again in a moment.",
        e,
        request);
  }

  /** The connection broke while a change was being committed. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> databaseLeft(
      TransactionSystemException e, HttpServletRequest request) {
    return databaseAway(
        "The database went away while the change was being stored; look whether it was, and try again in a moment.",
        e,
        request);
  }

  private static ResponseEntity<ProblemDetail> databaseAway(
      String detail, Exception e, HttpServletRequest request) {
    log.warn("Database not available for {}: {}", request.getRequestURI(), e.getMessage());
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, "5");
    return answer(document(ProblemType.UNAVAILABLE, detail, request), headers);
  }

  /** The client went away or a stream ended: there is nobody to answer. */
  @ExceptionHandler({AsyncRequestNotUsableException.class, AsyncRequestTimeoutException.class})
  void clientGone() {}

  @ExceptionHandler
  ResponseEntity<ProblemDetail> other(Exception e, HttpServletRequest request) throws Exception {
    if (e instanceof ErrorResponse response) {
      return answer(ofFramework(response, request), response.getHeaders());
    }
    if (e.getClass().getName().startsWith("org.springframework.security.")) {
      throw e;
    }
    log.error("Request {} {} failed", request.getMethod(), request.getRequestURI(), e);
    return answer(
        document(
            ProblemType.INTERNAL,
            "The request failed on our side and was logged; give the trace id when you report it.",
            request),
        HttpHeaders.EMPTY);
  }

  private static ProblemDetail ofFramework(ErrorResponse response, HttpServletRequest request) {
    int status = response.getStatusCode().value();
    ProblemType type =
        List.of(ProblemType.values()).stream()
            .filter(t -> t.status() == status)
            .findFirst()
            .orElse(status < 500 ? ProblemType.MALFORMED : ProblemType.INTERNAL);
    String detail = response.getBody().getDetail();
    ProblemDetail body = document(type, detail == null ? type.title() + "." : detail, request);
    body.setStatus(status);
    return body;
  }

  private static ProblemDetail document(
      ProblemType type, @Nullable String detail, HttpServletRequest request) {
    ProblemDetail body =
        ProblemDetail.forStatusAndDetail(
            HttpStatusCode.valueOf(type.status()), detail == null ? type.title() : detail);
    body.setType(type.uri());
    body.setTitle(type.title());
    new AnsweredProblem(type, String.valueOf(body.getDetail()), false).keepFor(request);
    body.setInstance(URI.create(request.getRequestURI()));
    String trace = MDC.get("traceId");
    if (trace != null) {
      body.setProperty("traceId", trace);
    }
    return body;
  }

  private static ResponseEntity<ProblemDetail> answer(ProblemDetail body, HttpHeaders headers) {
    return ResponseEntity.status(body.getStatus())
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(body);
  }
}
