package io.reelspace.media;

/**
 * The containers that are read.
 *
 * <p>Left out on purpose: all that opens other files or the network by a description in the file
 * (hls, dash, concat, image2 patterns, imf, sdp, vobsub, webm_dash_manifest), devices and filters
 * (lavfi), scripts (avisynth, vapoursynth), formats that take anything for their content (rawvideo,
 * tty, subtitles, most raw audio), and rare formats of games, whose demuxers are little tested.
 */
final class Demuxers {

  /** Names for ffmpeg's {@code -format_whitelist}. */
  static final String ALLOWED =
      String.join(
          ",",
          // video
          "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,live_flv,kux,mpegts,mpeg,mpegvideo",
          "asf,asf_o,ogg,rm,mxf,gxf,dv,nut,wtv,ivr,ivf,obu,av1,h261,h263,h264,hevc,vvc,m4v,mjpeg",
          "vc1,cavsvideo,dirac,dnxhd,yuv4mpegpipe",
          // pictures, moving and still
          "gif,apng,webp_anim,jpegxl_anim,png_pipe,jpeg_pipe,webp_pipe,gif_pipe,bmp_pipe,tiff_pipe",
          "jpegxl_pipe,j2k_pipe,ppm_pipe,pgm_pipe,pbm_pipe,pam_pipe,qoi_pipe,psd_pipe,exr_pipe",
          "hdr_pipe,dds_pipe,pcx_pipe,sgi_pipe,sunrast_pipe,ico",
          // sound: recognised in order to say that there is no picture
          "mp3,aac,flac,wav,w64,aiff,ac3,eac3,amr,au,caf,ape,tta,wv,voc");

  private Demuxers() {}

  /** Whether a container holds a still or moving picture rather than a video. */
  static boolean isImage(String demuxer) {
    return demuxer.endsWith("_pipe")
        || demuxer.endsWith("_anim")
        || demuxer.equals("gif")
        || demuxer.equals("apng")
        || demuxer.equals("ico");
  }
}
