# Settings of the processes that train, for scripts that source this file; what the user has set
# stays.
#
#   training_environment
training_environment() {
  # A thread of PyTorch that waits for work sleeps. By default it spins, which takes a core from
  # whatever else is running, and from Java between two of PyTorch's own steps.
  OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
  # The C library keeps the memory of large arrays for the next step. By default it hands it back to
  # the system, which then gives the same amount as new pages, each set to zero.
  MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-1073741824}
  MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-1073741824}
  export OMP_WAIT_POLICY MALLOC_MMAP_THRESHOLD_ MALLOC_TRIM_THRESHOLD_
}
