package io.reelspace.milvus;

import io.milvus.shaded.io.grpc.StatusRuntimeException;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.client.RetryConfig;
import io.milvus.v2.exception.MilvusClientException;
import io.reelspace.error.ReelspaceException;
import io.reelspace.error.RemoteException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A connection to one server that goes on when the server comes back: what failed for a reason that
 * passes is done again, after a pause that grows and is different for each client, for as long as
 * there is patience. So each call must be such that doing it twice is as good as once.
 */
final class Connection implements AutoCloseable {

  private static final long CONNECT_MILLIS = 10_000;
  private static final long CALL_MILLIS = 60_000;
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 3_000;

  private final Address address;
  private final MilvusClientV2 client;
  private final Duration patience;

  private Connection(Address address, MilvusClientV2 client, Duration patience) {
    this.address = address;
    this.client = client;
    this.patience = patience;
  }

  /**
   * Connects.
   *
   * @throws RemoteException when no server answers, it refuses the token, or it is too old
   */
  static Connection to(Address address, MilvusSettings settings) {
    String scheme = settings.tls() ? "https" : "http";
    ConnectConfig.ConnectConfigBuilder configuration =
        ConnectConfig.builder()
            .uri("%s://%s:%d".formatted(scheme, address.host(), address.port()))
            .connectTimeoutMs(CONNECT_MILLIS)
            .rpcDeadlineMs(CALL_MILLIS)
            .secure(settings.tls());
    settings.token().ifPresent(configuration::token);
    settings.certificate().ifPresent(file -> configuration.serverPemPath(file.toString()));
    MilvusClientV2 client;
    try {
      client = new MilvusClientV2(configuration.build());
    } catch (RuntimeException e) {
      throw Failures.of(address, "no connection", e);
    }
    client.retryConfig(RetryConfig.builder().maxRetryTimes(1).build()); // they are made here
    Connection connection = new Connection(address, client, settings.patience());
    try {
      ServerVersion.of(connection.call("its version", MilvusClientV2::getServerVersion))
          .requireSupported(address);
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  Address address() {
    return address;
  }

  /** What the server says of its version. */
  ServerVersion version() {
    return ServerVersion.of(call("its version", MilvusClientV2::getServerVersion));
  }

  /**
   * Does something that may be done twice.
   *
   * @param what is done, for messages
   * @throws ReelspaceException when it cannot be done, or not within the patience
   */
  <T> T call(String what, Function<MilvusClientV2, T> work) {
    return call(what, () -> work.apply(client), () -> work.apply(client));
  }

  /**
   * Does something that is done otherwise when it is done again, as the first time may have worked
   * although its answer was lost.
   */
  <T> T call(String what, Function<MilvusClientV2, T> first, Function<MilvusClientV2, T> again) {
    return call(what, () -> first.apply(client), () -> again.apply(client));
  }

  private <T> T call(String what, Supplier<T> first, Supplier<T> again) {
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    Supplier<T> next = first;
    boolean last = false;
    while (true) {
      try {
        return next.get();
      } catch (MilvusClientException | StatusRuntimeException e) { // the library wraps most
        long jittered = ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
        if (last || !Failures.passes(e)) {
          throw Failures.of(address, what, e);
        }
        // A process that was stopped for a while finds its time over, and the server well.
        last = System.nanoTime() + Duration.ofMillis(jittered).toNanos() > deadline;
        sleep(jittered);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        next = again;
      }
    }
  }

  private void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteException(address + ": interrupted while waiting for the server", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
