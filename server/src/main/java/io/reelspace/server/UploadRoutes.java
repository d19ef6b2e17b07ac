package io.reelspace.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.reelspace.media.Renditions;
import java.io.IOException;

/** Images and clips that are sent to search with them. */
final class UploadRoutes {

  private static final int SIDE = 640;

  private final Uploads uploads;
  private final ServerLimits limits;
  private final Renditions renditions;
  private final Workload decoding;

  UploadRoutes(Uploads uploads, ServerLimits limits, Renditions renditions, Workload decoding) {
    this.uploads = uploads;
    this.limits = limits;
    this.renditions = renditions;
    this.decoding = decoding;
  }

  void add(RoutesConfig routes) {
    routes.post("/api/uploads", this::upload);
    routes.get("/api/uploads/{id}/picture", this::picture);
  }

  private void upload(Context context) throws IOException {
    if (context.req().getContentLengthLong() > limits.uploadBytes()) {
      throw RequestException.tooLarge(
          "an image or clip to search with has at most %d MiB"
              .formatted(limits.uploadBytes() >> 20));
    }
    Uploads.Upload upload = uploads.add(context.req().getInputStream());
    ObjectNode answer = Json.object();
    answer.put("id", upload.id());
    answer.put("kind", upload.still() ? "image" : "video");
    answer.put("width", upload.probe().size().width());
    answer.put("height", upload.probe().size().height());
    upload.probe().duration().ifPresent(duration -> answer.put("duration", duration));
    answer.put("until", upload.until().toString());
    context.status(201);
    Json.answer(context, answer);
  }

  /** A small picture of it, so that the page can show what is searched with. */
  private void picture(Context context) {
    Uploads.Upload upload =
        uploads
            .find(context.pathParam("id"))
            .orElseThrow(() ->
                RequestException.notFound("this upload is no longer here; choose the file again"));
    byte[] picture = decoding.run(() -> renditions.frame(upload.file(), 0, SIDE));
    context.contentType("image/jpeg").header("Cache-Control", "private, max-age=3600");
    context.result(picture);
  }
}
