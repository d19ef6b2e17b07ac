package io.reelspace.server;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** What the server did and holds, for Prometheus. */
final class Metrics implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Counter unreadable =
      Counter.builder("reelspace.decoder.failures")
          .description("Files that did not decode, of ingests and of requests")
          .register(registry);

  Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
  }

  /**
   * A number that is asked for each time.
   *
   * @param name with dots, for example {@code reelspace.index.videos}
   */
  <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
    Gauge.builder(name, of, value).description(description).register(registry);
  }

  /** Counts a request with the route that answered it; ids do not make a series each. */
  void request(Context context, float millis) {
    Endpoint endpoint = context.endpoints().lastHttpEndpoint();
    Timer.builder("reelspace.requests")
        .description("Requests with the time that they took")
        .tag("method", context.req().getMethod())
        .tag("route", endpoint == null ? "none" : endpoint.path)
        .tag("status", String.valueOf(context.statusCode()))
        .serviceLevelObjectives(
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5))
        .register(registry)
        .record(Duration.ofNanos((long) (millis * 1e6)));
    if (context.statusCode() == 422) {
      unreadable();
    }
  }

  /** A file did not decode. */
  void unreadable() {
    unreadable.increment();
  }

  void add(RoutesConfig routes) {
    routes.get(
        "/metrics",
        context -> {
          context.contentType("text/plain; version=0.0.4; charset=utf-8");
          context.header("Cache-Control", "no-store").result(registry.scrape());
        });
  }

  @Override
  public void close() {
    registry.close();
  }
}
