package io.reelspace.index;

/** Which of the files that are found may be indexed now. */
interface Admission {

  /** Takes every file as it is. */
  Admission ALL =
      new Admission() {
        @Override
        public boolean admits(MediaFile file, SidecarScan.Found sidecars) {
          return true;
        }

        @Override
        public boolean wantsWhole() {
          return false;
        }

        @Override
        public boolean isWaiting(long bytes) {
          return false;
        }
      };

  /** Whether a file that is new or changed may be indexed in this run. */
  boolean admits(MediaFile file, SidecarScan.Found sidecars);

  /** Whether a file of this size is not admitted yet, which may be one that has moved. */
  boolean isWaiting(long bytes);

  /** Whether a file that changes while it is decoded stays out. */
  boolean wantsWhole();
}
