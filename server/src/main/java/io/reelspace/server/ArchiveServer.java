package io.reelspace.server;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import io.reelspace.error.ReelspaceException;
import io.reelspace.error.StorageException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves an archive over HTTP until it is closed: the interface under {@code /api} and {@code
 * /media}, and the web page. Each request has a virtual thread of its own.
 */
public final class ArchiveServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveServer.class);

  /** Connections on which nothing is asked are closed this soon when the server stops. */
  private static final long SHUTDOWN_IDLE_MILLIS = 300;

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final ServerOptions options;
  private final ServedArchive archive;
  private final Uploads uploads;
  private final IngestJobs jobs;
  private final IngestRoutes ingests;
  private final Metrics metrics = new Metrics();
  private final Javalin javalin;
  private final AtomicBoolean warm = new AtomicBoolean();
  private final PictureRoutes pictures;
  private final PicturesAhead ahead;
  private final Workload decoding = new Workload("pictures", Math.max(2, CORES), 1000);
  private final Workload searches = new Workload("searches", Math.max(2, CORES), 500);
  private final Thread warming = Thread.ofPlatform().daemon().name("warm-up").unstarted(this::warm);

  private ArchiveServer(ServedArchive archive, Path folder, ServerOptions options) {
    this.options = options;
    this.archive = archive;
    this.uploads =
        new Uploads(
            options.shared().orElse(folder).resolve("uploads"),
            options.shared().isPresent(),
            archive.media(),
            options.limits());
    this.jobs = new IngestJobs(archive, metrics);
    this.ingests = new IngestRoutes(jobs, options.readOnly());
    DiskCache cache = new DiskCache(folder.resolve("cache"), options.limits().cacheBytes());
    this.pictures = new PictureRoutes(archive, cache, decoding);
    this.ahead =
        new PicturesAhead(
            archive, pictures, () -> searches.waiting() > 0 || decoding.waiting() > 0);
    this.javalin = Javalin.create(config -> configure(config, folder, cache));
  }

  /**
   * Starts a server.
   *
   * @param archive owned from now on, also when this fails
   * @param folder that is the server's alone: uploads and pictures are kept in it
   * @throws StorageException when it cannot listen there, or cannot write to the folder
   */
  public static ArchiveServer start(ServedArchive archive, Path folder, ServerOptions options) {
    try {
      ArchiveServer server = new ArchiveServer(archive, folder, options);
      server.listen();
      return server;
    } catch (RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private void listen() {
    try {
      javalin.start();
    } catch (JavalinBindException e) {
      jobs.close();
      throw new StorageException(
          "cannot listen on %s port %d: another program, perhaps another reelspace serve, listens"
                  .formatted(options.host(), options.port())
              + " there, or the port needs more rights; choose another with --port",
          e);
    }
    warming.start();
    ahead.start();
  }

  private void warm() {
    try {
      archive.warm();
      warm.set(true);
    } catch (ReelspaceException | IllegalStateException e) {
      LOG.warn("the models could not be loaded ahead", e); // told where a search needs them
    }
  }

  /** Where the page is. */
  public URI address() {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    return URI.create("http://" + host + ":" + javalin.port() + "/");
  }

  private void configure(JavalinConfig config, Path folder, DiskCache cache) {
    ServerLimits limits = options.limits();
    config.concurrency.useVirtualThreads = true;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = limits.bodyBytes();
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.multipartConfig.cacheDirectory(incoming(folder).toString());
    config.jetty.multipartConfig.maxFileSize(limits.uploadBytes(), SizeUnit.BYTES);
    config.jetty.multipartConfig.maxTotalRequestSize(2 * limits.uploadBytes(), SizeUnit.BYTES);
    config.jetty.modifyHttpConfiguration(ArchiveServer::limit);
    config.jetty.modifyServer(server -> limit(server, limits));
    config.jetty.addConnector((server, http) -> connector(server, http, limits));
    routes(config, cache);
    Optional<AccessLog> log = options.accessLog().map(AccessLog::new);
    config.requestLogger.http((context, millis) -> {
      metrics.request(context, millis);
      log.ifPresent(file -> file.write(context, millis));
    });
  }

  /** Where bodies with several parts lie while they come in. */
  private Path incoming(Path folder) {
    return options.shared().isPresent() ? folder : folder.resolve("uploads");
  }

  private static void limit(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(16 << 10);
  }

  private static void limit(Server server, ServerLimits limits) {
    server.setStopTimeout(limits.stop().toMillis());
    // Bodies that trickle in are cut off; who reads slowly (a paused video) is only once idle.
    server.insertHandler(new SteadyBodies(limits.bodyBytesPerSecond()));
    server.insertHandler(new GracefulHandler());
  }

  private ServerConnector connector(Server server, HttpConfiguration http, ServerLimits limits) {
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(options.host());
    connector.setPort(options.port());
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
    connector.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    return connector;
  }

  private void routes(JavalinConfig config, DiskCache cache) {
    Access access = new Access(options);
    Workload conversions = new Workload("conversions", 2, 8);
    config.routes.before(context -> {
      secure(context);
      if (!PageRoutes.isPublic(context)) {
        access.check(context);
      }
    });
    SearchRoutes search = new SearchRoutes(archive, uploads, cache, options.limits(), searches);
    search.add(config.routes);
    new VideoRoutes(archive, search, options.readOnly()).add(config.routes);
    pictures.add(config.routes);
    new MediaRoutes(archive, cache, conversions).add(config.routes);
    new UploadRoutes(uploads, options.limits(), archive.renditions(), decoding).add(config.routes);
    ingests.add(config.routes);
    new MapRoutes(archive).add(config.routes);
    new StatusRoutes(archive, options.readOnly(), warm).add(config.routes);
    measure(cache, conversions);
    metrics.add(config.routes);
    new PageRoutes(access).add(config.routes);
    config.routes.exception(Exception.class, Problems::answer);
    config.routes.exception(HttpResponseException.class, Problems::answer);
  }

  private void measure(DiskCache cache, Workload conversions) {
    metrics.gauge(
        "reelspace.index.videos",
        "Videos of the index",
        archive.index(),
        index -> index.stats().videos());
    metrics.gauge(
        "reelspace.index.segments",
        "Segments of the index",
        archive.index(),
        index -> index.stats().segments());
    metrics.gauge("reelspace.cache.bytes", "Pictures and streams on disk", cache, DiskCache::bytes);
    metrics.gauge("reelspace.ingest.queue", "Ingests that wait", jobs, IngestJobs::waiting);
    metrics.gauge("reelspace.searches.queue", "Searches that wait", searches, Workload::waiting);
    metrics.gauge("reelspace.pictures.queue", "Pictures that wait", decoding, Workload::waiting);
    metrics.gauge(
        "reelspace.pictures.ahead", "Pictures to be made ahead", ahead, PicturesAhead::left);
    metrics.gauge(
        "reelspace.conversions.queue", "Conversions that wait", conversions, Workload::waiting);
  }

  /** Nothing but the page's own files runs in it, and no other site frames or embeds it. */
  private static void secure(Context context) {
    context.header(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src"
            + " 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'");
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
  }

  /** All routes, as {@code GET /api/videos/{id}}. */
  List<String> allRoutes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method + " " + endpoint.path)
        .toList();
  }

  /**
   * Stops: no new requests are taken, those that run are waited for a little. The models are freed
   * when nothing uses them any more: a native library does not forgive it otherwise.
   */
  @Override
  public void close() {
    ahead.close();
    jobs.close();
    ingests.awaitListeners();
    try {
      javalin.stop();
    } catch (JavalinException e) {
      LOG.warn("requests that took too long were cut off", e);
    }
    try {
      warming.join();
      searches.drain();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return; // the process is ending, and the models go with it
    }
    uploads.close();
    metrics.close();
    archive.close();
  }
}
