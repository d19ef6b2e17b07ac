#!/bin/sh
# One executor of one core against two, on this machine:
#   benchmarks/spark/executors.sh SPARK_HOME VIDEOS CACHE
# SPARK_HOME is a Spark 4.2 (for example that within PyPI's pyspark), VIDEOS a list or folder, CACHE
# a folder for what is unpacked. The jar is made by: mvn -Pspark-jar -pl spark -am package
# Prints for each how long the job and the whole process took.
set -eu
SPARK_HOME=$1
videos=$2
cache=$3
export SPARK_HOME
jar=$(dirname "$0")/../../spark/target/reelspace-spark.jar
output=$(mktemp -d)
trap 'rm -rf "$output"' EXIT
for executors in ${EXECUTORS:-1 2}; do
  start=$(date +%s)
  "$SPARK_HOME/bin/spark-submit" --master "local-cluster[$executors,1,2048]" \
    --driver-memory 1g --executor-memory 2g --conf spark.ui.enabled=false \
    --driver-java-options "--enable-native-access=ALL-UNNAMED" \
    --conf spark.executor.extraJavaOptions="--enable-native-access=ALL-UNNAMED" \
    --class io.reelspace.spark.Ingest "$jar" \
    --videos "$videos" --output "$output/$executors" --space base --cache "$cache" \
    2>"$output/log-$executors"
  echo "$executors executors: $(sed -n 's/^reelspace: done in //p' "$output/log-$executors")," \
    "$(($(date +%s) - start)) s with start and end"
done
