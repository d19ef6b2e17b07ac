package io.reelspace.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;

/** A video or a part of one, as a bean because Spark makes rows of these. */
public final class Part implements Serializable {

  private static final long serialVersionUID = 1;

  /** Of rows. */
  static final Encoder<Part> ENCODER = Encoders.bean(Part.class);

  private String location = "";
  private int number;
  private int count = 1;
  private double from = Double.NEGATIVE_INFINITY;
  private double to = Double.POSITIVE_INFINITY;
  private double end = Double.POSITIVE_INFINITY;

  /** A whole of nothing, to be filled. */
  public Part() {}

  /** A whole video. */
  static Part whole(String location) {
    Part part = new Part();
    part.location = location;
    return part;
  }

  /**
   * The parts of a video, of equal length.
   *
   * @param start of the video in seconds
   * @param duration in seconds
   * @param longest most seconds of a part
   */
  static List<Part> of(String location, double start, double duration, double longest) {
    int count = (int) Math.ceil(duration / longest);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Part part = whole(location);
      part.number = i;
      part.count = count;
      part.end = start + duration;
      part.from = i == 0 ? part.from : start + i * duration / count;
      part.to = i == count - 1 ? part.to : start + (i + 1) * duration / count;
      parts.add(part);
    }
    return parts;
  }

  /** Whether it is all of a video. */
  boolean isWhole() {
    return count == 1;
  }

  /** Of the video, as it was listed. */
  public String getLocation() {
    return location;
  }

  /** For Spark. */
  public void setLocation(String location) {
    this.location = location;
  }

  /** Its place among the parts, from 0. */
  public int getNumber() {
    return number;
  }

  /** For Spark. */
  public void setNumber(int number) {
    this.number = number;
  }

  /** How many parts the video has. */
  public int getCount() {
    return count;
  }

  /** For Spark. */
  public void setCount(int count) {
    this.count = count;
  }

  /** Seconds from which on its shots begin. */
  public double getFrom() {
    return from;
  }

  /** For Spark. */
  public void setFrom(double from) {
    this.from = from;
  }

  /** Seconds before which its shots begin. */
  public double getTo() {
    return to;
  }

  /** For Spark. */
  public void setTo(double to) {
    this.to = to;
  }

  /** Seconds at which the video ends, as its header says. */
  public double getEnd() {
    return end;
  }

  /** For Spark. */
  public void setEnd(double end) {
    this.end = end;
  }
}
